package dev.killswitch.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FoldTest {
    private static final Instant AT = SampleEvents.AT;
    private static final Outcome DONE = new Outcome.Done("r");
    private static final Outcome UNKNOWN = new Outcome.Unknown("lost");
    private static final Proof PROVEN = new Proof.Proven("seen");
    private static final Proof UNPROVEN = new Proof.Unproven("no plugin");
    private static final Proof PENDING = new Proof.Pending(Duration.ofSeconds(1));

    private static final List<Event.ReleaseNeeds> NEEDS = List.of(Event.ReleaseNeeds.values());

    private static StepState stepOf(Incident incident) {
        return Objects.requireNonNull(incident.steps().get("s-1"));
    }

    private static Containment containmentOf(Incident incident) {
        return Objects.requireNonNull(incident.containments().get("c-1"));
    }

    private static Release releaseOf(Incident incident, String id) {
        return Objects.requireNonNull(incident.releases().get(id));
    }

    private static Incident fold(Event... events) {
        return Fold.incident("i-1", recorded(List.of(events))).orElseThrow();
    }

    private static List<Recorded> recorded(List<Event> events) {
        var entries = new ArrayList<Recorded>();
        events.forEach(event -> entries.add(new Recorded(100 + entries.size(), AT, event)));
        return entries;
    }

    private static Step step(String n, @Nullable Duration ttl) {
        Step like = SampleEvents.step();
        return new Step(
                "s-" + n,
                "i-1",
                "c-" + n,
                like.action(),
                like.reference(),
                Parameters.NONE,
                like.authority(),
                new Step.Course(Stage.ISOLATE, Set.of(), ttl, Step.AtExpiry.ASK, null, "a-1"));
    }

    private static Event intended(String n) {
        return new Event.StepIntended(AT, new PlannedStep(step(n, Duration.ofHours(4)), List.of()));
    }

    private static Event started(String n, Undo undo) {
        return new Event.StepStarted(
                AT, "s-" + n, 1, SampleEvents.POD, new Before(1, "{}"), undo, "isolation", Map.of());
    }

    private static Event ended(String n, Outcome outcome) {
        return new Event.StepEnded(AT.plusSeconds(1), "s-" + n, outcome);
    }

    private static Event proven(String n, Proof proof) {
        return new Event.StepProven(AT.plusSeconds(2), "s-" + n, proof);
    }

    private static Event asked(String release, String n, Event.ReleaseNeeds needs) {
        return new Event.ReleaseAsked(AT, release, "c-" + n, "p-1", needs, null, null);
    }

    private static Event released(String release, String n, @Nullable Released released) {
        return new Event.ReleaseEnded(AT, release, "c-" + n, released, List.of());
    }

    static List<Arguments> ends() {
        return List.of(
                Arguments.of(DONE, null, StepState.State.APPLIED, Containment.State.STANDING),
                Arguments.of(new Outcome.AlreadyDone(), null, StepState.State.APPLIED, Containment.State.STANDING),
                Arguments.of(DONE, PENDING, StepState.State.APPLIED, Containment.State.STANDING),
                Arguments.of(DONE, PROVEN, StepState.State.PROVEN, Containment.State.STANDING),
                Arguments.of(
                        DONE,
                        new Proof.ProvenForNew("h", "s", null),
                        StepState.State.PROVEN_FOR_NEW,
                        Containment.State.STANDING),
                Arguments.of(
                        DONE, new Proof.Partial(List.of("x")), StepState.State.PARTIAL, Containment.State.STANDING),
                Arguments.of(DONE, UNPROVEN, StepState.State.UNPROVEN, Containment.State.STANDING),
                Arguments.of(UNKNOWN, null, StepState.State.UNKNOWN, Containment.State.STANDING),
                Arguments.of(UNKNOWN, UNPROVEN, StepState.State.UNKNOWN, Containment.State.STANDING),
                Arguments.of(UNKNOWN, PROVEN, StepState.State.PROVEN, Containment.State.STANDING),
                Arguments.of(new Outcome.Changed("x"), null, StepState.State.FAILED, Containment.State.ENDED),
                Arguments.of(
                        new Outcome.Busy("x", Duration.ZERO), null, StepState.State.FAILED, Containment.State.ENDED),
                Arguments.of(new Outcome.Refused("x"), PROVEN, StepState.State.REFUSED, Containment.State.ENDED),
                Arguments.of(new Outcome.Gone("x"), null, StepState.State.GONE, Containment.State.ENDED));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void outcomeAndProof_giveTheState_inAnyOrder(
            Outcome outcome, @Nullable Proof proof, StepState.State step, Containment.State containment) {
        var later = new ArrayList<Event>(List.of(started("1", Undo.EXACT), ended("1", outcome)));
        if (proof != null) {
            later.add(proven("1", proof));
        }
        for (int turn = 0; turn < later.size(); turn++) {
            Collections.rotate(later, 1);
            var events = new ArrayList<Event>(List.of(intended("1")));
            events.addAll(later);
            Incident incident = fold(events.toArray(Event[]::new));
            assertThat(stepOf(incident).state()).isEqualTo(step);
            assertThat(containmentOf(incident).state()).isEqualTo(containment);
        }
    }

    @Test
    void standing_knowsSinceAndUntilAndItsEntries() {
        Incident incident = fold(intended("1"), started("1", Undo.EXACT), intended("2"), ended("1", DONE));
        Containment standing = containmentOf(incident);
        assertThat(standing.since()).isEqualTo(AT.plusSeconds(1));
        assertThat(standing.until()).isEqualTo(AT.plusSeconds(1).plus(Duration.ofHours(4)));
        assertThat(standing.target()).isEqualTo(SampleEvents.POD);
        assertThat(standing.ledger()).containsExactly(100L, 101L, 103L);
        assertThat(stepOf(incident).ledger()).containsExactly(100L, 101L, 103L);
        assertThat(incident.opened()).isEqualTo(AT);
    }

    @Test
    void endlessTtl_isFarAndNoError() {
        var planned = new PlannedStep(step("1", Duration.ofSeconds(Long.MAX_VALUE)), List.of());
        Incident incident = fold(new Event.StepIntended(AT, planned), started("1", Undo.EXACT), ended("1", DONE));
        assertThat(containmentOf(incident).until()).isAfter(AT.plus(Duration.ofDays(300_000)));
    }

    @Test
    void stepThatDoesNotGoOn_isRefused_andNeverStands() {
        var planned = new PlannedStep(step("1", null), List.of(new Verdict.Never("ourselves", "it is us")));
        Incident incident = fold(new Event.StepIntended(AT, planned));
        assertThat(stepOf(incident).state()).isEqualTo(StepState.State.REFUSED);
        assertThat(containmentOf(incident).state()).isEqualTo(Containment.State.ENDED);
        assertThat(containmentOf(incident).since()).isNull();
    }

    @Test
    void unknownWithoutARecordedStart_wroteNothing_untilTheStartIsEnteredLate() {
        Incident before = fold(intended("1"), ended("1", UNKNOWN));
        assertThat(containmentOf(before).state()).isEqualTo(Containment.State.ENDED);
        Incident after = fold(intended("1"), ended("1", UNKNOWN), started("1", Undo.EXACT));
        assertThat(containmentOf(after).state()).isEqualTo(Containment.State.STANDING);
    }

    @Test
    void undoNone_leavesNothingStanding() {
        Incident incident = fold(intended("1"), started("1", Undo.NONE), ended("1", DONE), proven("1", PROVEN));
        assertThat(stepOf(incident).state()).isEqualTo(StepState.State.PROVEN);
        assertThat(containmentOf(incident).state()).isEqualTo(Containment.State.ENDED);
    }

    @Test
    void dueAndDrift_newestCounts_andIsPutBack() {
        var due = new Event.ContainmentDue(AT, "c-1");
        var drifted = new Event.ContainmentDrifted(AT, "c-1", "label gone");
        var again = new Event.ContainmentReapplied(AT, "c-1", DONE);
        var failed = new Event.ContainmentReapplied(AT, "c-1", new Outcome.Busy("429", Duration.ZERO));
        var gone = new Event.ContainmentReapplied(AT, "c-1", new Outcome.Gone("deleted"));
        assertThat(standing(drifted)).isEqualTo(Containment.State.DRIFTED);
        assertThat(standing(drifted, failed)).isEqualTo(Containment.State.DRIFTED);
        assertThat(standing(drifted, again)).isEqualTo(Containment.State.STANDING);
        assertThat(standing(due)).isEqualTo(Containment.State.DUE);
        assertThat(standing(due, drifted, again)).isEqualTo(Containment.State.DUE);
        assertThat(standing(drifted, gone, again)).isEqualTo(Containment.State.ENDED);
    }

    private static Containment.State standing(Event... later) {
        var events = new ArrayList<Event>(List.of(intended("1"), started("1", Undo.EXACT), ended("1", DONE)));
        events.addAll(List.of(later));
        return containmentOf(fold(events.toArray(Event[]::new))).state();
    }

    static List<Arguments> releases() {
        return List.of(
                Arguments.of(new Released.Restored(), Release.State.RELEASED, Containment.State.RELEASED),
                Arguments.of(new Released.Replaced("x"), Release.State.RELEASED, Containment.State.RELEASED),
                Arguments.of(new Released.Gone(), Release.State.RELEASED, Containment.State.RELEASED),
                Arguments.of(null, Release.State.RELEASED, Containment.State.RELEASED),
                Arguments.of(new Released.Drifted("a", "b"), Release.State.ENDED, Containment.State.ENDED),
                Arguments.of(new Released.ByHand(List.of("x")), Release.State.ENDED, Containment.State.ENDED),
                Arguments.of(new Released.Impossible("x"), Release.State.ENDED, Containment.State.STANDING),
                Arguments.of(new Released.Retry("x"), Release.State.FAILED, Containment.State.STANDING));
    }

    @ParameterizedTest
    @MethodSource("releases")
    void release_endsAsWhatItCameTo(@Nullable Released what, Release.State release, Containment.State containment) {
        Incident incident = fold(
                intended("1"),
                started("1", Undo.EXACT),
                ended("1", DONE),
                asked("r-1", "1", Event.ReleaseNeeds.NOTHING),
                new Event.ReleaseStarted(AT, "r-1", "c-1"),
                released("r-1", "1", what),
                // What is over stays over.
                new Event.ContainmentDrifted(AT, "c-other", "x"));
        assertThat(releaseOf(incident, "r-1").state()).isEqualTo(release);
        assertThat(containmentOf(incident).state()).isEqualTo(containment);
        assertThat(containmentOf(incident).release())
                .isEqualTo(incident.releases().get("r-1"));
        assertThat(containmentOf(incident).ledger()).hasSize(6);
    }

    @Test
    void release_waitsForWhatItNeeds_andTheNewestIsShown() {
        var events = new ArrayList<Event>(List.of(
                intended("1"),
                started("1", Undo.EXACT),
                ended("1", DONE),
                asked("r-1", "1", Event.ReleaseNeeds.SECOND_PERSON)));
        assertThat(release(events, "r-1").state()).isEqualTo(Release.State.NEEDS_SECOND_PERSON);
        events.add(new Event.ReleaseApproved(AT, "r-1", "p-2"));
        assertThat(release(events, "r-1").state()).isEqualTo(Release.State.RUNNING);
        assertThat(release(events, "r-1").approvals()).containsExactly("p-2");
        events.add(released("r-1", "1", new Released.Retry("503")));
        events.add(asked("r-2", "1", Event.ReleaseNeeds.WAITS));
        assertThat(release(events, "r-2").state()).isEqualTo(Release.State.WAITS);
        events.add(new Event.ReleaseBrokeGlass(AT, "r-2"));
        assertThat(release(events, "r-2").state()).isEqualTo(Release.State.RUNNING);
        assertThat(release(events, "r-1").state()).isEqualTo(Release.State.FAILED);
        Incident incident = Fold.incident("i-1", recorded(events)).orElseThrow();
        assertThat(containmentOf(incident).release())
                .isEqualTo(incident.releases().get("r-2"));
    }

    private static Release release(List<Event> events, String id) {
        return releaseOf(Fold.incident("i-1", recorded(events)).orElseThrow(), id);
    }

    @Test
    void noEntries_noIncident() {
        assertThat(Fold.incident("i-1", List.of())).isEmpty();
    }

    @Test
    void anyPrefixOfAnySequence_folds() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int run = 0; run < 100; run++) {
            List<Event> events = events(random, 40);
            for (int length = 1; length <= events.size(); length++) {
                Incident incident = Fold.incident("i-1", recorded(events.subList(0, length)))
                        .orElseThrow();
                assertThat(incident.entries()).as("seed %d", seed).hasSize(length);
                assertThat(incident.containments()).as("seed %d", seed).hasSameSizeAs(incident.steps());
            }
        }
    }

    @Test
    void orderOfIndependentSteps_doesNotMatter() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            List<Event> first = eventsOf("1", random, 12);
            List<Event> second = eventsOf("2", random, 12);
            var oneAfterTheOther = new ArrayList<>(first);
            oneAfterTheOther.addAll(second);
            assertThat(stateOf(interleaved(first, second, random)))
                    .as("seed %d", seed)
                    .isEqualTo(stateOf(oneAfterTheOther));
        }
    }

    private static List<Event> interleaved(List<Event> first, List<Event> second, Random random) {
        var all = new ArrayList<Event>();
        int a = 0;
        int b = 0;
        while (a < first.size() || b < second.size()) {
            boolean takeFirst = b == second.size() || (a < first.size() && random.nextBoolean());
            all.add(takeFirst ? first.get(a++) : second.get(b++));
        }
        return all;
    }

    /** All but where in the ledger it stands. */
    private static Map<String, List<Object>> stateOf(List<Event> events) {
        var states = new HashMap<String, List<Object>>();
        Incident incident = Fold.incident("i-1", recorded(events)).orElseThrow();
        incident.steps().forEach((id, step) -> states.put(id, Collections.singletonList(step.state())));
        incident.containments().forEach((id, containment) -> {
            var facts = new ArrayList<Object>();
            facts.add(containment.state());
            facts.add(containment.since());
            facts.add(containment.proof());
            facts.add(containment.release());
            states.put(id, facts);
        });
        incident.releases().forEach((id, release) -> states.put(id, List.of(release)));
        return states;
    }

    private static List<Event> events(Random random, int count) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            events.add(event(Integer.toString(random.nextInt(3)), random));
        }
        return events;
    }

    private static List<Event> eventsOf(String n, Random random, int count) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            events.add(event(n, random));
        }
        return events;
    }

    private static Event event(String n, Random random) {
        var outcomes = List.of(
                DONE,
                UNKNOWN,
                new Outcome.AlreadyDone(),
                new Outcome.Gone("x"),
                new Outcome.Refused("x"),
                new Outcome.Changed("x"));
        var answers = List.of(
                new Released.Restored(), new Released.Drifted("a", "b"), new Released.Retry("x"), new Released.Gone());
        String release = "r-" + n + random.nextInt(2);
        return switch (random.nextInt(13)) {
            case 0, 1 -> intended(n);
            case 2 -> started(n, random.nextInt(5) == 0 ? Undo.NONE : Undo.EXACT);
            case 3, 4 -> ended(n, outcomes.get(random.nextInt(outcomes.size())));
            case 5 -> proven(n, List.of(PROVEN, UNPROVEN, PENDING).get(random.nextInt(3)));
            case 6 -> new Event.ContainmentDue(AT, "c-" + n);
            case 7 -> new Event.ContainmentDrifted(AT, "c-" + n, "x");
            case 8 -> new Event.ContainmentReapplied(AT, "c-" + n, outcomes.get(random.nextInt(outcomes.size())));
            case 9 -> asked(release, n, NEEDS.get(random.nextInt(3)));
            case 10 -> new Event.ReleaseApproved(AT, release, "p-2");
            case 11 -> new Event.ReleaseStarted(AT, release, "c-" + n);
            default -> released(release, n, answers.get(random.nextInt(answers.size())));
        };
    }
}
