package dev.killswitch.rule;

import java.util.List;

/** What a rulebook says of one alert. Each list is in the order of the rulebook. */
public record Evaluation(List<Match> matches, List<NearMiss> misses, List<Erred> erred) {
    public Evaluation {
        matches = List.copyOf(matches);
        misses = List.copyOf(misses);
        erred = List.copyOf(erred);
    }

    /**
     * A rule that could not say yes or no. It is never taken for a no: it pages.
     *
     * @param clause the text that could not be worked out
     */
    public record Erred(Rule rule, String clause, String why) {}
}
