package dev.killswitch.engine;

import static dev.killswitch.engine.EngineWorld.ISOLATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.engine.FakeSystem.At;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiryTest {
    @TempDir
    private Path directory;

    private EngineWorld world;

    @BeforeEach
    void open() {
        world = new EngineWorld(directory).start();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void timeThatIsUp_asksAPerson_once_andOpensNothing() {
        world.alert("f-1 asks kubernetes.pod=shop/cart");
        world.pass(Duration.ofMinutes(59));
        assertThat(state()).isEqualTo(Containment.State.STANDING);
        world.pass(Duration.ofHours(3));
        assertThat(state()).isEqualTo(Containment.State.DUE);
        assertThat(world.cluster.holder(ISOLATE, "shop/cart")).isEqualTo("c-1");
        assertThat(world.pages())
                .filteredOn(why -> why.contains("its time is up"))
                .hasSize(1);
        assertThat(world.events(Event.ContainmentDue.class)).hasSize(1);
    }

    @Test
    void timeThatIsUp_releasesWhereTheRuleSaysSo() {
        world.alert("f-1 brief kubernetes.pod=shop/cart");
        world.pass(Duration.ofMinutes(61));
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
        assertThat(world.cluster.holder(ISOLATE, "shop/cart")).isEqualTo(FakeSystem.FREE);
        Invariants.holdAtTheEnd(world);
    }

    @Test
    void whatTimeReleased_isNotLetGo() {
        world.alert("f-1 brief kubernetes.pod=shop/cart");
        world.pass(Duration.ofMinutes(61));
        world.alert("f-2 brief kubernetes.pod=shop/cart");
        assertThat(world.cluster.holder(ISOLATE, "shop/cart")).isEqualTo("c-2");
    }

    @Test
    void timeThatWentByWhileWeWereDown_counts() {
        world.alert("f-1 brief kubernetes.pod=shop/cart");
        world.clock.advance(Duration.ofHours(2));
        world.reopen();
        world.pass(Duration.ofSeconds(5));
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void clockSetForwardADay_opensNothing_andIsTold() {
        world.alert("f-1 brief kubernetes.pod=shop/cart");
        world.setClock(Duration.ofDays(1));
        world.pass(Duration.ofMinutes(10));
        assertThat(state()).isEqualTo(Containment.State.STANDING);
        assertThat(world.events(Event.ClockJumped.class)).hasSize(1);
        assertThat(world.pages())
                .filteredOn(why -> why.contains("the clock jumped"))
                .hasSize(1);
    }

    @Test
    void clockSetRightAgain_goesOn() {
        world.alert("f-1 brief kubernetes.pod=shop/cart");
        world.setClock(Duration.ofDays(1));
        world.pass(Duration.ofMinutes(1));
        world.setClock(Duration.ofDays(-1));
        world.pass(Duration.ofMinutes(58));
        assertThat(state()).isEqualTo(Containment.State.STANDING);
        world.pass(Duration.ofMinutes(3));
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void operatorWhoBelievesTheClock_letsExpiryGoOn() {
        world.alert("f-1 brief kubernetes.pod=shop/cart");
        world.setClock(Duration.ofDays(1));
        world.pass(Duration.ofMinutes(1));
        world.engine().believeClock();
        world.pass(Duration.ofSeconds(5));
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void recordThatCannotBeWritten_opensNothing() {
        world.alert("f-1 brief kubernetes.pod=shop/cart");
        world.journal().breakDown("the disk is full");
        world.pass(Duration.ofMinutes(70));
        assertThat(world.cluster.holder(ISOLATE, "shop/cart")).isEqualTo("c-1");
        world.journal().mend();
        world.pass(Duration.ofMinutes(1));
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void releaseThatFails_isDue_andAPersonMayAsk() {
        world.alert("f-1 brief kubernetes.pod=shop/cart");
        world.cluster.next(
                At.RELEASE, Trouble.LOST_BEFORE, Trouble.LOST_BEFORE, Trouble.LOST_BEFORE, Trouble.LOST_BEFORE);
        world.pass(Duration.ofMinutes(70));
        assertThat(state()).isEqualTo(Containment.State.DUE);
        assertThat(world.engine().releases().ask("c-1", "ann", null)).isInstanceOf(Releases.Answer.Running.class);
        world.settle();
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void somebodyWhoAskedBefore_isNotOvertaken() {
        world.order("ann", ISOLATE, EngineWorld.POD, "shop/till");
        world.settle();
        world.alert("f-1 asks kubernetes.pod=shop/cart");
        world.engine().releases().ask(world.containments().getLast().id(), "ann", null);
        world.settle();
        world.pass(Duration.ofMinutes(70));
        assertThat(world.events(Event.ContainmentDue.class)).isEmpty();
    }

    private Containment.State state() {
        return world.containment("c-1").state();
    }
}
