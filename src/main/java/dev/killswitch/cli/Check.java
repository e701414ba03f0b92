package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which actions would work today, before anybody needs them. */
@Command(
        name = "check",
        description =
                "Show which actions would work today, in each cluster and account, and which permission is missing."
                        + " Acts on nothing.")
final class Check implements Callable<Integer> {
    private static final String OK = "ok";

    @Parameters(arity = "0..1", paramLabel = "<connection>", description = "The connection; without it, all of them.")
    @Nullable
    String name;

    @Mixin
    final Access access;

    Check(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            List<JsonNode> connections = Json.list(session.get("v1/connections"), "items").stream()
                    .filter(one -> name == null || Json.word(one, "connection").equals(name))
                    .toList();
            if (connections.isEmpty()) {
                throw new Stop(
                        Exit.NOT_DONE,
                        name == null ? "the server has no connection" : "the server has no connection " + name);
            }
            if (session.wantsJson()) {
                ObjectNode all = Session.object();
                ArrayNode items = all.putArray("items");
                connections.forEach(items::add);
                session.screen().json(all);
            } else {
                connections.forEach(one -> say(session.screen(), one));
            }
            return connections.stream().allMatch(Check::isFine) ? Exit.DONE : Exit.NOT_DONE;
        });
    }

    private static boolean isFine(JsonNode connection) {
        return Json.list(connection, "permissions").stream()
                .allMatch(one -> Json.word(one, "permissions").equals(OK));
    }

    private static void say(Screen screen, JsonNode connection) {
        screen.say("connection", Json.word(connection, "connection") + "   " + Json.word(connection, "kind"));
        if (!Json.word(connection, "ready").equals("true")) {
            screen.say("", "NOT READY: " + Json.text(connection, "why").orElse("it does not say why"));
        }
        List<JsonNode> permissions = Json.list(connection, "permissions");
        if (permissions.isEmpty()) {
            screen.say("", "no action is switched on here: it only looks");
            return;
        }
        byPlace(permissions).forEach((place, actions) -> say(screen, place, actions));
    }

    /** What each action comes to, in each account; of a connection without accounts in one place without a name. */
    private static Map<String, Map<String, String>> byPlace(List<JsonNode> permissions) {
        var places = new LinkedHashMap<String, Map<String, String>>();
        for (JsonNode one : permissions) {
            String action = Json.word(one, "action");
            List<JsonNode> accounts = Json.list(one, "accounts");
            if (accounts.isEmpty()) {
                places.computeIfAbsent("", _ -> new LinkedHashMap<>()).put(action, Json.word(one, "permissions"));
            }
            accounts.forEach(account -> places.computeIfAbsent(
                            "account " + Json.word(account, "account") + ": ", _ -> new LinkedHashMap<>())
                    .put(action, Json.word(account, "permissions")));
        }
        return places;
    }

    private static void say(Screen screen, String place, Map<String, String> actions) {
        var others = new ArrayList<String>();
        actions.forEach((action, says) -> {
            if (!says.equals(OK)) {
                others.add(action + " " + says);
            }
        });
        int fine = actions.size() - others.size();
        screen.say("", place + fine + " of " + Screen.counted(actions.size(), "action") + " would work today");
        // Where one reason holds for all of them, it is told once.
        if (fine == 0 && actions.values().stream().distinct().count() == 1) {
            screen.say("", "    " + actions.values().iterator().next());
            return;
        }
        others.forEach(one -> screen.say("", "    " + one));
    }
}
