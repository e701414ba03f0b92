package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Call;
import dev.killswitch.action.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the deny objects add to an isolation.
 *
 * @param inForce those that are known to win
 * @param doubts what is to be said of those of plugins that run here
 * @param faint what is to be said of the others, where something is open
 * @param notYet whether one of them may be in force in a moment
 */
record Standing(List<DenyObject> inForce, List<String> doubts, List<String> faint, boolean notYet) {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    Standing {
        inForce = List.copyOf(inForce);
        doubts = List.copyOf(doubts);
        faint = List.copyOf(faint);
    }

    private List<Opening> left(List<Opening> openings) {
        return openings.stream()
                .flatMap(opening -> {
                    Optional<Opening> left = Optional.of(opening);
                    for (DenyObject deny : inForce) {
                        left = left.flatMap(deny::left);
                    }
                    return left.stream();
                })
                .toList();
    }

    /**
     * What is proven by {@code told}, which is given what still works for all we know.
     *
     * @param in the namespace of the openings
     * @param or what a person may do about one besides withdrawing it; blank for nothing
     */
    Proof proof(Call call, String in, List<Opening> openings, String or, Function<List<String>, Proof> told) {
        List<Opening> left = left(openings);
        if (notYet && !(left.isEmpty() && doubts.isEmpty())) {
            return new Proof.Pending(AGAIN);
        }
        var stillWorks = new ArrayList<>(Opening.told(left, in, or));
        stillWorks.addAll(doubts);
        if (!left.isEmpty()) {
            stillWorks.addAll(faint);
        }
        Proof proof = told.apply(stillWorks);
        return proof instanceof Proof.Partial partial && !left.isEmpty()
                ? new Proof.Partial(
                        partial.stillWorks(), Opening.withdrawn(call.target().connection(), in, left))
                : proof;
    }
}
