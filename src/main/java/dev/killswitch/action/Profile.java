package dev.killswitch.action;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of how a connected system carries out what we ask of it: the proof of an action may rest on it.
 *
 * @param doubt why what was measured does not count any more; empty where it does, or where nothing was measured
 * @param running a measurement that goes on
 * @param failed what kept the last measurement from seeing anything; empty where it saw something, or none was made
 */
public record Profile(
        List<Fact> facts, Optional<String> doubt, Optional<Measuring.Running> running, Optional<Failed> failed) {
    public Profile {
        facts = List.copyOf(facts);
    }

    /** Where something is known from. */
    public enum Basis {
        MEASURED,
        /** By what the system says of itself, or by the documentation of what it is made of. */
        KNOWN,
        UNKNOWN
    }

    /**
     * One thing that is known, or is known not to be known.
     *
     * @param name in kebab-case; {@code says} in a few words
     * @param at when that was seen; empty where nobody has looked
     */
    public record Fact(String name, String says, Basis basis, String source, Optional<Instant> at) {}

    /** A measurement that saw nothing. */
    public record Failed(String why, Instant at) {}

    /**
     * What one measurement saw, as the record keeps it: whoever made it reads it again after a restart.
     *
     * @param of what was measured, by word: what was seen counts only where the same is there again
     */
    public record Measurement(Instant at, Map<String, String> of, List<Saw> saw) {
        public Measurement {
            of = Map.copyOf(of);
            saw = List.copyOf(saw);
        }
    }

    /** One thing that was seen; {@code what} is a word in kebab-case. */
    public record Saw(String what, List<String> is) {
        public Saw {
            is = List.copyOf(is);
        }
    }

    /** What came of asking for a measurement. */
    public sealed interface Measuring {
        /** It runs, now or already, and is over by {@code until}. */
        record Running(Instant since, Instant until) implements Measuring {}

        /** Not now, or never here; nothing was begun. */
        record Refused(String why) implements Measuring {}
    }
}
