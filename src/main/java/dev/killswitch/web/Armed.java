package dev.killswitch.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.killswitch.action.Connection;
import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.plan.Mode;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Whether automation would act: each thing that it needs, in the form of the other health checks. */
@Singleton
final class Armed {
    private static final String UP = "UP";
    private static final String DEGRADED = "DEGRADED";
    private static final String DOWN = "DOWN";

    private final Product product;

    Armed(Product product) {
        this.product = product;
    }

    /** All of it; degraded where automation acts, and somebody has to look all the same. */
    record Health(String status, List<Check> checks) {
        @JsonIgnore
        boolean acts() {
            return !status.equals(DOWN);
        }
    }

    /** One thing; {@code why} it is not as it must be, and what is worth knowing besides. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Check(String name, String status, List<String> why) {
        /** Without these nothing is done by automation. */
        static Check needed(String name, List<String> troubles) {
            return new Check(name, troubles.isEmpty() ? UP : DOWN, troubles);
        }

        boolean is(String other) {
            return status.equals(other);
        }
    }

    Health now() {
        List<Check> checks = List.of(rulebook(), record(), configuration(), sources(), permissions(), automation());
        String status = checks.stream().anyMatch(check -> check.is(DOWN))
                ? DOWN
                : checks.stream().allMatch(check -> check.is(UP)) ? UP : DEGRADED;
        return new Health(status, checks);
    }

    private Check rulebook() {
        LiveRules rules = product.rules().get();
        boolean isEmpty = rules.rulebook().rules().isEmpty();
        var troubles = new ArrayList<String>();
        if (isEmpty) {
            troubles.add("no rule is loaded");
        }
        int refused = rules.refused().size();
        if (refused > 0) {
            troubles.add("the rules as they lie there now are refused, for " + refused
                    + (refused == 1 ? " reason" : " reasons")
                    + (isEmpty ? "" : "; the rulebook before them is live"));
        }
        return isEmpty ? Check.needed("rulebook", troubles) : new Check("rulebook", mild(troubles), troubles);
    }

    private static String mild(List<String> troubles) {
        return troubles.isEmpty() ? UP : DEGRADED;
    }

    private Check record() {
        var troubles = new ArrayList<>(product.journal().troubles());
        int late = product.engine().unrecorded();
        if (late > 0) {
            troubles.add(late + " events wait to be entered");
        }
        try {
            product.register().size();
        } catch (RecordUnreadable _) {
            troubles.add("it cannot be read");
        }
        return Check.needed("record", troubles);
    }

    /** The one that runs stays in force, so that automation acts by it. */
    private Check configuration() {
        List<String> refused = product.refusedConfiguration().get();
        List<String> troubles = refused.isEmpty()
                ? List.of()
                : List.of("the configuration as it lies there now is refused, for " + refused.size()
                        + (refused.size() == 1 ? " reason" : " reasons") + "; the one before it is in force");
        return new Check("configuration", mild(troubles), troubles);
    }

    /** A sender that nobody can prove is one that nobody hears: where that is all of them, nothing moves automation. */
    private Check sources() {
        var unproven = new TreeSet<String>();
        product.doors().forEach((name, door) -> {
            if (!door.proof().troubles().isEmpty()) {
                unproven.add(name);
            }
        });
        var troubles = new ArrayList<String>();
        unproven.forEach(name -> troubles.add("no sender of " + name + " can be proven: a secret cannot be read"));
        new TreeSet<>(product.engine().silentSources())
                .forEach(name -> troubles.add(name + " is silent past its heartbeat: look at the sender"));
        boolean isDeaf =
                !unproven.isEmpty() && unproven.size() == product.doors().size();
        return isDeaf ? Check.needed("sources", troubles) : new Check("sources", mild(troubles), troubles);
    }

    /** Told before anybody needs them; what could not be measured may well be there. */
    private Check permissions() {
        var missing = new ArrayList<String>();
        var unmeasured = new ArrayList<String>();
        for (Connection connection : product.connections().all()) {
            Connection.Checked checked = connection.checked();
            checked.missing().forEach(one -> missing.add(connection.name() + ": " + one));
            checked.unmeasured().forEach(one -> unmeasured.add(connection.name() + ": " + one));
        }
        String status = mild(missing);
        missing.addAll(unmeasured);
        return new Check("permissions", status, missing);
    }

    /** At least one connection is armed and can be acted in. Those that are not armed are as somebody wants them. */
    private Check automation() {
        Modes modes;
        try {
            modes = Modes.of(product);
        } catch (RecordUnreadable _) {
            return new Check("automation", DOWN, List.of("what it may do cannot be read"));
        }
        var why = new ArrayList<String>();
        boolean acts = false;
        boolean hindered = false;
        for (String name : modes.connections().keySet()) {
            Mode mode = modes.effective(name);
            Optional<Connection> connection = product.connections().find(name);
            Optional<String> notReady = connection.flatMap(Connection::notReady);
            Optional<String> unreachable = connection.flatMap(Connection::unreachable);
            if (mode != Mode.ARMED) {
                why.add(name + " is " + Words.of(mode));
            } else if (notReady.isPresent()) {
                hindered = true;
                why.add(name + " is not ready: " + notReady.get());
            } else if (unreachable.isPresent()) {
                hindered = true;
                why.add(name + " does not answer: " + unreachable.get());
            } else {
                acts = true;
            }
        }
        if (modes.connections().isEmpty()) {
            why.add("no connection is configured");
        }
        return new Check("automation", !acts ? DOWN : hindered ? DEGRADED : UP, why);
    }
}
