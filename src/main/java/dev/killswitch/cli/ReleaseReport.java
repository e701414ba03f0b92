package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells of a release, and waits for its end where nothing is needed any more. */
final class ReleaseReport {
    private static final Duration EVERY = Duration.ofMillis(250);

    private final Session session;
    private final Screen screen;

    ReleaseReport(Session session) {
        this.session = session;
        this.screen = session.screen();
    }

    /**
     * A release as far as it was followed.
     *
     * @param containment the one that it undoes; null where it is not known
     * @param became what it came to; blank where that is not known
     * @param byHand what it leaves to a person
     */
    record Ended(JsonNode answer, @Nullable String containment, String state, String became, List<String> byHand) {
        Ended {
            byHand = List.copyOf(byHand);
        }
    }

    /** Waits for the end of what {@code answer} says is at work. */
    Ended end(JsonNode answer, @Nullable String containment) throws Stop {
        String state = Json.word(answer, "state");
        return state.equals("running") && containment != null
                ? end(answer, Json.word(answer, "release"), containment)
                : new Ended(answer, containment, state, "", List.of());
    }

    Exit told(Ended ended) {
        if (session.wantsJson()) {
            screen.json(json(ended));
        } else {
            says(ended);
        }
        return exit(ended);
    }

    /** Several, in their order. */
    void told(List<Ended> all) {
        if (session.wantsJson()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            all.forEach(one -> items.add(json(one)));
            screen.json(Session.object().set("items", items));
        } else {
            all.forEach(this::says);
        }
    }

    Exit exit(Ended ended) {
        return ended.state().equals("released") ? Exit.DONE : Exit.NOT_DONE;
    }

    private static JsonNode json(Ended ended) {
        return ended.answer().deepCopy() instanceof ObjectNode now ? with(now, ended) : ended.answer();
    }

    private static JsonNode with(ObjectNode now, Ended ended) {
        now.put("state", ended.state());
        if (!ended.byHand().isEmpty()) {
            ArrayNode lines = now.putArray("byHand");
            ended.byHand().forEach(lines::add);
        }
        return now;
    }

    private void says(Ended ended) {
        String release = Json.word(ended.answer(), "release");
        screen.say("release", release + (ended.containment() == null ? "" : "   of " + ended.containment()));
        says(release, ended);
    }

    private Ended end(JsonNode answer, String release, String containment) throws Stop {
        var clock = session.machine().clock();
        Instant until = clock.instant().plus(Follow.PATIENCE);
        String state = "running";
        String became = "";
        List<String> byHand = List.of();
        while (state.equals("running") && clock.instant().isBefore(until)) {
            session.machine().pause().of(EVERY);
            JsonNode newest = session.get("v1/containments/" + Session.encoded(containment))
                    .path("release");
            if (Json.word(newest, "release").equals(release)) {
                state = Json.word(newest, "state");
                became = Json.text(newest, "became").orElse("");
                byHand = Json.texts(newest, "byHand");
            }
        }
        return new Ended(answer, containment, state, became, byHand);
    }

    private void says(String release, Ended ended) {
        String state = ended.state();
        switch (state) {
            case "released" -> screen.say("state", "released: " + released(ended.became()));
            case "running" -> screen.say("state", "running: it goes on; look again with: ks why " + release);
            case "needs-second-person", "waits" -> {
                screen.shout("state       " + state + ": NOT RELEASED yet");
                Json.text(ended.answer(), "needs").ifPresent(needs -> screen.say("needs", needs));
                screen.say("", "somebody else runs: ks approve " + release);
            }
            case "ended" -> {
                screen.shout("state       ended: NOT RELEASED by us, a person has to"
                        + (ended.byHand().isEmpty() ? "; see: ks why " + release : ":"));
                ended.byHand().forEach(line -> screen.say("by hand", line));
            }
            case "failed" -> screen.shout("state       failed: NOT RELEASED now; it may be asked for again");
            default -> screen.say("state", state);
        }
    }

    private static String released(String became) {
        return switch (became) {
            case "gone" -> "it is gone, there was nothing left to open";
            case "replaced" -> "it is open again, by something new in its place";
            case "held-by-others" -> "it stays closed, others hold the same still";
            default -> "it is open again";
        };
    }
}
