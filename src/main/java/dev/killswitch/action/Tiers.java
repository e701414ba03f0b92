package dev.killswitch.action;

import dev.killswitch.config.Nearest;
import dev.killswitch.config.Section;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What an operator switches on for one connection, tier by tier. With none of them we only look there. */
public final class Tiers {
    private Tiers() {}

    /** Reads {@code tiers} of a connection: those that one of {@code actions} has, and none where the key is missing. */
    public static Set<String> read(Section connection, List<ActionSpec> actions) {
        return read(connection, actions, Set.of());
    }

    /** The same where a connection has tiers that no action is of. */
    public static Set<String> read(Section connection, List<ActionSpec> actions, Set<String> others) {
        Set<String> known = actions.stream().map(ActionSpec::tier).collect(Collectors.toCollection(TreeSet::new));
        known.addAll(others);
        Set<String> on = new TreeSet<>(connection.texts("tiers"));
        on.stream()
                .filter(tier -> !known.contains(tier))
                .forEach(tier -> connection.problem("tiers", "'" + tier + "'", Nearest.hint(tier, known)));
        on.retainAll(known);
        return Set.copyOf(on);
    }

    /** {@code action} as it may be used on that connection, where the tiers {@code on} are switched on. */
    public static Action hold(Action action, Set<String> on, String connection) {
        return on.contains(action.spec().tier()) ? action : new Off(action, connection);
    }

    /** It begins nothing, and still looks after and ends what it once began. */
    private record Off(Action action, String connection) implements Action {
        @Override
        public ActionSpec spec() {
            return action.spec();
        }

        @Override
        public String effect(Call call) {
            return action.effect(call);
        }

        @Override
        public Inspected inspect(Call call) {
            return new Inspected.Refused(why());
        }

        @Override
        public Outcome apply(Call call, Before before) {
            return new Outcome.Refused(why());
        }

        @Override
        public Proof prove(Call call, Before before) {
            return action.prove(call, before);
        }

        @Override
        public Released release(Call call, Before before) {
            return action.release(call, before);
        }

        private String why() {
            return "tier " + spec().tier() + " is off on connection " + connection
                    + ": an operator adds it to the connection's tiers";
        }
    }
}
