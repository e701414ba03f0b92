package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodIndexTest {
    private static final String HEX = "0123456789ab" + "c".repeat(52);

    private final PodIndex index = new PodIndex(new Disturbances(null, _ -> true, Clock.systemUTC()));

    @Test
    void pod_isFoundByAllThatItHas() {
        IndexedPod pod = pod("a", "uid-a", "10.0.0.1", "containerd://" + HEX);
        index.all(List.of(pod));
        assertThat(index.byUid("uid-a")).containsExactly(pod);
        assertThat(index.byAddress("10.0.0.1")).containsExactly(pod);
        assertThat(index.byContainer(0x0123456789abL)).containsExactly(pod);
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void whatAPodHasNoMore_isForgotten() {
        index.is(pod("a", "uid-a", "10.0.0.1", "containerd://" + HEX));
        IndexedPod later = pod("a", "uid-a", "10.0.0.2", "containerd://f" + HEX.substring(1));
        index.is(later);
        assertThat(index.byAddress("10.0.0.1")).isEmpty();
        assertThat(index.byContainer(0x0123456789abL)).isEmpty();
        assertThat(index.byAddress("10.0.0.2")).containsExactly(later);
        index.gone(later);
        assertThat(index.byAddress("10.0.0.2")).isEmpty();
        assertThat(index.size()).isZero();
    }

    @Test
    void addressOfTwo_isBoths() {
        IndexedPod first = pod("a", "uid-a", "10.0.0.1", "");
        IndexedPod second = pod("b", "uid-b", "10.0.0.1", "");
        index.is(first);
        index.is(second);
        assertThat(index.byAddress("10.0.0.1")).containsExactly(first, second);
        index.gone(first);
        assertThat(index.byAddress("10.0.0.1")).containsExactly(second);
    }

    @Test
    void listing_takesThePlaceOfAllBefore() {
        index.is(pod("a", "uid-a", "10.0.0.1", ""));
        index.all(List.of(pod("b", "uid-b", "10.0.0.2", "")));
        assertThat(index.byUid("uid-a")).isEmpty();
        assertThat(index.byAddress("10.0.0.1")).isEmpty();
        assertThat(index.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", "0123456789a", "containerd://", "0123456789AB", "docker://x", "../0123456789ab!"})
    void whatIsNoContainersId_isNone(String id) {
        assertThat(IndexedPod.container(id)).isEmpty();
    }

    private static IndexedPod pod(String name, String uid, String address, String container) {
        try {
            return IndexedPod.read(KubernetesCalls.JSON.readTree("""
                    {"metadata":{"namespace":"shop","name":"%s","uid":"%s"},"spec":{"nodeName":"node-a"},
                     "status":{"phase":"Running","podIP":"%3$s","podIPs":[{"ip":"%3$s"}],
                      "startTime":"2030-01-01T00:00:00Z","containerStatuses":[{"containerID":"%4$s"}]}}
                    """.formatted(name, uid, address, container)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
