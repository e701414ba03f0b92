package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Call;
import dev.killswitch.action.Notice;
import dev.killswitch.action.Notice.What;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Target;
import dev.killswitch.engine.FakeSystem.At;
import dev.killswitch.incident.Event;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticesTest {
    private static final String SHELL = "f-1 shell kubernetes.pod=shop/cart";

    /** A look at what stands comes every five minutes. */
    private static final Duration LOOK = Duration.ofMinutes(6);

    @TempDir
    private Path directory;

    private final List<Notice> posted = new ArrayList<>();
    private EngineWorld world;

    @BeforeEach
    void start() {
        world = new EngineWorld(directory).start();
        world.cluster.posting(this::post);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Outcome post(Notice notice) {
        posted.add(notice);
        return new Outcome.Done("posted");
    }

    private Notice only() {
        assertThat(posted).hasSize(1);
        return posted.getFirst();
    }

    private List<What> told() {
        return posted.stream().map(Notice::what).toList();
    }

    @Test
    void contained_isTold_withWhoSinceWhenAndWhomToAsk() {
        world.alert("f-1 asks kubernetes.pod=shop/cart");

        Notice notice = only();
        assertThat(notice.what()).isEqualTo(What.APPLIED);
        assertThat(notice.action()).isEqualTo(EngineWorld.ISOLATE);
        assertThat(notice.target().uid()).isEqualTo(world.cluster.uid(EngineWorld.POD, "shop/cart"));
        assertThat(notice.mark().containment()).isEqualTo(world.containment().id());
        assertThat(notice.mark().incident()).isEqualTo(world.incident().id());
        assertThat(notice.mark().told())
                .isEqualTo(new Call.Told(
                        "rule asks",
                        world.containment().since(),
                        world.containment().until(),
                        "#on-call"));
    }

    @Test
    void orderOfAPerson_namesNobody() {
        world.inThreads(() -> world.order("anna", EngineWorld.ISOLATE, EngineWorld.POD, "shop/cart"));

        assertThat(only().mark().told().by()).isEqualTo("order of a responder");
    }

    @Test
    void refusedOnTheLiveThing_isTold_andWhy() {
        world.cluster.sensitive("mirror-pod");

        world.alert(SHELL);

        assertThat(only().what()).isEqualTo(What.REFUSED);
        assertThat(only().more()).startsWith("sensitive: ");
    }

    @Test
    void failed_isToldAsNotDone() {
        world.cluster.next(At.APPLY, Trouble.FAILS);
        world.alert(SHELL);
        assertThat(only().what()).isEqualTo(What.REFUSED);
        assertThat(only().more()).isEqualTo("no permission");
    }

    @Test
    void callWithoutAnAnswer_isToldAsMaybeDone() {
        Trouble[] lost = new Trouble[20];
        Arrays.fill(lost, Trouble.LOST_BEFORE);
        world.cluster.next(At.APPLY, lost);
        world.alert(SHELL);
        world.pass(Duration.ofMinutes(1));

        assertThat(posted.getFirst().what()).isEqualTo(What.APPLIED);
        assertThat(posted.getFirst().more()).startsWith("no answer came");
    }

    @Test
    void noSuchThing_isNotTold() {
        world.alert("f-1 shell kubernetes.pod=shop/nothing");

        assertThat(posted).isEmpty();
    }

    @Test
    void containedAlready_isToldOnce() {
        world.alert(SHELL);
        world.alert("f-2 shell kubernetes.pod=shop/cart");

        assertThat(told()).containsExactly(What.APPLIED);
    }

    @Test
    void undoneByOthers_isTold_andPutBack() {
        world.alert(SHELL);
        world.cluster.holder(EngineWorld.ISOLATE, "shop/cart", FakeSystem.FREE);
        world.pass(LOOK);

        assertThat(told()).containsExactly(What.APPLIED, What.DRIFTED);
        assertThat(posted.getLast().more()).isEqualTo("it was put back");
        assertThat(posted.getLast().mark().containment()).isEqualTo("c-1");
    }

    @Test
    void undoneByOthers_whileAutomationIsPaused_isToldAsNotPutBack() {
        world.alert(SHELL);
        world.automation().set(Mode.PAUSED, null, "ann", Automation.May.LESS, null);
        world.cluster.holder(EngineWorld.ISOLATE, "shop/cart", FakeSystem.FREE);
        world.pass(LOOK);

        assertThat(posted.getLast().more()).isEqualTo("it is not put back");
    }

    @Test
    void released_isTold() {
        world.alert(SHELL);
        world.engine().releases().ask("c-1", "ann", null);
        world.settle();

        assertThat(told()).containsExactly(What.APPLIED, What.RELEASED);
        assertThat(posted.getLast().more()).isEqualTo("it is as it was before");
    }

    @Test
    void boardThatFails_orHasADefect_changesNothingOfTheStep() {
        world.cluster.posting(_ -> new Outcome.Refused("no permission create events"));
        world.alert(SHELL);
        List<Event> events = world.events();
        world.cluster.posting(_ -> {
            throw new IllegalStateException("defect");
        });
        world.alert("f-2 shell kubernetes.pod=shop/till");

        assertThat(world.steps()).allSatisfy(step -> assertThat(step.outcome()).isInstanceOf(Outcome.Done.class));
        assertThat(world.events(Event.Paged.class)).isEmpty();
        assertThat(world.events().subList(0, events.size())).isEqualTo(events);
    }

    @Test
    void boardThatHangs_holdsUpNoStep_notEvenOfItsOwnTarget() {
        world.cluster.posting(notice -> {
            world.cluster.posting(this::post);
            world.inThreads(() -> world.order("p", EngineWorld.KILL, EngineWorld.POD, "shop/cart"));
            assertThat(world.writes()).contains("apply kubernetes.kill-pod shop/cart");
            return post(notice);
        });
        world.alert(SHELL);

        assertThat(told()).containsExactly(What.APPLIED, What.APPLIED);
    }

    @Test
    void moreThanCanWait_isLeftOut() {
        var tasks = new ArrayDeque<Runnable>();
        var notices = new Notices(world.clock, tasks::add);
        world.alert(SHELL);
        posted.clear();
        Step step = world.step().planned().step();
        Target target = world.cluster.target(EngineWorld.POD, "shop/cart");
        var ended = new StepRunner.Ended(new Outcome.AlreadyDone(), target, null, List.of());
        for (int more = 0; more < 1_010; more++) {
            notices.ended(step, ended, world.cluster);
        }
        while (!tasks.isEmpty()) {
            tasks.removeFirst().run();
        }

        assertThat(posted).hasSize(1_000);
    }
}
