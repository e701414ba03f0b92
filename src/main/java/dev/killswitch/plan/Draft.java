package dev.killswitch.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A wish, and what was said of it. Two are never equal, however alike. */
final class Draft {
    private static final Set<Guard> ONLY_WRITTEN_DOWN =
            EnumSet.of(Guard.RULE_OBSERVES, Guard.RULE_OFF, Guard.SOURCE_MAY_OBSERVE, Guard.AUTOMATION_OBSERVING);

    private final Wish wish;
    private final List<Verdict> objections;
    private final Set<String> labels;

    /** {@code labels}: what those that go after it call it by; those of wishes that it stands for are among them. */
    Draft(Wish wish, List<Verdict> objections, Set<String> labels) {
        this.wish = wish;
        this.objections = List.copyOf(objections);
        this.labels = Set.copyOf(labels);
    }

    Wish wish() {
        return wish;
    }

    List<Verdict> objections() {
        return objections;
    }

    Set<String> labels() {
        return labels;
    }

    boolean goesOn() {
        return objections.stream().allMatch(objection -> objection.allows(wish.authority()));
    }

    boolean isStagedBefore(Draft other) {
        return wish.thing().equals(other.wish.thing())
                && wish.spec().stage().compareTo(other.wish.spec().stage()) < 0;
    }

    /** What it makes of the plan, alone. */
    Decision decision() {
        if (goesOn()) {
            return Decision.ACT;
        }
        if (hears(Guard.ALREADY_CONTAINED)) {
            return Decision.NONE;
        }
        if (ONLY_WRITTEN_DOWN.stream().anyMatch(this::hears)) {
            return Decision.OBSERVE;
        }
        return objections.stream().anyMatch(Verdict.Never.class::isInstance) ? Decision.REFUSED : Decision.PERSON;
    }

    boolean hears(Guard guard) {
        return objections.stream().anyMatch(guard::said);
    }

    /** Why it does not go on: the strictest of what stops it. */
    String why() {
        return Verdict.strictest(objections, wish.authority()).why();
    }

    /** What somebody has to look at: a guard stopped it, and nobody chose beforehand that it should only be shown. */
    Optional<String> pages() {
        return switch (decision()) {
            case PERSON, REFUSED -> Optional.of(why());
            case ACT, OBSERVE, NONE -> Optional.empty();
        };
    }
}
