package dev.killswitch.engine;

import static dev.killswitch.engine.EngineWorld.ISOLATE;
import static dev.killswitch.engine.EngineWorld.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.action.Outcome;
import dev.killswitch.action.Released;
import dev.killswitch.engine.FakeSystem.At;
import dev.killswitch.engine.Releases.Answer;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Release;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReleasesTest {
    private static final String CART = "shop/cart";

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
    void whatARuleClosed_onePersonOpens() {
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        assertThat(ask("ann")).isInstanceOf(Answer.Running.class);
        world.settle();
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(FakeSystem.FREE);
        Invariants.holdAtTheEnd(world);
    }

    /** Nobody knew of an alert when they let it go: the first one is new evidence. */
    @Test
    void alertOnWhatOnlyAPersonHadClosed_isNewEvidence() {
        orderOf("ann");
        ask("ann");
        world.settle();
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo("c-2");
    }

    @Test
    void whatAPersonClosed_theSameOpensWithinAQuarterOfAnHour() {
        orderOf("ann");
        world.pass(Duration.ofMinutes(15));
        assertThat(ask("ann")).isInstanceOf(Answer.Running.class);
    }

    @Test
    void whatAPersonClosed_anotherOpensAtOnce() {
        orderOf("ann");
        world.pass(Duration.ofHours(3));
        assertThat(ask("bob")).isInstanceOf(Answer.Running.class);
    }

    @Test
    void ownAfterAQuarterOfAnHour_needsASecondPerson_whoHearsOfIt() {
        orderOf("ann");
        world.pass(Duration.ofMinutes(16));
        Answer.NeedsSecondPerson needs = (Answer.NeedsSecondPerson) ask("ann");
        assertThat(needs.aloneFrom()).isEqualTo(world.clock.instant().plus(Duration.ofMinutes(10)));
        assertThat(world.pages()).anyMatch(why -> why.contains("a second person approves"));
        world.settle();
        assertThat(state()).isEqualTo(Containment.State.STANDING);

        assertThat(releases().approve(needs.release(), "bob")).isInstanceOf(Answer.Running.class);
        world.settle();
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void whoAsks_cannotApprove_norByAskingAgain() {
        String release = waiting();
        assertThat(releases().approve(release, "ann")).isInstanceOf(Answer.Conflict.class);
        assertThat(ask("ann")).isInstanceOf(Answer.Conflict.class);
        world.settle();
        assertThat(world.cluster.holder(ISOLATE, CART)).isNotEqualTo(FakeSystem.FREE);
    }

    @Test
    void anotherWhoAsksForTheSame_approvesIt() {
        waiting();
        assertThat(ask("bob")).isInstanceOf(Answer.Running.class);
        world.settle();
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
        assertThat(world.events(Event.ReleaseAsked.class)).hasSize(1);
    }

    @Test
    void aloneForTenMinutes_goesOnAsBreakGlass_andSaysSo() {
        waiting();
        world.pass(Duration.ofMinutes(9));
        assertThat(state()).isEqualTo(Containment.State.STANDING);
        world.pass(Duration.ofMinutes(2));
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
        assertThat(world.events(Event.ReleaseBrokeGlass.class)).hasSize(1);
        assertThat(world.pages()).anyMatch(why -> why.contains("break-glass"));
    }

    @Test
    void aloneOverARestart_stillGoesOn() {
        waiting();
        world.reopen();
        world.pass(Duration.ofMinutes(11));
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void clockSetForward_opensNoDoorThatWaitsForASecondPerson() {
        waiting();
        world.setClock(Duration.ofDays(1));
        world.pass(Duration.ofMinutes(5));
        assertThat(state()).isEqualTo(Containment.State.STANDING);
        assertThat(world.events(Event.ReleaseBrokeGlass.class)).isEmpty();

        world.engine().believeClock();
        world.pass(Duration.ofMinutes(1));
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void twoWhoAskAtOnce_openOnce() {
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        String id = world.containment().id();
        Answer[] other = new Answer[1];
        world.journal()
                .race(
                        draft -> draft.events().stream().anyMatch(Event.ReleaseAsked.class::isInstance),
                        () -> other[0] = releases().ask(id, "bob", null));
        assertThat(releases().ask(id, "ann", null)).isInstanceOf(Answer.Conflict.class);
        assertThat(other[0]).isInstanceOf(Answer.Running.class);
        world.settle();
        assertThat(world.events(Event.ReleaseEnded.class)).hasSize(1);
    }

    @Test
    void releaseOfWhatIsReleased_isAConflict() {
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        ask("ann");
        assertThat(ask("bob")).isInstanceOf(Answer.Conflict.class);
        world.settle();
        assertThat(ask("bob")).isInstanceOf(Answer.Conflict.class);
    }

    @Test
    void releaseOfWhatNeverStood_isAConflict() {
        world.cluster.next(At.APPLY, Trouble.FAILS);
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        assertThat(ask("ann")).isInstanceOf(Answer.Conflict.class);
    }

    @Test
    void releaseOfNothing_isNotFound() {
        assertThat(releases().ask("c-99", "ann", null)).isInstanceOf(Answer.NotFound.class);
        assertThat(releases().approve("r-99", "ann")).isInstanceOf(Answer.NotFound.class);
    }

    @Test
    void lastOneOut_undoesTheFirstOnesAct() {
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        orderOf("ann");
        String first = world.containments().get(0).id();
        String second = world.containments().get(1).id();
        assertThat(world.cluster.writes()).hasSize(1);

        releases().ask(first, "bob", null);
        world.settle();
        assertThat(world.containment(first).state()).isEqualTo(Containment.State.RELEASED);
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(first);
        assertThat(world.events(Event.ReleaseEnded.class).getFirst().others()).containsExactly(second);

        releases().ask(second, "bob", null);
        world.settle();
        assertThat(world.containment(second).state()).isEqualTo(Containment.State.RELEASED);
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(FakeSystem.FREE);
        Invariants.holdAtTheEnd(world);
    }

    /** The first one's mark was taken off, and the second one wrote its own. */
    @Test
    void doneAgainAfterItWasUndone_isReleasedByTheMarkThatStands() {
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        String first = world.containment().id();
        world.cluster.holder(ISOLATE, CART, FakeSystem.FREE);
        orderOf("ann");
        String second = world.containments().getLast().id();
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(second);
        world.pass(Duration.ofMinutes(6));
        assertThat(world.events(Event.ContainmentDrifted.class)).isEmpty();

        releases().ask(first, "bob", null);
        world.settle();
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(second);
        releases().ask(second, "bob", null);
        world.settle();
        assertThat(world.containment(second).state()).isEqualTo(Containment.State.RELEASED);
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(FakeSystem.FREE);
    }

    /** What it found done after the restart was its own call's, and its mark is the one that stands. */
    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"LOST_AFTER", "CRASH_AFTER"})
    void doneAgainByACallWithoutAnAnswer_isReleasedByTheMarkThatStands(Trouble trouble) {
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        String first = world.containment().id();
        world.cluster.holder(ISOLATE, CART, FakeSystem.FREE);
        world.cluster.next(At.APPLY, trouble);
        if (trouble.isCrash()) {
            assertThatThrownBy(() -> orderOf("ann")).isInstanceOf(Crash.class);
            world.restart();
        } else {
            orderOf("ann");
        }
        assertThat(world.steps().getLast().outcome()).isEqualTo(new Outcome.AlreadyDone());
        String second = world.containments().getLast().id();
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(second);
        world.pass(Duration.ofMinutes(6));
        assertThat(world.events(Event.ContainmentDrifted.class)).isEmpty();

        releases().ask(first, "bob", null);
        world.settle();
        releases().ask(second, "bob", null);
        world.settle();
        assertThat(world.containment(second).state()).isEqualTo(Containment.State.RELEASED);
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(FakeSystem.FREE);
    }

    @Test
    void changedByOthersSince_isLeftAlone_andToldToPeople() {
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        world.cluster.holder(ISOLATE, CART, "somebody");
        ask("ann");
        world.settle();
        assertThat(world.events(Event.ReleaseEnded.class).getFirst().released()).isInstanceOf(Released.Drifted.class);
        assertThat(state()).isEqualTo(Containment.State.ENDED);
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo("somebody");
        assertThat(world.pages()).anyMatch(why -> why.contains("did not put things back"));
    }

    @Test
    void targetGoneSince_isReleased() {
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        world.cluster.remove(POD, CART);
        ask("ann");
        world.settle();
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void apiThatStaysAway_fails_andMayBeAskedAgain() {
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        world.cluster.next(
                At.RELEASE, Trouble.LOST_BEFORE, Trouble.LOST_BEFORE, Trouble.LOST_BEFORE, Trouble.LOST_BEFORE);
        ask("ann");
        world.settle();
        assertThat(world.containment().release().state()).isEqualTo(Release.State.FAILED);
        assertThat(state()).isEqualTo(Containment.State.STANDING);

        assertThat(ask("ann")).isInstanceOf(Answer.Running.class);
        world.settle();
        assertThat(state()).isEqualTo(Containment.State.RELEASED);
    }

    @Test
    void recordThatCannotBeWritten_opensNothing() {
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        world.journal().breakDown("the disk is full");
        assertThat(ask("ann")).isInstanceOf(Answer.Unrecorded.class);
        world.settle();
        assertThat(world.cluster.holder(ISOLATE, CART)).isNotEqualTo(FakeSystem.FREE);
    }

    @Test
    void lettingGo_holdsAgainstTheSameAlerts_untilNewEvidenceComes() {
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        ask("ann");
        world.settle();

        world.alert("f-2 shell kubernetes.pod=shop/cart");
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(FakeSystem.FREE);
        assertThat(world.pages()).anyMatch(why -> why.contains("let-go"));

        world.alert("f-3 shell-again kubernetes.pod=shop/cart");
        assertThat(world.cluster.holder(ISOLATE, CART)).isNotEqualTo(FakeSystem.FREE);
    }

    @Test
    void lettingGo_endsAfterADay_andNeverHoldsAPerson_norASuccessor() {
        world.alert("f-1 shell kubernetes.pod=shop/cart");
        ask("ann");
        world.settle();
        orderOf("bob");
        assertThat(world.cluster.holder(ISOLATE, CART)).isNotEqualTo(FakeSystem.FREE);
        releases().ask(world.containments().getLast().id(), "ann", null);
        world.settle();
        assertThat(world.cluster.holder(ISOLATE, CART)).isEqualTo(FakeSystem.FREE);

        world.cluster.put(POD, CART);
        world.alert("f-2 shell kubernetes.pod=shop/cart");
        assertThat(world.cluster.holder(ISOLATE, CART)).isNotEqualTo(FakeSystem.FREE);
        releases().ask(world.containments().getLast().id(), "ann", null);
        world.settle();

        world.pass(Duration.ofHours(25));
        world.alert("f-3 shell kubernetes.pod=shop/cart");
        assertThat(world.cluster.holder(ISOLATE, CART)).isNotEqualTo(FakeSystem.FREE);
    }

    /** One of ann's own, asked for too late to be hers alone. */
    private String waiting() {
        orderOf("ann");
        world.pass(Duration.ofMinutes(16));
        return ((Answer.NeedsSecondPerson) ask("ann")).release();
    }

    private void orderOf(String person) {
        assertThat(world.order(person, ISOLATE, POD, CART)).isInstanceOf(Orders.Answer.Given.class);
        world.settle();
    }

    private Answer ask(String person) {
        return releases().ask(world.containment().id(), person, null);
    }

    private Releases releases() {
        return world.engine().releases();
    }

    private Containment.State state() {
        return world.containment().state();
    }
}
