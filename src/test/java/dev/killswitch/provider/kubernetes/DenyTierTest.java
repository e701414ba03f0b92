package dev.killswitch.provider.kubernetes;

import dev.killswitch.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The chart's rules of the tier are what the deny objects declare: made here, and held here. */
class DenyTierTest {
    /** What RBAC can narrow to a name, and what only Calico's own API server asks for. */
    private static final String BY_NAME = """
            # Which labels Cilium's identities have.
            - apiGroups: [""]
              resources: [configmaps]
              resourceNames: [cilium-config]
              verbs: [get]
            # Calico's API server asks for this as well.
            - apiGroups: [projectcalico.org]
              resources: [tier.globalnetworkpolicies]
              resourceNames: ["killswitch.*"]
              verbs: [create, delete, get, list, patch, watch]
            """;

    @Test
    void rules_areWhatTheDenyObjectsDeclare() {
        var verbs = new TreeMap<String, TreeSet<String>>();
        for (DenyObject deny : Denies.all(null)) {
            for (String permission : deny.permissions()) {
                List<String> words = List.of(permission.split(" ", 2));
                verbs.computeIfAbsent(words.get(1), _ -> new TreeSet<>()).add(words.get(0));
            }
        }
        var text = new StringBuilder("# Of the isolations, beside their own: denies in the APIs of network plugins\n");
        verbs.forEach((resource, allowed) -> {
            int dot = resource.indexOf('.');
            text.append("- apiGroups: [").append(resource.substring(dot + 1)).append("]\n");
            text.append("  resources: [").append(resource, 0, dot).append("]\n");
            text.append("  verbs: [").append(String.join(", ", allowed)).append("]\n");
        });
        Golden.assertSame(DenyTierTest.class, Path.of("helm/tiers/" + Denies.TIER + ".yaml"), text + BY_NAME);
    }
}
