package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What is contained right now, and whether automation would act. */
@Command(
        name = "status",
        description = "Show what is contained now, whether automation would act and why not, sources and connections.")
final class Status implements Callable<Integer> {
    /** A screen has so many lines, and the rest is one command away. */
    private static final int SHOWN_MAX = 20;

    /** The newest ones: the others were new once. */
    private static final int PAGES_MAX = 5;

    private static final List<String> PARTS = List.of("automation", "containments", "connections", "sources");

    @Mixin
    final Access access;

    Status(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            ObjectNode all = Session.object();
            for (String part : PARTS) {
                String query = part.equals("containments") ? "?state=standing&limit=500" : "";
                all.set(part, session.get("v1/" + part + query));
            }
            session.look("q/health/armed").ifPresent(armed -> all.set("armed", armed));
            session.lookIfFine("v1/pages?limit=" + PAGES_MAX).ifPresent(pages -> all.set("pages", pages));
            if (session.wantsJson()) {
                session.screen().json(all);
            } else {
                show(session, all);
            }
            return Exit.DONE;
        });
    }

    private static void show(Session session, JsonNode all) {
        Screen screen = session.screen();
        screen.say("server", session.base().toString());
        screen.say("automation", AutomationCommand.says(all.path("automation")));
        armed(screen, all.path("armed"));
        List<JsonNode> standing = Json.list(all.path("containments"), "items");
        boolean more = Json.text(all.path("containments"), "next").isPresent();
        screen.say(
                "contained",
                standing.isEmpty() ? "nothing" : Screen.counted(things(standing), "thing") + (more ? " and more" : ""));
        Collection<List<JsonNode>> deeds = deeds(standing);
        deeds.stream().limit(SHOWN_MAX).forEach(holders -> screen.say("", line(session, holders)));
        if (deeds.size() > SHOWN_MAX || more) {
            screen.say("", "see all of them with: ks containments");
        }
        pages(session, Json.list(all.path("pages"), "items"));
        connections(screen, Json.list(all.path("connections"), "items"));
        sources(session, Json.list(all.path("sources"), "items"));
    }

    /** Those who hold the same on the same thing together, in the order of the first of them. */
    private static Collection<List<JsonNode>> deeds(List<JsonNode> standing) {
        var deeds = new LinkedHashMap<List<String>, List<JsonNode>>();
        standing.forEach(
                one -> deeds.computeIfAbsent(deed(one), _ -> new ArrayList<>()).add(one));
        return deeds.values();
    }

    private static List<String> deed(JsonNode containment) {
        var deed = new ArrayList<>(thing(containment));
        deed.add(Json.word(containment, "action"));
        return deed;
    }

    private static List<String> thing(JsonNode containment) {
        JsonNode target = containment.path("target");
        return List.of(Json.word(target, "connection"), Json.word(target, "kind"), Json.word(target, "id"));
    }

    private static int things(List<JsonNode> standing) {
        return (int) standing.stream().map(Status::thing).distinct().count();
    }

    private static String line(Session session, List<JsonNode> holders) {
        String line = ContainmentLine.of(holders.getFirst(), session.machine().clock());
        return holders.size() == 1
                ? line
                : line + "   held too by "
                        + holders.stream()
                                .skip(1)
                                .map(one -> Json.word(one, "containment"))
                                .collect(Collectors.joining(", "));
    }

    /** Health's answer: one check for each thing that keeps automation from acting. */
    private static void armed(Screen screen, JsonNode armed) {
        if (Json.word(armed, "status").equals("UP")) {
            screen.say("armed", "yes: automation would act");
            return;
        }
        if (armed.isMissingNode()) {
            screen.say("armed", "unknown: the server does not say");
            return;
        }
        screen.shout(
                Json.word(armed, "status").equals("DEGRADED")
                        ? "armed       yes: automation would act, but somebody has to look"
                        : "armed       NO: automation would not act");
        for (JsonNode check : Json.list(armed, "checks")) {
            if (!Json.word(check, "status").equals("UP")) {
                screen.say("", Json.word(check, "name") + ": " + String.join("; ", Json.texts(check, "why")));
            }
        }
    }

    private static void pages(Session session, List<JsonNode> pages) {
        String label = "pages";
        for (JsonNode page : pages) {
            String at = Since.of(page, "at", session.machine().clock()).orElse("?");
            session.screen().say(label, at + "   " + Json.word(page, "subject") + "   " + Json.word(page, "why"));
            label = "";
        }
    }

    private static void connections(Screen screen, List<JsonNode> connections) {
        screen.say("connections", connections.isEmpty() ? "none" : Integer.toString(connections.size()));
        for (JsonNode one : connections) {
            String ready = Json.word(one, "ready").equals("true")
                    ? "ready"
                    : "NOT READY: " + Json.text(one, "why").orElse("it does not say why");
            screen.say(
                    "",
                    Json.word(one, "connection") + "   " + Json.word(one, "kind") + "   " + Json.word(one, "automation")
                            + "   " + ready);
            for (JsonNode permission : Json.list(one, "permissions")) {
                if (!Json.word(permission, "permissions").equals("ok")) {
                    screen.say(
                            "", "    " + Json.word(permission, "action") + " " + Json.word(permission, "permissions"));
                }
            }
        }
    }

    private static void sources(Session session, List<JsonNode> sources) {
        Screen screen = session.screen();
        screen.say("sources", sources.isEmpty() ? "none" : Integer.toString(sources.size()));
        for (JsonNode one : sources) {
            String heard = Since.of(one, "heard", session.machine().clock()).orElse("never");
            screen.say(
                    "",
                    Json.word(one, "source") + "   " + Json.word(one, "kind") + "   heard " + heard
                            + (Json.word(one, "silent").equals("true") ? "   SILENT past its heartbeat" : ""));
            Json.texts(one, "troubles").forEach(trouble -> screen.say("", "    " + trouble));
        }
    }
}
