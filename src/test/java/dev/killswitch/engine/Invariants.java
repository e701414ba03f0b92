package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Outcome;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What holds of every record at any time, and of one in which everything has come to an end. */
final class Invariants {
    private final EngineWorld world;

    private Invariants(EngineWorld world) {
        this.world = world;
    }

    /** Whatever was at work has come to an end, and the record says of each thing what is so. */
    static void holdAtTheEnd(EngineWorld world) {
        var invariants = new Invariants(world);
        invariants.eachStepHasAnEnd();
        invariants.nothingIsDoneTwice();
        invariants.nothingIsReportedThatIsNotSo();
        invariants.intentComesBeforeTheAct();
        invariants.entriesAreInOrder();
    }

    private void eachStepHasAnEnd() {
        assertThat(world.steps())
                .filteredOn(step -> step.planned().goesOn())
                .allSatisfy(
                        step -> assertThat(step.outcome()).as("end of %s", step).isNotNull());
        assertThat(world.steps())
                .filteredOn(step -> step.outcome() != null && step.outcome().mayHold())
                .allSatisfy(
                        step -> assertThat(step.proof()).as("proof of %s", step).isNotNull());
        assertThat(world.engine().unrecorded())
                .as("what still waits to be entered")
                .isZero();
    }

    private void nothingIsDoneTwice() {
        var net = new HashMap<String, Integer>();
        for (String write : world.writes()) {
            String what = write.substring(write.indexOf(' ') + 1);
            int now = net.merge(what, write.startsWith("apply") ? 1 : -1, Integer::sum);
            assertThat(now)
                    .as("applied and not released: %s in %s", what, world.writes())
                    .isBetween(0, 1);
        }
    }

    private void nothingIsReportedThatIsNotSo() {
        Map<String, Long> standing = new HashMap<>();
        for (Containment containment : world.containments()) {
            if (isClosed(containment)) {
                standing.merge(thing(containment.step()), 1L, Long::sum);
            }
        }
        for (StepState step : world.steps()) {
            Step what = step.planned().step();
            String holder = world.system(what.reference().connection())
                    .holder(what.action(), what.reference().id());
            boolean isHeld = !holder.equals(FakeSystem.FREE);
            if (standing.containsKey(thing(what))) {
                assertThat(isHeld).as("%s is said to be contained", thing(what)).isTrue();
            } else {
                assertThat(holder)
                        .as("nobody is said to contain %s", thing(what))
                        .isNotEqualTo(what.containment());
            }
            if (step.outcome() instanceof Outcome.Refused || step.outcome() instanceof Outcome.Gone) {
                assertThat(holder).as("refused: %s", step).isNotEqualTo(what.containment());
            }
        }
    }

    private static boolean isClosed(Containment containment) {
        return switch (containment.state()) {
            case STANDING, DUE -> true;
            case INTENDED, DRIFTED, RELEASED, ENDED -> false;
        };
    }

    private static String thing(Step step) {
        return step.action() + " " + step.reference().name();
    }

    /** Whoever holds a thing is on record with what release will need. */
    private void intentComesBeforeTheAct() {
        for (StepState step : world.steps()) {
            Step what = step.planned().step();
            String holder = world.system(what.reference().connection())
                    .holder(what.action(), what.reference().id());
            if (holder.equals(what.containment())) {
                assertThat(step.started()).as("intent of %s", what.id()).isNotNull();
            }
        }
        assertThat(world.events())
                .filteredOn(event -> event instanceof Event.StepStarted)
                .extracting(event -> ((Event.StepStarted) event).step())
                .containsAll(world.steps().stream()
                        .filter(step -> step.started() != null)
                        .map(StepState::id)
                        .toList());
    }

    private void entriesAreInOrder() {
        Map<String, Long> intended = new HashMap<>();
        Map<String, Long> started = new HashMap<>();
        for (Recorded entry : world.register().entries(0, 10_000)) {
            switch (entry.event()) {
                case Event.StepIntended one -> intended.put(one.planned().step().id(), entry.index());
                case Event.StepStarted one -> {
                    assertThat(intended).as("intended before it starts").containsKey(one.step());
                    started.put(one.step(), entry.index());
                }
                case Event.StepEnded one ->
                    assertThat(intended).as("intended before it ends").containsKey(one.step());
                case Event.StepProven one ->
                    assertThat(started).as("started before proof").containsKey(one.step());
                default -> {
                    // Speaks of no step.
                }
            }
        }
        List<Recorded> all = world.register().entries(0, 10_000);
        assertThat(all).extracting(Recorded::recorded).isSorted();
    }
}
