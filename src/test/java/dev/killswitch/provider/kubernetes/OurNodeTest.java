package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Target;
import dev.killswitch.provider.kubernetes.KubernetesSettings.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node that we run on is for a person to cordon. */
class OurNodeTest {
    @Test
    void nodeThatWeRunOn_isToldToAPerson(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("namespace"), "shop\n");
        var vertx = new SharedVertx();
        try (var grounds = new RangeGrounds();
                var client = new ClusterClient(
                        new Access.Address(grounds.uri(), grounds.token(), Optional.empty()), vertx.acquire())) {
            var field = new CordonNode(
                    new KubernetesCalls(client, Clock.systemUTC()),
                    Ourselves.of(new Access.InCluster(directory, "toolbox")));
            String ours = grounds.admin()
                    .get(grounds.path("toolbox"))
                    .orElseThrow()
                    .at("/spec/nodeName")
                    .asText();
            String other = ours.equals("node-a") ? "node-b" : "node-a";
            assertThat(sensitive(grounds, field, ours)).containsExactly("the node that we run on");
            assertThat(sensitive(grounds, field, other)).isEmpty();
        } finally {
            vertx.release();
        }
    }

    private static Set<String> sensitive(RangeGrounds grounds, CordonNode field, String node) {
        var call = grounds.call(new Target("range-cluster", Where.NODE, node, "u-1"), CordonNode.SPEC);
        return field.facts(call, grounds.admin().get("/api/v1/nodes/" + node).orElseThrow())
                .sensitive();
    }
}
