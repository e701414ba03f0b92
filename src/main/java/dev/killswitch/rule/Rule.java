package dev.killswitch.rule;

import dev.killswitch.action.Parameters;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition and what to do.
 *
 * @param name unique over all files of a rulebook, and for ever: entries and people refer to it
 * @param sources the configured sources whose alerts it looks at; never empty
 * @param types the types of alerts it looks at; one that ends in {@code *} means all that begin so; empty means all
 * @param when the condition as written
 * @param count null where one alert is enough
 * @param targets by name, which of the alert's entities, as written; in the order written
 * @param steps what to do, in the order written
 * @param budget null where only the budget of all automation holds
 * @param where {@code file:line:column} of its name
 */
public record Rule(
        String name,
        Mode mode,
        Set<String> sources,
        List<String> types,
        String when,
        @Nullable Count count,
        Map<String, String> targets,
        List<Do> steps,
        Unresolved unresolved,
        @Nullable Budget budget,
        Review review,
        String where) {
    public Rule {
        sources = Set.copyOf(sources);
        types = List.copyOf(types);
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
        steps = List.copyOf(steps);
    }

    /** Whether it is looked at, and whether what follows from it is done or only written down. */
    public enum Mode {
        OFF,
        OBSERVE,
        ENFORCE
    }

    /** At least so many matches within a span of time, this one included. A claim of the plan, not judged by the rule. */
    public record Count(int atLeast, Duration within, Per per) {
        /** What is counted apart from each other. */
        public enum Per {
            TARGET,
            SOURCE,
            FINDING,
            RULE
        }
    }

    /**
     * One action or recipe on each of some targets.
     *
     * @param name of an action, or of a recipe
     * @param on which of the rule's targets
     * @param ttl null where it stands until somebody releases it
     * @param after places in {@link Rule#steps()} of those that go first, for the same alert; each below its own place
     * @param otherwise names of the stronger actions that are taken where it falls short and its answer names one of them;
     *     null where the rule does not say: what a recipe says itself then holds
     * @param where {@code file:line:column}
     */
    public record Do(
            Kind kind,
            String name,
            String on,
            Parameters parameters,
            @Nullable Duration ttl,
            AtExpiry atExpiry,
            List<Integer> after,
            @Nullable Set<String> otherwise,
            String where) {
        /** Whoever wants longer wants it until somebody releases it. */
        public static final Duration TTL_MAX = Duration.ofDays(365);

        public Do {
            after = List.copyOf(after);
            otherwise = otherwise == null ? null : Set.copyOf(otherwise);
        }

        /** What {@code name} is the name of. */
        public enum Kind {
            ACTION,
            RECIPE
        }
    }

    /** What becomes of a containment at the end of its time. */
    public enum AtExpiry {
        ASK,
        /** Only for what can be undone exactly. */
        RELEASE
    }

    /** What a match does that means no live thing, or several. */
    public enum Unresolved {
        PAGE,
        RECORD
    }

    /** At most so many targets of this rule within a span of time. */
    public record Budget(int targets, Duration per) {}

    /** How much of a post-mortem an incident of this rule gets. */
    public enum Review {
        NONE,
        LIGHT,
        FULL
    }
}
