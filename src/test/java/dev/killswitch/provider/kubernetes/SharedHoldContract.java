package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.Policies.Held;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pod that is held by its own isolation, its workload's and its namespace's is free only after the last of them. */
abstract class SharedHoldContract {
    abstract Grounds open();

    @Test
    void podOfStatefulSet_isFreeOnlyAfterTheLast_inWhateverOrder() {
        try (Grounds grounds = open()) {
            staysHeld(grounds, grounds.stateful(), "StatefulSet/payments");
        }
    }

    @Test
    void podOfDeployment_isFreeOnlyAfterTheLast_inWhateverOrder() {
        try (Grounds grounds = open()) {
            staysHeld(grounds, grounds.replica(), "Deployment/web");
        }
    }

    private static void staysHeld(Grounds grounds, String pod, String workload) {
        List<List<Integer>> orders = Policies.orders(List.of(0, 1, 2));
        for (int i = 0; i < orders.size(); i++) {
            // Each order of releases meets another order of acts.
            List<Integer> acts = orders.get((i + 2) % orders.size());
            List<Integer> releases = orders.get(i);
            assertThat(Policies.isHeld(grounds, pod)).isFalse();
            var held = new Held[3];
            for (int one : acts) {
                held[one] = hold(grounds, one, pod, workload);
                assertThat(Policies.isHeld(grounds, pod)).isTrue();
            }
            for (int one : releases) {
                assertThat(Policies.isHeld(grounds, pod))
                        .as("%s, %s, before %d", acts, releases, one)
                        .isTrue();
                assertThat(held[one].release()).isInstanceOfAny(Released.Restored.class, Released.Replaced.class);
            }
            assertThat(Policies.isHeld(grounds, pod)).isFalse();
            assertThat(grounds.admin().get(grounds.policies() + "/" + StandingPolicy.NAME))
                    .isPresent();
        }
    }

    private static Held hold(Grounds grounds, int which, String pod, String workload) {
        String namespace = grounds.namespace();
        return switch (which) {
            case 0 -> Held.apply(grounds, "kubernetes.isolate-pod", Pod.KIND, namespace + "/" + pod);
            case 1 -> Held.apply(grounds, "kubernetes.isolate-workload", Where.WORKLOAD, namespace + "/" + workload);
            default -> Held.apply(grounds, "kubernetes.isolate-namespace", Where.NAMESPACE, namespace);
        };
    }
}
