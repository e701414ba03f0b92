package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection in which a thing is.
 *
 * @param why it is this one, in words; blank where it was named
 */
record Place(String connection, String why) {
    /** Takes the one that was named; else the only one of its kind; else the only one that has the thing. */
    static Place of(Session session, Lever lever, String target, @Nullable String named) throws Stop {
        if (named != null) {
            return new Place(named, "");
        }
        String kind = lever.connectionKind();
        List<String> fitting = Json.list(session.get("v1/connections"), "items").stream()
                .filter(one -> Json.word(one, "kind").equals(kind))
                .map(one -> Json.word(one, "connection"))
                .toList();
        return switch (fitting.size()) {
            case 0 ->
                throw new Stop(
                        Exit.NOT_DONE,
                        "the server has no " + kind + " connection; an operator adds one to its configuration");
            case 1 -> new Place(fitting.getFirst(), "the only " + kind + " connection");
            default -> having(session, lever, target, fitting);
        };
    }

    private static Place having(Session session, Lever lever, String target, List<String> fitting) throws Stop {
        var having = new LinkedHashSet<String>();
        String query = "v1/targets?q=" + Session.encoded(target) + "&kind=" + Session.encoded(lever.targetKind());
        for (JsonNode thing : Json.list(session.get(query), "items")) {
            if (Json.word(thing, "kind").equals(lever.targetKind())) {
                having.add(Json.word(thing, "connection"));
            }
        }
        if (having.size() == 1) {
            return new Place(having.getFirst(), "the only connection that has it");
        }
        var lines = new ArrayList<String>();
        lines.add(
                having.isEmpty()
                        ? "no connection has " + lever.noun() + " " + target + "; name one with --connection:"
                        : "several connections have " + lever.noun() + " " + target + "; name one with --connection:");
        lines.addAll(having.isEmpty() ? fitting : having);
        throw new Stop(Exit.USAGE, lines);
    }
}
