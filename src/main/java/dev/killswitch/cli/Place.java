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
    static Place of(Session session, String targetKind, String target, @Nullable String named) throws Stop {
        if (named != null) {
            return new Place(named, "");
        }
        List<String> fitting = fitting(session, targetKind);
        return fitting.size() == 1 ? only(fitting, targetKind) : having(session, targetKind, target, fitting);
    }

    /** The same of a secret thing: no server is asked which connection has it, since addresses are kept in logs. */
    static Place unasked(Session session, String targetKind, @Nullable String named) throws Stop {
        if (named != null) {
            return new Place(named, "");
        }
        List<String> fitting = fitting(session, targetKind);
        if (fitting.size() == 1) {
            return only(fitting, targetKind);
        }
        var lines = new ArrayList<String>();
        lines.add("several connections may have it; name one with --connection:");
        lines.addAll(fitting);
        throw new Stop(Exit.USAGE, lines);
    }

    private static Place only(List<String> fitting, String targetKind) {
        return new Place(fitting.getFirst(), "the only " + word(targetKind, 0) + " connection");
    }

    /** Those of its kind, one at least. */
    private static List<String> fitting(Session session, String targetKind) throws Stop {
        String kind = word(targetKind, 0);
        List<String> fitting = Json.list(session.get("v1/connections"), "items").stream()
                .filter(one -> Json.word(one, "kind").equals(kind))
                .map(one -> Json.word(one, "connection"))
                .toList();
        if (fitting.isEmpty()) {
            throw new Stop(
                    Exit.NOT_DONE,
                    "the server has no " + kind + " connection; an operator adds one to its configuration");
        }
        return fitting;
    }

    private static Place having(Session session, String targetKind, String target, List<String> fitting) throws Stop {
        var having = new LinkedHashSet<String>();
        String query = "v1/targets?q=" + Session.encoded(target) + "&kind=" + Session.encoded(targetKind);
        for (JsonNode thing : Json.list(session.get(query), "items")) {
            if (Json.word(thing, "kind").equals(targetKind)) {
                having.add(Json.word(thing, "connection"));
            }
        }
        if (having.size() == 1) {
            return new Place(having.getFirst(), "the only connection that has it");
        }
        var lines = new ArrayList<String>();
        lines.add(
                having.isEmpty()
                        ? "no connection has " + word(targetKind, 1) + " " + target + "; name one with --connection:"
                        : "several connections have " + word(targetKind, 1) + " " + target
                                + "; name one with --connection:");
        lines.addAll(having.isEmpty() ? fitting : having);
        throw new Stop(Exit.USAGE, lines);
    }

    /** What is done there, and why there. */
    String says(String what) {
        return what + " on " + connection + (why.isEmpty() ? "" : " (" + why + ")");
    }

    /** Of {@code kubernetes.pod}: the kind of connection, then the thing. */
    private static String word(String targetKind, int index) {
        String[] words = targetKind.split("\\.", 2);
        return words[Math.min(index, words.length - 1)];
    }
}
