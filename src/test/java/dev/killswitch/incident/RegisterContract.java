package dev.killswitch.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Outcome;
import dev.killswitch.action.Profile;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Rung;
import dev.killswitch.alert.Body;
import dev.killswitch.incident.Containment.State;
import dev.killswitch.incident.Event.ReleaseNeeds;
import dev.killswitch.plan.History;
import dev.killswitch.plan.Question;
import dev.killswitch.plan.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every register answers about what was recorded; what planners and guards ask is {@link PlanningContract}. */
public abstract class RegisterContract extends RecordContract {
    private static final String POD = "shop/web-1";
    private static final String THING = "prod:kubernetes.pod/shop/web-1";
    private static final Set<State> STANDING = Set.of(State.STANDING);

    private static Question question(@Nullable String finding, String... things) {
        return new Question(finding, List.of(things), Duration.ofMinutes(30), Map.of(), Map.of(), List.of());
    }

    private void released(String release, Step step, @Nullable String person, Released released) {
        stored(new Event.ReleaseAsked(
                clock.instant(), release, step.containment(), person, ReleaseNeeds.NOTHING, null, null));
        stored(
                new Event.ReleaseStarted(clock.instant(), release, step.containment()),
                new Event.ReleaseEnded(clock.instant(), release, step.containment(), released, List.of()));
    }

    @Test
    void emptyRecord_knowsNothing() {
        assertThat(register().incident("i-1")).isEmpty();
        assertThat(register().incidents(null, 10)).isEmpty();
        assertThat(register().history(question("f", THING))).isEqualTo(History.EMPTY);
        assertThat(register().containments(Set.of(State.values()), null, 10)).isEmpty();
        assertThat(register().holding(target(POD), "isolation").first()).isEmpty();
        assertThat(register().waiting()).isEmpty();
        assertThat(register().size()).isZero();
        assertThat(register().inboxDigested()).isZero();
        assertThat(register().activeRulebook()).isEmpty();
    }

    @Test
    void incident_isTheFoldOfItsEntries_andOfNoOthers() {
        Step step = contained("1", "i-1", POD);
        contained("2", "i-2", "shop/web-2");
        stored(new Event.Paged(clock.instant(), "c-1", "look"), page("of nobody"));
        stored(new Event.StepProven(clock.instant(), step.id(), new Proof.Proven("seen")));
        restart();
        Incident incident = register().incident("i-1").orElseThrow();
        assertThat(incident.entries()).extracting(Recorded::index).containsExactly(0L, 1L, 2L, 3L, 8L, 10L);
        assertThat(incident.steps().values()).extracting(StepState::state).containsExactly(StepState.State.PROVEN);
        assertThat(incident.containments().values())
                .extracting(Containment::state)
                .containsExactly(State.STANDING);
    }

    @Test
    void everyId_leadsToItsIncident() {
        Step step = contained("1", "i-1", POD);
        stored(SampleEvents.ordered());
        released("r-1", step, "p-1", new Released.Restored());
        for (String id : List.of("i-1", "a-1", "s-1", "c-1", "r-1")) {
            assertThat(register().incidentOf(id)).as(id).contains("i-1");
            assertThat(register().incidentsNaming(id, 10)).as(id).containsExactly("i-1");
        }
        assertThat(register().incidentOf(SampleEvents.ORDER)).contains(SampleEvents.INCIDENT);
        assertThat(register().incidentOf("s-2")).isEmpty();
    }

    @Test
    void names_leadToTheIncidents_newestFirst() {
        contained("1", "i-1", POD);
        contained("2", "i-2", POD);
        stored(SampleEvents.ordered());
        for (String name : List.of(POD, "web-1", THING, "uid-" + POD, "rule-1")) {
            assertThat(register().incidentsNaming(name, 10)).as(name).containsExactly("i-2", "i-1");
        }
        assertThat(register().incidentsNaming("finding-1", 10)).containsExactly("i-1");
        assertThat(register().incidentsNaming("alice", 10)).containsExactly(SampleEvents.INCIDENT);
        assertThat(register().incidentsNaming(POD, 1)).containsExactly("i-2");
        assertThat(register().incidentsNaming("%", 10)).isEmpty();
        assertThat(register().incidentsNaming("", 10)).isEmpty();
    }

    @Test
    void incidents_areListedNewestFirst_pageByPage() {
        for (String n : List.of("1", "2", "3")) {
            contained(n, "i-" + n, "shop/web-" + n);
        }
        stored(decided("4", "shell", "i-1"));
        assertThat(register().incidents(null, 2)).extracting(Incident::id).containsExactly("i-3", "i-2");
        assertThat(register().incidents("i-2", 2)).extracting(Incident::id).containsExactly("i-1");
        assertThat(register().incidents("i-1", 2)).isEmpty();
        assertThat(register().incidents("i-nobody", 2)).isEmpty();
    }

    @Test
    void containments_areListedByState_newestFirst_pageByPage() {
        Step first = contained("1", "i-1", "shop/web-1");
        contained("2", "i-2", "shop/web-2");
        contained("3", "i-3", "shop/web-3");
        assertThat(register().containments(STANDING, null, 2))
                .extracting(Containment::id)
                .containsExactly("c-3", "c-2");
        assertThat(register().containments(STANDING, "c-2", 2))
                .extracting(Containment::id)
                .containsExactly("c-1");
        stored(new Event.ContainmentDrifted(clock.instant(), "c-2", "gone"));
        released("r-1", first, "p-1", new Released.Restored());
        assertThat(register().containments(STANDING, null, 9))
                .extracting(Containment::id)
                .containsExactly("c-3");
        assertThat(register().containments(Set.of(State.RELEASED, State.DRIFTED), null, 9))
                .extracting(Containment::id)
                .containsExactly("c-2", "c-1");
        Containment standing = register().containments(STANDING, null, 9).getFirst();
        assertThat(standing.before()).isNotNull();
        assertThat(standing.ledger()).isEqualTo(List.of(9L, 10L, 11L));
    }

    @Test
    void expired_isWhatStandsPastItsTime_untilSomebodyIsAsked() {
        contained("1", "i-1", POD);
        assertThat(register().expired(START.plus(Duration.ofHours(4)).minusMillis(1), 9))
                .isEmpty();
        assertThat(register().expired(START.plus(Duration.ofHours(4)), 9))
                .extracting(Containment::id)
                .containsExactly("c-1");
        assertThat(register().expired(START.plus(Duration.ofHours(4)), 0)).isEmpty();
        stored(new Event.ContainmentDue(clock.instant(), "c-1"));
        assertThat(register().expired(START.plus(Duration.ofHours(5)), 9)).isEmpty();
    }

    @Test
    void expired_leavesOutWhatIsBeingReleased() {
        Step step = contained("1", "i-1", POD);
        stored(new Event.ReleaseAsked(START, "r-1", "c-1", "p-1", ReleaseNeeds.SECOND_PERSON, null, null));
        assertThat(register().expired(START.plus(Duration.ofHours(5)), 9)).isEmpty();
        stored(new Event.ReleaseEnded(START, "r-1", step.containment(), new Released.Retry("503"), List.of()));
        assertThat(register().expired(START.plus(Duration.ofHours(5)), 9)).hasSize(1);
    }

    @Test
    void holding_isTold_withTheOneThatChangedTheTarget() {
        Step first = contained("1", "i-1", POD);
        Step second = contained("2", "i-2", POD);
        contained("3", "i-3", "shop/other");
        assertThat(register().holding(target(POD), "isolation").standing())
                .extracting(Containment::id)
                .containsExactly("c-1", "c-2");
        assertThat(register().holders(target(POD), "isolation")).isEqualTo(2);
        assertThat(register().standing()).isEqualTo(3);
        assertThat(register().holding(target(POD), "other").standing()).isEmpty();
        released("r-1", first, "p-1", new Released.Restored());
        var holding = register().holding(target(POD), "isolation");
        assertThat(holding.standing()).extracting(Containment::id).containsExactly("c-2");
        // Released meanwhile, and still the one whose before-state is the way back.
        assertThat(holding.first().map(Containment::id)).contains("c-1");
        assertThat(holding.first().map(Containment::state)).contains(State.RELEASED);
        released("r-2", second, "p-1", new Released.Restored());
        Step third = contained("4", "i-4", POD);
        assertThat(register().holding(target(POD), "isolation").first().map(Containment::id))
                .contains(third.containment());
    }

    @Test
    void stepThatWroteNothing_holdsNothing() {
        Step failed = step("1", "i-1", POD);
        stored(decided("1", "shell", "i-1", pod(POD)), intended(failed), started(failed));
        assertThat(register().holding(target(POD), "isolation").standing())
                .extracting(Containment::id)
                .containsExactly("c-1");
        stored(ended(failed, new Outcome.Busy("429", Duration.ZERO)));
        assertThat(register().holding(target(POD), "isolation").standing()).isEmpty();
        contained("2", "i-2", POD);
        assertThat(register().holding(target(POD), "isolation").first().map(Containment::id))
                .contains("c-2");
    }

    @Test
    void waiting_areReleasesThatNeedSomebody_oldestFirst() {
        contained("1", "i-1", "shop/web-1");
        contained("2", "i-2", "shop/web-2");
        stored(new Event.ReleaseAsked(START, "r-2", "c-2", "p-1", ReleaseNeeds.WAITS, START.plusSeconds(600), null));
        stored(new Event.ReleaseAsked(START, "r-1", "c-1", "p-1", ReleaseNeeds.SECOND_PERSON, null, null));
        assertThat(register().waiting()).extracting(Release::id).containsExactly("r-2", "r-1");
        assertThat(register().waiting()).extracting(Release::waitsUntil).containsExactly(START.plusSeconds(600), null);
        stored(new Event.ReleaseApproved(START, "r-1", "p-2"));
        assertThat(register().waiting()).extracting(Release::id).containsExactly("r-2");
        assertThat(register().incidentsWithOpenReleases()).containsExactly("i-1");
        stored(new Event.ReleaseEnded(START, "r-1", "c-1", new Released.Restored(), List.of()));
        assertThat(register().incidentsWithOpenReleases()).isEmpty();
    }

    @Test
    void openSteps_areAlsoThoseThatNobodyHasAnAnswerOf() {
        Step step = step("1", "i-1", POD);
        stored(decided("1", "shell", "i-1"), intended(step), started(step));
        stored(ended(step, new Outcome.Unknown("no answer")));
        assertThat(register().incidentsWithOpenSteps()).containsExactly("i-1");
        stored(new Event.StepProven(START, step.id(), new Proof.Unproven("not so")));
        assertThat(register().incidentsWithOpenSteps()).isEmpty();
    }

    /** What is stronger may not be on record yet. */
    @Test
    void openSteps_areAlsoThoseThatFellShort_whereWhatIsStrongerIsTaken() {
        var rung = new Rung("kubernetes.kill-pod", List.of());
        Step told = step("1", "i-1", POD);
        Step taken = taking(step("2", "i-2", POD), rung);
        Step partial = taking(step("3", "i-3", POD), rung);
        stored(decided("1", "shell", "i-1"), intended(told), ended(told, new Outcome.Refused("no").next(rung)));
        stored(decided("2", "shell", "i-2"), intended(taken), ended(taken, new Outcome.Refused("no").next(rung)));
        stored(decided("3", "shell", "i-3"), intended(partial), started(partial));
        stored(ended(partial, new Outcome.Done("r")));
        stored(new Event.StepProven(START, partial.id(), new Proof.Partial(List.of("x"), rung)));
        assertThat(register().incidentsWithOpenSteps()).containsExactly("i-2", "i-3");
    }

    private static Step taking(Step step, Rung rung) {
        Step.Course course = step.course();
        return new Step(
                step.id(),
                step.incident(),
                step.containment(),
                step.action(),
                step.reference(),
                step.parameters(),
                step.authority(),
                new Step.Course(
                        course.stage(),
                        course.after(),
                        course.ttl(),
                        course.atExpiry(),
                        course.each(),
                        course.cause(),
                        Set.of(rung.action()),
                        null));
    }

    @Test
    void openSteps_areThoseWithoutAnEndOrAProof() {
        Step step = step("1", "i-1", POD);
        stored(decided("1", "shell", "i-1"), intended(step));
        assertThat(register().incidentsWithOpenSteps()).containsExactly("i-1");
        stored(started(step));
        assertThat(register().incidentsWithOpenSteps()).containsExactly("i-1");
        stored(ended(step, new Outcome.Done("r")));
        stored(new Event.StepProven(START, step.id(), new Proof.Pending(Duration.ofSeconds(1))));
        assertThat(register().incidentsWithOpenSteps()).containsExactly("i-1");
        stored(new Event.StepProven(START, step.id(), new Proof.Unproven("no plugin")));
        assertThat(register().incidentsWithOpenSteps()).isEmpty();
    }

    @Test
    void deliveries_areKept_withoutTheirSendersProof() {
        Kept unread = kept("1", Kept.State.UNREAD);
        keep(unread, kept("2", Kept.State.MATCHED), kept("3", Kept.State.UNREAD));
        Kept back = register().delivery("d-1").orElseThrow();
        assertThat(back.delivery().body()).isEqualTo(unread.delivery().body());
        assertThat(back.delivery().headers())
                .isEqualTo(Map.of("content-type", List.of("application/json", "text/plain")));
        assertThat(register().said("falco-prod", "key-1")).contains(new Kept.Said(back.status(), back.answer()));
        assertThat(register().said("other", "key-1")).isEmpty();
        assertThat(register().deliveries(Kept.State.UNREAD, null, 1))
                .containsExactly(new Kept.Summary(
                        "d-3",
                        "falco-prod",
                        START,
                        Kept.State.UNREAD,
                        202,
                        unread.delivery().body().size(),
                        null,
                        null));
        assertThat(register().deliveries(Kept.State.UNREAD, "d-3", 9))
                .extracting(Kept.Summary::delivery)
                .containsExactly("d-1");
        assertThat(register().heard()).isEqualTo(Map.of("falco-prod", START));
    }

    @Test
    void delivery_changesItsState_onceItCouldBeRead() {
        keep(kept("1", Kept.State.UNREAD));
        keep(kept("1", Kept.State.MATCHED));
        assertThat(register().deliveries(Kept.State.UNREAD, null, 9)).isEmpty();
        assertThat(register().deliveries(Kept.State.MATCHED, null, 9)).hasSize(1);
    }

    @Test
    void secondDeliveryUnderOneKey_isNotKept() {
        keep(kept("1", Kept.State.UNMATCHED));
        Kept other = kept("2", Kept.State.UNMATCHED);
        keep(new Kept(other.delivery(), "key-1", other.state(), "00", 202, "{}", null, null));
        assertThat(register().delivery("d-2")).isEmpty();
        assertThat(register().inbox(0, 9)).hasSize(1);
    }

    @Test
    void inbox_numbersWhatNoRuleMatched_withoutGaps() {
        keep(kept("1", Kept.State.UNMATCHED), kept("2", Kept.State.MATCHED), kept("3", Kept.State.UNMATCHED));
        keep(kept("4", Kept.State.UNREAD));
        keep(kept("4", Kept.State.UNMATCHED));
        assertThat(register().inbox(0, 9))
                .extracting(Register.InboxItem::number)
                .containsExactly(0L, 1L, 2L);
        assertThat(register().inbox(1, 9))
                .extracting(Register.InboxItem::delivery)
                .containsExactly("d-3", "d-4");
        assertThat(register().inbox(0, 1).getFirst().digest()).matches("sha256:[0-9a-f]{64}");
        stored(new Event.InboxDigest(START, 0, 3, 3, "root"));
        restart();
        assertThat(register().inboxDigested()).isEqualTo(3);
        keep(kept("5", Kept.State.UNMATCHED));
        assertThat(register().inbox(3, 9))
                .extracting(Register.InboxItem::number)
                .containsExactly(3L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 29_999, 70_000})
    void rulebook_isPutTogetherAgain(int size) {
        byte[] content = "# é\n".repeat(size / 5 + 1).getBytes(StandardCharsets.UTF_8);
        int parts = 0;
        for (int at = 0; at < content.length; at += 30_000, parts++) {
            byte[] part = Arrays.copyOfRange(content, at, Math.min(at + 30_000, content.length));
            stored(new Event.RulebookChunk(
                    START, "digest-1", "a.yaml", parts, Base64.getEncoder().encodeToString(part)));
        }
        stored(new Event.RulebookActivated(START, "digest-1", 1, Map.of("a.yaml", "x", "empty.yaml", "y")));
        stored(new Event.RulebookChunk(START, "digest-2", "b.yaml", 0, "eA=="));
        restart();
        assertThat(register().activeRulebook())
                .isEqualTo(Map.of("a.yaml", Body.of(content), "empty.yaml", Body.of(new byte[0])));
        stored(new Event.RulebookActivated(START, "digest-2", 1, Map.of("b.yaml", "x")));
        assertThat(register().activeRulebook().keySet()).containsExactly("b.yaml");
    }

    @Test
    void lastMeasurementOfEachConnection_isFound() {
        assertThat(register().measured("one")).isEqualTo(Optional.empty());
        var first = new Profile.Measurement(START, Map.of("cluster", "u-1"), List.of());
        var second = new Profile.Measurement(
                START.plusSeconds(9), Map.of("cluster", "u-1"), List.of(new Profile.Saw("closed", List.of("a", "b"))));
        stored(new Event.ProfileMeasured(START.plusSeconds(1), "one", first));
        stored(new Event.ProfileMeasured(START.plusSeconds(2), "two", first));
        stored(new Event.ProfileMeasured(START.plusSeconds(9), "one", second));
        restart();
        assertThat(register().measured("one")).contains(second);
        assertThat(register().measured("two")).contains(first);
    }

    @Test
    void alertWithoutAnIncident_isInTheLedgerAlone() {
        stored(decided("1", "shell", null));
        assertThat(register().incidents(null, 9)).isEmpty();
        assertThat(register().incidentOf("a-1")).isEqualTo(Optional.empty());
        assertThat(register().history(question("falco-prod/finding-1")).incident())
                .isEmpty();
    }
}
