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

/** Whether automation would act: each thing that it needs, in the form of the other health checks. */
@Singleton
final class Armed {
    private static final String UP = "UP";
    private static final String DOWN = "DOWN";

    private final Product product;

    Armed(Product product) {
        this.product = product;
    }

    /** All of it. */
    record Health(String status, List<Check> checks) {
        @JsonIgnore
        boolean isUp() {
            return status.equals(UP);
        }
    }

    /** One thing; {@code why} it is not as it must be, and what is worth knowing besides. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Check(String name, String status, List<String> why) {
        static Check of(String name, List<String> troubles) {
            return new Check(name, troubles.isEmpty() ? UP : DOWN, troubles);
        }
    }

    Health now() {
        List<Check> checks = List.of(
                Check.of("rulebook", rulebook()),
                Check.of("record", record()),
                Check.of("sources", sources()),
                automation());
        boolean up = checks.stream().allMatch(check -> check.status().equals(UP));
        return new Health(up ? UP : DOWN, checks);
    }

    private List<String> rulebook() {
        LiveRules rules = product.rules().get();
        var troubles = new ArrayList<String>();
        if (rules.rulebook().rules().isEmpty()) {
            troubles.add("no rule is loaded");
        }
        if (!rules.refused().isEmpty()) {
            troubles.add("the rules as they lie there now are refused, for "
                    + rules.refused().size() + " reasons; the rulebook before them is live");
        }
        return troubles;
    }

    private List<String> record() {
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
        return troubles;
    }

    /** A sender that nobody can prove is one that nobody hears. */
    private List<String> sources() {
        return product.doors().values().stream()
                .filter(door -> !door.proof().troubles().isEmpty())
                .map(door -> "no sender of " + door.name() + " can be proven: a secret cannot be read")
                .sorted()
                .toList();
    }

    /** At least one connection is armed, and each that is could be acted in. The others are as somebody wants them. */
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
        return new Check("automation", acts && !hindered ? UP : DOWN, why);
    }
}
