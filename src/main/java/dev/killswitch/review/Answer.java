package dev.killswitch.review;

import dev.killswitch.incident.StepState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why something was done to somebody, or why not.
 *
 * @param subject what it is about, as people name it
 * @param lines six: what, because, from, it did, release, proof
 * @param byHand what releases left to a person, see {@link LeftToPerson}
 * @param incident the one it speaks of; null where nothing was recorded
 * @param others further incidents that name the same, newest first
 * @param actions the steps it speaks of
 * @param ledger indexes of the entries it stands on
 */
public record Answer(
        String subject,
        List<String> lines,
        List<String> byHand,
        @Nullable String incident,
        List<String> others,
        List<RuleSaid> rules,
        List<NearMiss> nearMisses,
        List<StepState> actions,
        List<Long> ledger) {
    public Answer {
        lines = List.copyOf(lines);
        byHand = List.copyOf(byHand);
        others = List.copyOf(others);
        rules = List.copyOf(rules);
        nearMisses = List.copyOf(nearMisses);
        actions = List.copyOf(actions);
        ledger = List.copyOf(ledger);
    }

    /**
     * A rule that said yes.
     *
     * @param mode off, observe or enforce, as it stood
     * @param where {@code file:line:column} in the live rulebook, where that is still the one that decided
     * @param expression null where its entry had no room for it
     */
    public record RuleSaid(
            String rule,
            String rulebook,
            String mode,
            @Nullable String where,
            @Nullable Tree expression,
            Map<String, String> values) {
        public RuleSaid {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** A rule that said no, and the clause that did. */
    public record NearMiss(String rule, String clause, String value) {}

    /** The first line: all that somebody in a hurry reads. */
    public String answer() {
        return lines.getFirst();
    }

    /** The six lines as text, and below them what is left to a person. */
    public String text() {
        return Stream.concat(lines.stream(), byHand.stream().map("by hand  "::concat))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
