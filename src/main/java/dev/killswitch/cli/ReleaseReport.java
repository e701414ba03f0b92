package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
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

    /** {@code containment} is the one that is undone; null where it is not known. */
    Exit follow(JsonNode answer, @Nullable String containment) throws Stop {
        String release = Json.word(answer, "release");
        String state = Json.word(answer, "state");
        if (state.equals("running") && containment != null) {
            state = end(release, containment);
        }
        if (session.wantsJson()) {
            screen.json(answer.deepCopy() instanceof ObjectNode now ? now.put("state", state) : answer);
        } else {
            screen.say("release", release + (containment == null ? "" : "   of " + containment));
            says(release, state, answer);
        }
        return state.equals("released") ? Exit.DONE : Exit.NOT_DONE;
    }

    private String end(String release, String containment) throws Stop {
        var clock = session.machine().clock();
        Instant until = clock.instant().plus(Follow.PATIENCE);
        String state = "running";
        while (state.equals("running") && clock.instant().isBefore(until)) {
            session.machine().pause().of(EVERY);
            JsonNode newest = session.get("v1/containments/" + Session.encoded(containment))
                    .path("release");
            if (Json.word(newest, "release").equals(release)) {
                state = Json.word(newest, "state");
            }
        }
        return state;
    }

    private void says(String release, String state, JsonNode answer) {
        switch (state) {
            case "released" -> screen.say("state", "released: it is open again");
            case "running" -> screen.say("state", "running: it goes on; look again with: ks why " + release);
            case "needs-second-person", "waits" -> {
                screen.shout("state       " + state + ": NOT RELEASED yet");
                Json.text(answer, "needs").ifPresent(needs -> screen.say("needs", needs));
                screen.say("", "somebody else runs: ks approve " + release);
            }
            case "ended" ->
                screen.shout("state       ended: NOT RELEASED by us, a person has to; see: ks why " + release);
            case "failed" -> screen.shout("state       failed: NOT RELEASED now; it may be asked for again");
            default -> screen.say("state", state);
        }
    }
}
