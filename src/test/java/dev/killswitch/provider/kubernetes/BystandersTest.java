package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which pods of a node a drain moves. */
class BystandersTest {
    private static final String PODS = "/api/v1/namespaces/shop/pods";

    private final RangeGrounds grounds = new RangeGrounds();

    @AfterEach
    void close() {
        grounds.close();
    }

    private Target node() {
        var reference = new Reference("range-cluster", Where.NODE, "node-a", Map.of());
        return ((Resolved.Found) grounds.connection().resolve(reference, Grounds.deadline())).target();
    }

    private List<String> bystanders() {
        return ((Related.Found) grounds.connection().related(node(), Pod.KIND, Grounds.deadline()))
                .references().stream().map(Reference::id).toList();
    }

    /** {@code metadata} begins with a comma where it is not blank. */
    private void pod(String name, String metadata) {
        grounds.admin()
                .create(
                        PODS,
                        "{\"metadata\":{\"name\":\"" + name + "\"" + metadata
                                + "},\"spec\":{\"nodeName\":\"node-a\"}}");
    }

    @Test
    void thoseThatCouldLiveElsewhere_areMoved() {
        pod("plain", "");
        pod("isolated", ",\"labels\":{\"killswitch.dev/quarantine\":\"c-1\"}");
        pod("static", ",\"annotations\":{\"kubernetes.io/config.mirror\":\"x\"}");
        pod("agent", owner("apps/v1", "DaemonSet"));
        pod("lookalike", owner("example.org/v1", "DaemonSet"));
        assertThat(bystanders())
                .contains("shop/plain", "shop/lookalike")
                .doesNotContain("shop/isolated", "shop/static", "shop/agent");
    }

    /** Of a uid that is there, so that nothing collects it. */
    private String owner(String apiVersion, String kind) {
        return ",\"ownerReferences\":[{\"apiVersion\":\"" + apiVersion + "\",\"kind\":\"" + kind
                + "\",\"name\":\"agent\",\"uid\":\"" + grounds.target("toolbox").uid() + "\",\"controller\":true}]";
    }

    @Test
    void podsOfAnotherNode_areNobodysBusiness() {
        grounds.admin().create(PODS, "{\"metadata\":{\"name\":\"far\"},\"spec\":{\"nodeName\":\"node-b\"}}");
        assertThat(bystanders()).isNotEmpty().doesNotContain("shop/far");
    }

    @Test
    void replacement_comesToAnotherNode_onceItsOwnIsCordoned() {
        grounds.admin().merge("/api/v1/nodes/node-a", "{\"spec\":{\"unschedulable\":true}}");
        for (String id : bystanders()) {
            String pod = "/api/v1/namespaces/" + id.replace("/", "/pods/");
            grounds.admin().create(pod + "/eviction", "{\"kind\":\"Eviction\",\"apiVersion\":\"policy/v1\"}");
        }
        assertThat(bystanders()).isEmpty();
    }
}
