package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.range.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final String LIST = "GET /api/v1/pods";

    private final SharedVertx vertx = new SharedVertx();
    private RangeGrounds grounds;
    private ClusterClient client;
    private Feed<String> feed;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() {
        grounds = new RangeGrounds();
        client = new ClusterClient(
                new KubernetesSettings.Access.Address(grounds.uri(), grounds.token(), Optional.empty()),
                vertx.acquire());
        feed = new Feed<>(
                new KubernetesCalls(client, Clock.systemUTC()),
                Feed.Kind.metadata(ResourceKind.POD),
                new Names(),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        feed.close();
        client.close();
        vertx.release();
        grounds.close();
    }

    private final class Names implements Feed.Ear<String> {
        @Override
        public String reduced(JsonNode object) {
            return object.at("/metadata/name").asText();
        }

        @Override
        public void all(List<String> all) {
            heard.add("all " + (all.contains("toolbox") ? "with" : "without") + " toolbox");
        }

        @Override
        public void is(String one) {
            heard.add("is " + one);
        }

        @Override
        public void gone(String one) {
            heard.add("gone " + one);
        }
    }

    @Test
    void whatIsThere_thenEachChange_isHeard() {
        feed.start();
        assertThat(next()).isEqualTo("all with toolbox");
        watched();
        label("toolbox");
        assertThat(next()).isEqualTo("is toolbox");
        grounds.admin().delete(grounds.path("toolbox"));
        assertThat(untilGone("toolbox")).contains("gone toolbox");
        assertThat(feed.state().isFresh(Instant.now())).isTrue();
    }

    @Test
    void streamThatIsCut_goesOnFromWhereItWas() {
        feed.start();
        next();
        watched();
        grounds.range().cutWatches();
        label("toolbox");
        assertThat(next()).isEqualTo("is toolbox");
        assertThat(grounds.faults().seen()).filteredOn(LIST::equals).hasSize(1);
    }

    @Test
    void versionThatIsForgotten_isListedAgain() {
        feed.start();
        next();
        watched();
        grounds.range().expireWatches();
        assertThat(next()).isEqualTo("all with toolbox");
        watched();
        label("toolbox");
        assertThat(next()).isEqualTo("is toolbox");
    }

    @Test
    void versionThatIsRefusedAtOnce_isListedAgain() {
        grounds.faults().next("pods\\?watch", new Fault.Status(410));
        feed.start();
        next();
        assertThat(next()).isEqualTo("all with toolbox");
    }

    @Test
    void listThatFails_isTriedAgain() {
        grounds.faults().next("GET /api/v1/pods$", 2, new Fault.Status(503));
        grounds.faults().next("GET /api/v1/pods$", new Fault.Drop(Fault.Moment.BEFORE));
        feed.start();
        assertThat(next()).isEqualTo("all with toolbox");
    }

    @Test
    void listThatIsForbidden_isToldWithThePermission_andGoesOnOnceItIsNot() {
        grounds.deny("list pods");
        feed.start();
        await(() -> feed.state().trouble().equals("no permission list pods"));
        assertThat(feed.state().isFresh(Instant.now())).isFalse();
        grounds.allow("list pods");
        assertThat(next()).isEqualTo("all with toolbox");
    }

    @Test
    void bookmark_isASignOfLife() {
        feed.start();
        next();
        watched();
        Instant before = feed.state().heard();
        grounds.range().bookmark();
        await(() -> feed.state().heard().isAfter(before));
        assertThat(heard).isEmpty();
    }

    @Test
    void brokenStream_isStaleAfterAMoment() {
        Instant then = Instant.parse("2030-01-01T00:00:00Z");
        var open = new Feed.State(true, true, then, "");
        var broken = new Feed.State(true, false, then, "it broke");
        assertThat(open.isFresh(then.plusSeconds(99))).isTrue();
        assertThat(open.isFresh(then.plusSeconds(101))).isFalse();
        assertThat(broken.isFresh(then.plusSeconds(2))).isTrue();
        assertThat(broken.isFresh(then.plusSeconds(4))).isFalse();
    }

    private String next() {
        try {
            return Objects.requireNonNull(heard.poll(10, TimeUnit.SECONDS), "nothing was heard");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> untilGone(String name) {
        var all = new ArrayList<String>();
        do {
            all.add(next());
        } while (!all.getLast().equals("gone " + name));
        return all;
    }

    private void watched() {
        await(() -> grounds.range().watches() == 1);
    }

    private static void await(BooleanSupplier so) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!so.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(so.getAsBoolean()).isTrue();
    }

    private void label(String pod) {
        grounds.admin()
                .merge(grounds.path(pod), "{\"metadata\":{\"annotations\":{\"seen\":\"" + System.nanoTime() + "\"}}}");
    }
}
