package dev.killswitch.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What drafts make of the plan as a whole, and the sentence that says so. */
final class Decisions {
    /** The sentence is read in a terminal and kept in an entry. */
    private static final int REASONS_MAX = 5;

    /** The first that any step asks for holds for all. */
    private static final List<Decision> IN_ORDER =
            List.of(Decision.ACT, Decision.PERSON, Decision.OBSERVE, Decision.REFUSED);

    private Decisions() {}

    static Decision of(List<Draft> drafts) {
        return IN_ORDER.stream()
                .filter(decision -> drafts.stream().anyMatch(draft -> draft.decision() == decision))
                .findFirst()
                .orElse(Decision.NONE);
    }

    /** {@code notes} tell what of the matches came to no step at all. */
    static String why(List<Draft> drafts, List<String> notes) {
        long going = drafts.stream().filter(Draft::goesOn).count();
        List<String> reasons = new ArrayList<>();
        if (going > 0) {
            reasons.add(
                    going == drafts.size() ? steps(going) + " on" : going + " of " + drafts.size() + " steps go on");
        }
        List<String> others = Stream.concat(
                        drafts.stream().filter(draft -> !draft.goesOn()).map(Draft::why), notes.stream())
                .distinct()
                .toList();
        reasons.addAll(others.subList(0, Math.min(REASONS_MAX, others.size())));
        if (others.size() > REASONS_MAX) {
            reasons.add((others.size() - REASONS_MAX) + " more reasons, with the steps");
        }
        return reasons.isEmpty() ? "nothing to do" : String.join("; ", reasons);
    }

    private static String steps(long count) {
        return count == 1 ? "1 step goes" : count + " steps go";
    }
}
