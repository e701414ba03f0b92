package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import dev.killswitch.range.Fault;
import dev.killswitch.range.Fault.Moment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each action says, and leaves behind, when AWS does not answer as it should. */
class AwsFaultsTest {
    @TempDir
    private Path directory;

    private OnRange range;
    private Place place;

    @BeforeEach
    void open() {
        range = new OnRange(directory);
        place = range.place();
    }

    @AfterEach
    void close() {
        range.close();
    }

    @ParameterizedTest
    @EnumSource
    void writeLostOnTheWayThere_isUnknown_andIsMadeByTheNextCall(Door door) {
        var scene = new Scene(door);
        range.faults().next(door.write(), new Fault.Drop(Moment.BEFORE));
        assertThat(scene.apply()).isInstanceOf(Outcome.Unknown.class);
        assertThat(door.world(place)).isEqualTo(scene.untouched);
        assertThat(scene.apply()).isInstanceOf(Outcome.Done.class);
    }

    @ParameterizedTest
    @EnumSource
    void writeLostOnTheWayBack_isUnknown_andIsFoundDoneByTheNextCall_andCanStillBeReleased(Door door) {
        var scene = new Scene(door);
        range.faults().next(door.write(), new Fault.Drop(Moment.AFTER));
        assertThat(scene.apply()).isInstanceOf(Outcome.Unknown.class);
        assertThat(door.world(place)).isNotEqualTo(scene.untouched);
        assertThat(scene.apply()).isEqualTo(new Outcome.AlreadyDone());
        assertThat(scene.release()).isEqualTo(new Released.Restored());
        assertThat(door.world(place)).isEqualTo(scene.untouched);
    }

    @ParameterizedTest
    @EnumSource
    void hungWrite_endsByTheDeadlineAsUnknown(Door door) {
        var scene = new Scene(door);
        range.faults().next(door.write(), new Fault.Hang(Moment.AFTER));
        Instant began = Clock.systemUTC().instant();
        Outcome outcome = scene.action.apply(scene.within(Duration.ofMillis(800)), scene.before);
        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        assertThat(Duration.between(began, Clock.systemUTC().instant())).isLessThan(Duration.ofSeconds(2));
        assertThat(scene.apply()).isEqualTo(new Outcome.AlreadyDone());
    }

    @ParameterizedTest
    @CsvSource({"429, Busy", "503, Busy", "409, Busy", "500, Unknown", "403, Refused", "400, Refused"})
    void statusOnAWrite_isSaid_andNothingIsWritten(int status, String said) {
        for (Door door : Door.values()) {
            var scene = new Scene(door);
            range.faults().next(door.write(), new Fault.Status(status));
            assertThat(scene.apply().getClass().getSimpleName()).isEqualTo(said);
            assertThat(door.world(place)).isEqualTo(scene.untouched);
        }
    }

    @ParameterizedTest
    @EnumSource
    void throttledWrite_saysHowLongToWait(Door door) {
        var scene = new Scene(door);
        range.faults().next(door.write(), new Fault.Status(429));
        assertThat(scene.apply())
                .isInstanceOfSatisfying(
                        Outcome.Busy.class,
                        busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @EnumSource
    void eachCall_isMadeOnce_sinceTheEngineIsWhoRetries(Door door) {
        var scene = new Scene(door);
        range.faults().next(door.write(), 10, new Fault.Status(503));
        range.faults().next(door.read(), new Fault.Drop(Moment.BEFORE));
        assertThat(scene.apply()).isInstanceOf(Outcome.Busy.class);
        assertThat(scene.apply()).isInstanceOf(Outcome.Busy.class);
        assertThat(range.faults().seen().stream()
                        .filter(line -> line.matches(".*" + door.write()))
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void readThatFails_isUnreachable_orForbidden_andNothingIsWritten(Door door) {
        var scene = new Scene(door);
        range.faults().next(door.read(), new Fault.Drop(Moment.BEFORE));
        assertThat(scene.inspect()).isInstanceOf(Inspected.Unreachable.class);
        range.faults().next(door.read(), new Fault.Status(429));
        assertThat(scene.inspect()).isInstanceOf(Inspected.Unreachable.class);
        range.faults().next(door.read(), new Fault.Status(403));
        assertThat(scene.inspect())
                .isInstanceOfSatisfying(
                        Inspected.Forbidden.class,
                        no -> assertThat(no.permission())
                                .matches("(iam:Get|iam:List|ec2:Describe|organizations:Describe).*"));
        range.faults().next(door.read(), new Fault.Status(500));
        assertThat(scene.apply()).isInstanceOf(Outcome.Busy.class);
        range.faults().next(door.read(), new Fault.Status(403));
        assertThat(scene.apply()).isInstanceOf(Outcome.Refused.class);
        assertThat(door.world(place)).isEqualTo(scene.untouched);
    }

    @ParameterizedTest
    @EnumSource
    void failedRelease_canBeMadeAgain(Door door) {
        var scene = new Scene(door);
        scene.apply();
        range.faults().next(door.undo(), new Fault.Status(429));
        assertThat(scene.release()).isInstanceOf(Released.Retry.class);
        range.faults().next(door.undo(), new Fault.Drop(Moment.AFTER));
        assertThat(scene.release()).isInstanceOf(Released.Retry.class);
        assertThat(scene.release()).isEqualTo(new Released.Restored());
        assertThat(door.world(place)).isEqualTo(scene.untouched);
    }

    @ParameterizedTest
    @EnumSource
    void proofThatCannotBeRead_isNoProof(Door door) {
        var scene = new Scene(door);
        scene.apply();
        range.faults().next(door.read(), new Fault.Status(503));
        assertThat(scene.prove()).isInstanceOf(Proof.Pending.class);
        range.faults().next(door.read(), new Fault.Status(403));
        assertThat(scene.prove()).isInstanceOf(Proof.Unproven.class);
        assertThat(scene.prove()).isInstanceOf(Proof.ProvenForNew.class);
    }

    @ParameterizedTest
    @EnumSource
    void deadlineThatHasPassed_callsNothing(Door door) {
        var scene = new Scene(door);
        range.faults().clear();
        Call late = scene.within(Duration.ofSeconds(-1));
        assertThat(scene.action.inspect(late)).isInstanceOf(Inspected.Unreachable.class);
        assertThat(scene.action.apply(late, scene.before)).isInstanceOf(Outcome.Busy.class);
        assertThat(scene.action.release(late, scene.before)).isInstanceOf(Released.Retry.class);
        assertThat(range.faults().seen()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nobodyListening_isBusy_sinceNothingWasSent(Door door) {
        var scene = new Scene(door);
        range.down();
        assertThat(scene.inspect()).isInstanceOf(Inspected.Unreachable.class);
        assertThat(scene.apply()).isInstanceOf(Outcome.Busy.class);
        assertThat(scene.release()).isInstanceOf(Released.Retry.class);
    }

    @Test
    void interruptedWrite_isUnknown_andKeepsTheFlag() throws InterruptedException {
        var scene = new Scene(Door.KEY);
        var arrived = new CountDownLatch(1);
        range.faults().next(Door.KEY.write(), new Fault.Hang(Moment.BEFORE));
        range.faults().onRequest(Door.KEY.write(), 1, Moment.BEFORE, arrived::countDown);
        var seen = new AtomicReference<Outcome>();
        var flag = new AtomicBoolean();
        Thread thread = Thread.ofVirtual().start(() -> {
            seen.set(scene.apply());
            flag.set(Thread.currentThread().isInterrupted());
        });
        arrived.await();
        thread.interrupt();
        thread.join();
        assertThat(seen.get()).isInstanceOf(Outcome.Unknown.class);
        assertThat(flag).isTrue();
    }

    /** One action on its target, looked at before anything happens. */
    private final class Scene {
        private final Action action;
        private final Target target;
        private final Before before;
        private final String untouched;

        Scene(Door door) {
            action = door.action(place);
            target = door.target(place);
            untouched = door.world(place);
            before = ((Inspected.Found) inspect()).before();
        }

        Inspected inspect() {
            return action.inspect(place.call(target));
        }

        Outcome apply() {
            return action.apply(place.call(target), before);
        }

        Proof prove() {
            return action.prove(place.call(target), before);
        }

        Released release() {
            return action.release(place.call(target), before);
        }

        Call within(Duration left) {
            return Place.call(target, Clock.systemUTC().instant().plus(left));
        }
    }
}
