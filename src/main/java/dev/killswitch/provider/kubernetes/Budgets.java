package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.provider.kubernetes.Lists.Listed;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The PodDisruptionBudgets that a pod fits. Thread-safe. */
final class Budgets {
    private final Lists lists;

    Budgets(KubernetesCalls calls) {
        this.lists = new Lists(calls);
    }

    /**
     * A budget, as its controller last saw it.
     *
     * @param allowed how many of its pods may go now
     */
    record Budget(String name, int allowed, int wanted, int healthy) {
        static Budget read(JsonNode budget) {
            return new Budget(
                    budget.at("/metadata/name").asText(),
                    budget.at("/status/disruptionsAllowed").asInt(),
                    budget.at("/status/desiredHealthy").asInt(),
                    budget.at("/status/currentHealthy").asInt());
        }

        /** For whoever may raise it, or add pods. */
        String told() {
            return "disruption budget " + name + " lets none of its pods go now: it wants " + wanted
                    + " healthy ones and has " + healthy;
        }
    }

    /** A look at the budgets of a namespace. */
    sealed interface Around {
        record Known(List<Budget> budgets) implements Around {
            public Known {
                budgets = List.copyOf(budgets);
            }

            List<String> names() {
                return budgets.stream().map(Budget::name).sorted().toList();
            }

            /** The first that holds the pod now. */
            Optional<Budget> holding() {
                return budgets.stream().filter(one -> one.allowed() <= 0).findFirst();
            }
        }

        record Not(Seen.Not not) implements Around {}
    }

    /** Without a selector a budget has no pods; an empty one has all of its namespace. */
    Around of(Pod pod, Instant deadline) {
        return switch (lists.list(ResourceKind.POD_DISRUPTION_BUDGET, Optional.of(pod.namespace()), deadline)) {
            case Listed.Items found ->
                new Around.Known(found.items().stream()
                        .filter(budget -> budget.at("/spec/selector").isObject()
                                && Selector.read(budget.at("/spec/selector")).fits(pod.labels()))
                        .map(Budget::read)
                        .toList());
            case Listed.No no -> new Around.Not(no.not());
        };
    }
}
