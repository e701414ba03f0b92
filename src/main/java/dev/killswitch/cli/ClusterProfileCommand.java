package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is known of a cluster's network, on which the proof of every isolation rests. */
@Command(
        name = "profile",
        description = "Show what is known of a cluster's network, on which the proof of every isolation rests.")
final class ClusterProfileCommand implements Callable<Integer> {
    private static final Duration EVERY = Duration.ofSeconds(2);

    /** The longest that a server may be told to take, and its cleaning up. */
    private static final Duration PATIENCE = Duration.ofMinutes(17);

    @Parameters(
            arity = "0..1",
            paramLabel = "<connection>",
            description = "The cluster; without it, all of them. Not needed with --canary where there is one.")
    @Nullable
    String name;

    @Option(
            names = "--canary",
            description = "Measure it first: pods of our own are isolated, watched and taken away. A responder's or an"
                    + " operator's; needs the tier canary.")
    boolean canary;

    @Option(names = "--no-wait", description = "With --canary: do not wait for what comes of it.")
    boolean noWait;

    @Mixin
    final Access access;

    ClusterProfileCommand(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            List<String> clusters = clusters(session);
            return canary ? measure(session, clusters) : show(session, clusters);
        });
    }

    private List<String> clusters(Session session) throws Stop {
        if (name != null) {
            return List.of(name);
        }
        List<String> all = Json.list(session.get("v1/connections"), "items").stream()
                .filter(one -> Json.word(one, "kind").equals("kubernetes"))
                .map(one -> Json.word(one, "connection"))
                .toList();
        if (all.isEmpty()) {
            throw new Stop(Exit.NOT_DONE, "the server has no connection of kind kubernetes");
        }
        if (canary && all.size() > 1) {
            throw new Stop(Exit.NOT_DONE, "expected which cluster to measure, one of " + String.join(", ", all));
        }
        return all;
    }

    private static String path(String cluster) {
        return "v1/connections/" + Session.encoded(cluster) + "/profile";
    }

    private static Exit show(Session session, List<String> clusters) throws Stop {
        var profiles = new ArrayList<JsonNode>();
        for (String cluster : clusters) {
            profiles.add(session.get(path(cluster)));
        }
        if (session.wantsJson()) {
            ObjectNode all = Session.object();
            ArrayNode items = all.putArray("items");
            profiles.forEach(items::add);
            session.screen().json(all);
        } else {
            profiles.forEach(profile -> say(session, profile));
        }
        return Exit.DONE;
    }

    private Exit measure(Session session, List<String> clusters) throws Stop {
        String cluster = clusters.getFirst();
        JsonNode profile = session.post(path(cluster), Session.object());
        Instant end = session.machine().clock().instant().plus(PATIENCE);
        while (!noWait
                && profile.path("measuring").isObject()
                && session.machine().clock().instant().isBefore(end)) {
            session.machine().pause().of(EVERY);
            profile = session.get(path(cluster));
        }
        if (session.wantsJson()) {
            session.screen().json(profile);
        } else {
            say(session, profile);
        }
        boolean saw = noWait
                || (!profile.path("failed").isObject()
                        && !profile.path("measuring").isObject());
        return saw ? Exit.DONE : Exit.NOT_DONE;
    }

    private static void say(Session session, JsonNode profile) {
        Screen screen = session.screen();
        screen.say("cluster", Json.word(profile, "connection"));
        for (JsonNode fact : Json.list(profile, "facts")) {
            String at = Since.of(fact, "at", session.machine().clock())
                    .map(time -> ", " + time)
                    .orElse("");
            screen.say(
                    "",
                    Json.word(fact, "fact") + ": " + Json.word(fact, "says") + "   (" + Json.word(fact, "basis") + ", "
                            + Json.word(fact, "source") + at + ")");
        }
        Optional<String> doubt = Json.text(profile, "doubt");
        doubt.ifPresent(why -> screen.say("doubt", why + ": nothing is proven by it; ks cluster profile --canary"));
        if (profile.path("measuring").isObject()) {
            screen.say("measuring", "until " + Json.word(profile.path("measuring"), "until") + " at the latest");
        }
        if (profile.path("failed").isObject()) {
            screen.shout("the last canary saw nothing: " + Json.word(profile.path("failed"), "why"));
        }
    }
}
