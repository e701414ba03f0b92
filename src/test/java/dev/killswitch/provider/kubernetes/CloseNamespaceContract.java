package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.Policies.Held;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The steps of {@code kubernetes.close-namespace}: what isolating it leaves open, is what is found to be withdrawn. */
abstract class CloseNamespaceContract {
    private static final String TO_EACH_OTHER =
            "{\"podSelector\":{},\"ingress\":[{\"from\":[{\"podSelector\":{}}]}],\"policyTypes\":[\"Ingress\"]}";
    private static final String OUT =
            "{\"podSelector\":{},\"egress\":[{\"to\":[{\"ipBlock\":{\"cidr\":\"10.0.0.0/8\"}}],\"ports\":[{\"port\":53}]}],"
                    + "\"ingress\":[{\"from\":[{\"namespaceSelector\":{}}]}],\"policyTypes\":[\"Ingress\",\"Egress\"]}";

    abstract Grounds open();

    @Test
    void whatStillAllows_isFound_andNothingAllowsOnceItIsWithdrawn() {
        try (Grounds grounds = open()) {
            Policies.create(grounds, "out", OUT);
            Policies.create(grounds, "closed", "{\"podSelector\":{},\"policyTypes\":[\"Ingress\",\"Egress\"]}");
            List<JsonNode> before = specs(grounds);
            Held namespace = Held.apply(grounds, "kubernetes.isolate-namespace", Where.NAMESPACE, grounds.namespace());
            assertThat(prove(namespace)).isInstanceOf(Proof.Partial.class);
            List<String> found = related(grounds, namespace);
            assertThat(found).contains("out").doesNotContain("closed");
            var withdrawn = new ArrayList<Held>();
            found.forEach(policy -> withdrawn.add(Held.apply(
                    grounds,
                    "kubernetes.withdraw-network-policy",
                    Where.NETWORK_POLICY,
                    grounds.namespace() + "/" + policy)));
            assertThat(prove(namespace)).isInstanceOf(Proof.Unproven.class);
            assertThat(related(grounds, namespace)).isEmpty();
            withdrawn.forEach(held -> assertThat(held.release()).isInstanceOf(Released.Restored.class));
            assertThat(namespace.release()).isInstanceOf(Released.Restored.class);
            assertThat(specs(grounds)).isEqualTo(before);
        }
    }

    /** Both ends have to let it: alone it opens nothing between pods that are both denied. */
    @Test
    void ruleForTheNamespacesOwnPods_isNoneOfThem_withoutOneForTheOtherEnd() {
        try (Grounds grounds = open()) {
            Policies.create(grounds, "to-each-other", TO_EACH_OTHER);
            Held namespace = Held.apply(grounds, "kubernetes.isolate-namespace", Where.NAMESPACE, grounds.namespace());
            assertThat(related(grounds, namespace)).doesNotContain("to-each-other");
            Policies.create(grounds, "out", OUT);
            assertThat(related(grounds, namespace)).contains("to-each-other", "out");
        }
    }

    private static Proof prove(Held held) {
        return held.action().prove(held.call(), held.found().before());
    }

    private static List<JsonNode> specs(Grounds grounds) {
        return grounds.admin()
                .get(grounds.policies())
                .orElseThrow()
                .path("items")
                .valueStream()
                .map(one -> one.path("spec"))
                .toList();
    }

    private static List<String> related(Grounds grounds, Held namespace) {
        var found = (Related.Found)
                grounds.connection().related(namespace.call().target(), Where.NETWORK_POLICY, Grounds.deadline());
        return found.references().stream()
                .map(Reference::id)
                .map(id -> id.substring(id.indexOf('/') + 1))
                .toList();
    }
}
