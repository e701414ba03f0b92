package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real API server: its lists in pages, its watches, its versions. */
class PodIndexIT {
    private ServerGrounds grounds;

    @BeforeEach
    void open() {
        grounds = new ServerGrounds(List.of("get pods", "list pods", "watch pods"));
        grounds.connection().warm(Grounds.deadline());
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    @Test
    void pod_isFoundByWhatAlertsKnow_andNotOnceItIsGone() {
        Target pod = grounds.target(grounds.bare());
        String container = "containerd://" + "ab12".repeat(16);
        grounds.await("the pod runs", () -> !status("podIP").isEmpty());
        grounds.admin()
                .merge(
                        grounds.path("toolbox") + "/status",
                        "{\"status\":{\"containerStatuses\":[{\"name\":\"app\",\"image\":\"x\",\"imageID\":\"x\",\"ready\":true,"
                                + "\"restartCount\":0,\"containerID\":\"" + container + "\"}]}}");
        grounds.await("the index knows it", () -> isFound("container:ab12ab12ab12", pod));
        assertThat(resolve("uid:" + pod.uid(), Map.of())).isEqualTo(new Resolved.Found(pod));
        assertThat(resolve("container:" + container, Map.of())).isEqualTo(new Resolved.Found(pod));
        assertThat(resolve("ip:" + status("podIP"), Map.of("at", "2999-01-01T00:00:00Z", "uid", pod.uid())))
                .isEqualTo(new Resolved.Found(pod));
        assertThat(resolve("ip:" + status("podIP"), Map.of("at", "2001-01-01T00:00:00Z", "uid", pod.uid())))
                .isInstanceOf(Resolved.Refused.class);

        grounds.remove(grounds.path("toolbox"));
        assertThat(resolve("uid:" + pod.uid(), Map.of()))
                .isInstanceOfSatisfying(
                        Resolved.Nothing.class,
                        nothing -> assertThat(nothing.why()).contains("pods of an index that is"));
    }

    private String status(String field) {
        return grounds.admin()
                .get(grounds.path("toolbox"))
                .orElseThrow()
                .at("/status/" + field)
                .asText();
    }

    private boolean isFound(String id, Target pod) {
        return resolve(id, Map.of()).equals(new Resolved.Found(pod));
    }

    private Resolved resolve(String id, Map<String, String> scope) {
        return grounds.connection().resolve(new Reference("real-cluster", Pod.KIND, id, scope), Grounds.deadline());
    }
}
