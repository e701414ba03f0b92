package dev.killswitch.engine;

import static dev.killswitch.engine.EngineWorld.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.engine.Automation.May;
import dev.killswitch.engine.Automation.Switched;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Mode;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AutomationTest {
    private static final String SHELL = "f-1 shell kubernetes.pod=shop/cart";

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

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"OBSERVING", "PAUSED"})
    void lessThanArmed_doesNothing_andSaysWhy(Mode mode) {
        assertThat(set(mode, null, May.LESS)).isInstanceOf(Switched.Done.class);
        world.alert(SHELL);
        assertThat(world.writes()).isEmpty();
        assertThat(world.step().planned().objections().toString())
                .contains("automation-" + mode.name().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"OBSERVING", "PAUSED"})
    void lessBetweenPlanAndStep_stopsTheStep(Mode mode) {
        world.send(SHELL);
        set(mode, CLUSTER, May.LESS);
        world.settle();
        assertThat(world.writes()).isEmpty();
        assertThat(world.step().state()).isEqualTo(StepState.State.REFUSED);
        assertThat(world.pages()).isNotEmpty();
    }

    @Test
    void ruleTurnedOffBetweenPlanAndStep_stopsTheStep() {
        world.send(SHELL);
        assertThat(world.automation().rule("shell", Event.Position.OFF, "ann", null))
                .isInstanceOf(Switched.Done.class);
        world.settle();
        assertThat(world.writes()).isEmpty();
        assertThat(world.step().state()).isEqualTo(StepState.State.REFUSED);

        world.automation().rule("shell", Event.Position.ON, "olga", null);
        world.alert("f-2 shell kubernetes.pod=shop/cart");
        assertThat(world.writes()).hasSize(1);
    }

    @Test
    void pausedOverACrash_stopsTheStepThatWasLeftOpen() {
        world.send(SHELL);
        set(Mode.PAUSED, null, May.LESS);
        world.restart();
        assertThat(world.writes()).isEmpty();
        assertThat(world.step().state()).isEqualTo(StepState.State.REFUSED);
    }

    @Test
    void connectionThatDoesNotKnowItself_isWarmedBeforeAStepIsRefused() {
        world.send(SHELL);
        world.cluster.cold();
        world.restart();
        assertThat(world.step().state()).isEqualTo(StepState.State.PROVEN);
    }

    @Test
    void connectionThatStaysUnknown_refusesAutomation() {
        world.send(SHELL);
        world.cluster.notReady("it does not know its own identity");
        world.settle();
        assertThat(world.writes()).isEmpty();
        assertThat(world.step().state()).isEqualTo(StepState.State.REFUSED);
    }

    @Test
    void lessAtTheSameMoment_isNotUndoneByAResponder() throws InterruptedException {
        Automation automation = world.automation();
        var other = new Thread(() -> automation.set(Mode.PAUSED, null, "bob", May.LESS, null));
        world.journal().race(draft -> draft.id().startsWith("switch"), () -> {
            other.start();
            letGoOn(other);
        });
        automation.set(Mode.OBSERVING, null, "ann", May.LESS, null);
        other.join();
        assertThat(automation.modes()).containsEntry(Mode.EVERYTHING, Mode.PAUSED);
    }

    /** Until it has ended, or waits for whoever was first. */
    private static void letGoOn(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
    }

    @Test
    void lessIsAnybodys_moreIsAnOperators() {
        assertThat(set(Mode.PAUSED, null, May.LESS)).isInstanceOf(Switched.Done.class);
        assertThat(set(Mode.OBSERVING, null, May.LESS)).isEqualTo(new Switched.NotAllowed(Mode.PAUSED));
        assertThat(set(Mode.ARMED, null, May.LESS)).isInstanceOf(Switched.NotAllowed.class);
        assertThat(set(Mode.ARMED, null, May.MORE)).isInstanceOf(Switched.Done.class);
        assertThat(set(Mode.PAUSED, "nowhere", May.LESS)).isEqualTo(new Switched.NoSuchConnection("nowhere"));
    }

    @Test
    void lesserOfAllAndOne_holds() {
        set(Mode.OBSERVING, CLUSTER, May.LESS);
        set(Mode.ARMED, null, May.MORE);
        world.alert(SHELL);
        assertThat(world.writes()).isEmpty();
        world.alert("f-2 stolen aws.user=alice");
        assertThat(world.writes()).contains("apply aws.deny-user alice");
    }

    @Test
    void newConnection_observesUntilItIsArmed_alsoOverARestart() {
        world.unsaid(Mode.OBSERVING);
        world.alert(SHELL);
        assertThat(world.writes()).isEmpty();
        set(Mode.ARMED, CLUSTER, May.MORE);
        world.reopen();
        world.alert("f-2 shell kubernetes.pod=shop/cart");
        assertThat(world.writes()).hasSize(1);
    }

    @Test
    void recordThatCannotBeWritten_switchesNothing() {
        world.journal().breakDown("the disk is full");
        assertThat(set(Mode.PAUSED, null, May.LESS)).isInstanceOf(Switched.Unrecorded.class);
        assertThat(world.automation().modes()).containsEntry("*", Mode.ARMED);
    }

    @Test
    void suspiciousAttribute_isForAPersonToLookAt() {
        world.cluster.sensitive("an annotation asks to be left alone");
        world.alert(SHELL);
        assertThat(world.writes()).isEmpty();
        assertThat(world.pages()).anyMatch(why -> why.contains("sensitive"));
        world.order("ann", EngineWorld.ISOLATE, EngineWorld.POD, "shop/cart");
        world.settle();
        assertThat(world.writes()).hasSize(1);
    }

    private Switched set(Mode mode, String connection, May may) {
        return world.automation().set(mode, connection, "ann", may, null);
    }
}
