package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Call;
import dev.killswitch.action.Proof;
import dev.killswitch.provider.kubernetes.Lists.Listed;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The pods and network policies of one namespace, together. Thread-safe. */
final class Surroundings {
    private final Lists lists;
    private final Ourselves ourselves;

    Surroundings(KubernetesCalls calls, Ourselves ourselves) {
        this.lists = new Lists(calls);
        this.ourselves = ourselves;
    }

    /** A look at a namespace. */
    sealed interface Around {
        /**
         * What it has.
         *
         * @param pods those that are not over
         * @param whole whether these are all of both
         */
        record Known(List<Pod> pods, List<Policy> policies, boolean whole) implements Around {
            public Known {
                pods = List.copyOf(pods);
                policies = List.copyOf(policies);
            }

            Known only(Predicate<Pod> wanted) {
                return new Known(pods.stream().filter(wanted).toList(), policies, whole);
            }

            /** Why a person should look first, of whichever pod. */
            Set<String> sensitive() {
                var words = new TreeSet<String>();
                pods.forEach(pod -> words.addAll(pod.sensitive()));
                if (!whole) {
                    words.add("more pods or policies than were looked at");
                }
                return words;
            }

            int outOfReach() {
                return (int) pods.stream().filter(Pod::hostNetwork).count();
            }

            /**
             * What can be said of these pods once a policy that denies everything selects them all, where {@code
             * residuals} is what other policies let through.
             */
            Proof denied(Call call, List<String> residuals, Verdict verdict) {
                var stillWorks = new ArrayList<>(residuals);
                stillWorks.addAll(Opening.told(pods.stream()
                        .filter(Pod::hostNetwork)
                        .map(pod -> "pod " + pod.name() + " is on its node's network, which no NetworkPolicy"
                                + " reaches (next: ks kill pod " + pod.id() + ")")
                        .sorted()
                        .toList()));
                if (!whole) {
                    stillWorks.add("there are more than " + Lists.LISTED_MAX
                            + " pods or policies, not all of which were looked at");
                }
                return verdict.of(call, "policies are as they should be, for pods to come as well", stillWorks);
            }

            /** What can be said of these pods once a rule that lets something through to them is gone. */
            Proof withdrawn(Call call, List<String> stillLetThrough, Verdict verdict) {
                if (!whole) {
                    return new Proof.Unproven("what was withdrawn is gone, but there are more than " + Lists.LISTED_MAX
                            + " pods or policies, not all of which were looked at");
                }
                return verdict.of(
                        call,
                        "what was withdrawn is gone, and no NetworkPolicy lets it through to the pods that it selects ("
                                + pods.size() + ")",
                        stillLetThrough);
            }
        }

        record Not(Seen.Not not) implements Around {}
    }

    Around of(String namespace, Call call) {
        return switch (lists.list(ResourceKind.POD, Optional.of(namespace), call.deadline())) {
            case Listed.No no -> new Around.Not(no.not());
            case Listed.Items pods ->
                switch (lists.list(ResourceKind.NETWORK_POLICY, Optional.of(namespace), call.deadline())) {
                    case Listed.No no -> new Around.Not(no.not());
                    case Listed.Items policies ->
                        new Around.Known(
                                pods.items().stream()
                                        .map(Pod::read)
                                        .filter(pod -> !pod.isOver())
                                        .toList(),
                                policies.items().stream().map(Policy::read).toList(),
                                pods.whole() && policies.whole());
                };
        };
    }

    /** Whether the pod that we run in is among these. */
    boolean haveUs(List<Pod> pods) {
        return pods.stream().anyMatch(ourselves::is);
    }

    /** Whether we run in that namespace. */
    boolean haveUs(String namespace) {
        return ourselves.isIn(namespace);
    }
}
