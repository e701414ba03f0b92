package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.range.Fault;
import dev.killswitch.range.Fault.Moment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The index of pods on a real API server whose watches are refused, cut, expired and slow. */
class HostileWatchIT {
    private static final String WATCH = "[?]watch$";

    private ServerGrounds grounds;

    @BeforeEach
    void open() {
        grounds = ScopedValue.where(ServerGrounds.HOSTILE, true)
                .call(() -> new ServerGrounds(List.of("get pods", "list pods", "watch pods")));
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    @Test
    void watchThatIsRefusedAtFirst_isOpenedAgain() {
        grounds.faults().next(WATCH, 2, new Fault.Status(500));
        grounds.faults().next(WATCH, new Fault.Drop(Moment.BEFORE));
        warm();
        assertNewPodIsFound();
    }

    @Test
    void versionThatHasExpired_isListedAnew() {
        warm();
        grounds.faults().next(WATCH, new Fault.Status(410));
        grounds.proxy().cutWatches();
        assertNewPodIsFound();
    }

    @Test
    void watchThatIsCut_missesNothing() {
        warm();
        grounds.proxy().cutWatches();
        assertNewPodIsFound();
    }

    /** What the index does not know yet is not guessed; what it thinks it knows is read again. */
    @Test
    void slowWatch_isBehind_andNeverWrong() {
        warm();
        String uid = assertNewPodIsFound();
        grounds.proxy().holdWatches();
        grounds.remove(grounds.path("toolbox"));
        assertThat(resolve("uid:" + uid)).isInstanceOf(Resolved.Nothing.class);
        grounds.bare();
        String fresh = uid();
        assertThat(resolve("uid:" + fresh)).isInstanceOfAny(Resolved.Nothing.class, Resolved.Found.class);
        grounds.proxy().letWatchesGo();
        grounds.await("the index knows it", () -> resolve("uid:" + fresh) instanceof Resolved.Found);
    }

    private void warm() {
        grounds.connection().warm(Grounds.deadline());
    }

    private String assertNewPodIsFound() {
        grounds.bare();
        String uid = uid();
        grounds.await("the index knows it", () -> resolve("uid:" + uid) instanceof Resolved.Found);
        return uid;
    }

    private String uid() {
        return grounds.admin()
                .get(grounds.path("toolbox"))
                .orElseThrow()
                .at("/metadata/uid")
                .asText();
    }

    private Resolved resolve(String id) {
        return grounds.connection().resolve(new Reference("real-cluster", Pod.KIND, id, Map.of()), Grounds.deadline());
    }
}
