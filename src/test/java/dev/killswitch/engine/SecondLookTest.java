package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.action.Proof;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.StepState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user is denied, which leaves something open, then its keys are made inactive, which closes that. */
class SecondLookTest {
    private static final String STOLEN = "f-1 stolen aws.user=alice";
    private static final Proof OPEN = new Proof.Partial(List.of("what its keys may"));
    private static final Proof CLOSED = new Proof.Proven("seen");

    @TempDir
    private Path directory;

    private EngineWorld world;

    @BeforeEach
    void start() {
        world = new EngineWorld(directory);
        world.start();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private StepState deny() {
        return world.steps().getFirst();
    }

    private List<Proof> proofs() {
        return world.events(Event.StepProven.class).stream()
                .filter(proven -> proven.step().equals(deny().id()))
                .map(Event.StepProven::proof)
                .toList();
    }

    private void giveBack(StepState step) {
        assertThat(world.engine().releases().ask(step.planned().step().containment(), "p-2", null))
                .isInstanceOf(Releases.Answer.Running.class);
        world.settle();
    }

    @Test
    void whatWasOpen_andIsClosedByWhatFollows_isSeenAgain() {
        world.account.nextProof(OPEN);
        world.alert(STOLEN);
        assertThat(proofs()).containsExactly(OPEN, CLOSED);
        assertThat(deny().state()).isEqualTo(StepState.State.PROVEN);
    }

    @Test
    void whatSaysTheSameAgain_isRecordedOnce() {
        world.alert(STOLEN);
        assertThat(proofs()).containsExactly(CLOSED);
    }

    @Test
    void whatIsGivenBack_opensItAgain() {
        world.account.nextProof(OPEN);
        world.alert(STOLEN);
        world.pass(Duration.ofSeconds(1));
        world.account.nextProof(OPEN);
        giveBack(world.steps().get(1));
        assertThat(proofs()).containsExactly(OPEN, CLOSED, OPEN);
    }

    /** What it would say of a door that a person opened is no news. */
    @Test
    void whatStandsNoMore_isNotLookedAt() {
        world.alert(STOLEN);
        world.steps().forEach(this::giveBack);
        assertThat(proofs()).containsExactly(CLOSED);
    }

    @Test
    void crashBeforeTheLastHasEnded_isLookedAtAfterIt() {
        world.account.nextProof(OPEN);
        var ends = new int[1];
        world.journal()
                .next(
                        draft -> draft.events().stream().anyMatch(Event.StepEnded.class::isInstance) && ends[0]++ == 2,
                        Trouble.CRASH_BEFORE);
        assertThatThrownBy(() -> world.alert(STOLEN)).isInstanceOf(Crash.class);
        world.restart();
        world.pass(Duration.ofMinutes(1));
        assertThat(proofs()).containsExactly(OPEN, CLOSED);
    }
}
