package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service ends while somebody is still at work: whoever is gets an answer, and no defect is told. */
class ClosedClientTest {
    private static final ObjectPath PODS = ObjectPath.all(ResourceKind.POD, Optional.empty());

    private final SharedVertx vertx = new SharedVertx();
    private RangeGrounds grounds;
    private ClusterClient client;
    private KubernetesCalls calls;

    @BeforeEach
    void open() {
        grounds = new RangeGrounds();
        client = new ClusterClient(
                new KubernetesSettings.Access.Address(grounds.uri(), grounds.token(), Optional.empty()),
                vertx.acquire());
        calls = new KubernetesCalls(client, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    private Got get() {
        return calls.get(PODS, "list pods", Instant.now().plusSeconds(2));
    }

    @Test
    void whoeverAsksAfterwards_isAnsweredThatItIsClosed() {
        assertThat(get()).isInstanceOf(Got.Found.class);
        client.close();
        vertx.release();
        assertThat(get()).isEqualTo(new Got.Away("the connection cannot be set up: it is closed"));
        assertThat(calls.watch(PODS.with("watch", "true"), KubernetesCalls.PLAIN))
                .isEqualTo(new WatchStream.Opened.Away("the connection cannot be set up: it is closed"));
    }

    /** What moves the bytes may end between two steps of one call. */
    @Test
    void whoeverAsksWhileItCloses_isAnsweredSo() {
        assertThat(get()).isInstanceOf(Got.Found.class);
        vertx.release();
        assertThat(get()).isInstanceOf(Got.Away.class);
        assertThat(calls.watch(PODS.with("watch", "true"), KubernetesCalls.PLAIN))
                .isInstanceOf(WatchStream.Opened.Away.class);
    }

    @Test
    void streamThatIsOpen_endsWithIt() {
        var opened = (WatchStream.Opened.Open) calls.watch(PODS.with("watch", "true"), KubernetesCalls.PLAIN);
        client.close();
        vertx.release();
        while (!(opened.stream().next(Duration.ofMillis(100)) instanceof WatchStream.Heard.Over)) {
            // What came before it ended.
        }
        assertThatCode(opened.stream()::close).doesNotThrowAnyException();
    }
}
