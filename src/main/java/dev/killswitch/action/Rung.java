package dev.killswitch.action;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The next stronger action, named by an answer that fell short: {@link Outcome.Refused}, {@link Inspected.Refused},
 * {@link Proof.Partial}. A person is told of it; where a rule or a recipe says so, the engine takes it, as a step of the same
 * incident that every guard is asked about.
 *
 * <p>An action's spec says which ones its answers may name, in {@link ActionSpec#climbingTo}; all specs together are the
 * ladder, which {@link ActionCatalog} checks. Only what a spec says is ever taken, and only on things in the connection of
 * the step: names of things come from the live system, by their kind and id, and never out of a text.
 *
 * <pre>
 * static final ActionSpec SPEC = new ActionSpec("aws.deny-user", …).climbingTo("aws.deny-user-inside");
 * …
 * return new Outcome.Refused(why).next(Rung.same(DenyInside.OF_USER));
 * return new Proof.Partial(stillWorks, Rung.on(WithdrawNetworkPolicy.SPEC, connection, policies));
 * </pre>
 *
 * @param action its name
 * @param on what it is to be done to, each by itself; empty for the very thing of the step
 */
public record Rung(String action, List<Reference> on) {
    /** The rest is counted. */
    private static final int TOLD_MAX = 5;

    public Rung {
        on = List.copyOf(on);
    }

    /** {@code spec} on the very thing of the step, which is of its kind. */
    public static Rung same(ActionSpec spec) {
        return new Rung(spec.name(), List.of());
    }

    /** {@code spec} on each of the things called so in {@code connection}; at least one. */
    public static Rung on(ActionSpec spec, String connection, Collection<String> ids) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException(spec.name() + " must be done to something");
        }
        return new Rung(
                spec.name(),
                ids.stream()
                        .distinct()
                        .map(id -> new Reference(connection, spec.targetKind(), id, Map.of()))
                        .toList());
    }

    /** {@code kubernetes.withdraw-network-policy on shop/allow-all}, as people read it. */
    public String told() {
        if (on.isEmpty()) {
            return action;
        }
        List<String> ids = on.stream().map(Reference::id).toList();
        int shown = Math.min(ids.size(), TOLD_MAX);
        String more = ids.size() > shown ? " and " + (ids.size() - shown) + " more" : "";
        return action + " on " + String.join(", ", ids.subList(0, shown)) + more;
    }
}
