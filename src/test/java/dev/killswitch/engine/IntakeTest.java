package dev.killswitch.engine;

import static dev.killswitch.engine.EngineWorld.ISOLATE;
import static dev.killswitch.engine.EngineWorld.SIEM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Outcome;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.alert.SourceSettings.Rate;
import dev.killswitch.engine.Intake.Taken;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Kept;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Decision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {
    private static final String SHELL = "f-1 shell kubernetes.pod=shop/cart";
    private static final Predicate<Draft> DECISION =
            draft -> draft.events().stream().anyMatch(Event.AlertDecided.class::isInstance);

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
    void matchedAlert_isOnDiskWithItsSteps_beforeAnythingIsDone() {
        Taken.Recorded taken = (Taken.Recorded) world.send(SHELL);
        assertThat(taken.status()).isEqualTo(202);
        assertThat(world.events(Event.AlertDecided.class)).hasSize(1);
        assertThat(world.events(Event.StepIntended.class)).hasSize(1);
        assertThat(world.cluster.calls()).isZero();
    }

    /** Nor one that cannot be read, nor in the answer. */
    @Test
    void leakedToken_isHandedOn_andKeptNowhere() throws IOException {
        String claims = "{\"sub\":\"system:serviceaccount:shop:web\"}";
        String token = "eyJhbGciOiJSUzI1NiJ9."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".c2lnbmF0dXJlLW9mLXNvbWUtbGVuZ3Ro";
        Taken first = world.alert("f-1 shell kubernetes.pod=shop/cart kubernetes.token=" + token);
        assertThat(world.alert("f-1 shell kubernetes.pod=shop/cart kubernetes.token=" + token))
                .isEqualTo(first);
        world.send("broken " + token);
        assertThat(world.cluster.handed()).hasSize(1);
        String id = world.cluster.handed().keySet().iterator().next();
        assertThat(world.cluster.handed().get(id).text()).isEqualTo(token);
        assertThat(world.events(Event.AlertDecided.class).getFirst().seen().entities())
                .anyMatch(entity -> entity.id().equals(id));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain(token)
                        .doesNotContain(token.substring(token.indexOf('.')));
            }
        }
    }

    @Test
    void redelivery_isAnsweredAsTheFirstTime_andActsOnce() {
        Taken first = world.alert(SHELL);
        long entries = world.register().size();
        assertThat(world.alert(SHELL)).isEqualTo(first);
        assertThat(world.reopen().alert(SHELL)).isEqualTo(first);
        assertThat(world.writes()).hasSize(1);
        assertThat(world.register().size()).isEqualTo(entries + 1);
    }

    @Test
    void newDelivery_isNotLookedUp() {
        world.reading().breakDown();
        assertThat(world.send("f-1 unheard-of kubernetes.pod=shop/cart")).isInstanceOf(Taken.Recorded.class);
    }

    @Test
    void redelivery_whoseRowIsKeptNoMore_isTakenBefore_andActsOnce() {
        world.deliveriesMax(1);
        world.alert(SHELL);
        world.alert("f-2 asks kubernetes.pod=shop/till");
        assertThat(world.register().delivery("d-1")).isEmpty();
        assertThat(world.alert(SHELL)).isEqualTo(new Taken.Recorded(202, "taken before"));
        assertThat(world.writes()).hasSize(2);
    }

    @Test
    void redelivery_isNotCounted_andTakesNoSlotOfABudget() {
        world.alert("f-1 thrice kubernetes.pod=shop/cart");
        for (int again = 0; again < 3; again++) {
            world.alert("f-1 thrice kubernetes.pod=shop/cart");
        }
        assertThat(world.writes()).isEmpty();
        world.alert("f-2 thrice kubernetes.pod=shop/cart");
        assertThat(world.writes()).isEmpty();
        world.alert("f-3 thrice kubernetes.pod=shop/cart");
        assertThat(world.writes()).hasSize(1);
    }

    @Test
    void redelivery_ofWhatCouldNotBeRead_orCameOverTheRate_isAnsweredAsTheFirstTime() {
        Source noisy = LineSource.called("noisy", new Rate(1, Duration.ofMinutes(1)));
        Taken broken = world.send(noisy, "broken");
        Taken over = world.send(noisy, SHELL);
        long entries = world.register().size();
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(world.send(noisy, SHELL)).isEqualTo(over);
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(world.send(noisy, "broken")).isEqualTo(broken);
        assertThat(world.register().size()).isEqualTo(entries);
        assertThat(world.writes()).isEmpty();
    }

    @Test
    void redelivery_isAnsweredAsTheFirstTime_whereNothingCanBeWritten() {
        Taken first = world.alert(SHELL);
        world.journal().breakDown("the disk is full");
        assertThat(world.alert(SHELL)).isEqualTo(first);
    }

    @Test
    void redeliveryAtOnce_isAnsweredAsTheFirstTime() {
        Taken[] other = new Taken[1];
        world.journal().race(DECISION, () -> other[0] = world.send(SHELL));
        assertThat(world.send(SHELL)).isEqualTo(other[0]);
        world.settle();
        assertThat(world.events(Event.AlertDecided.class)).hasSize(1);
        assertThat(world.writes()).hasSize(1);
    }

    @Test
    void updateOfAFinding_addsToItsIncident_andActsOnlyOnWhatIsNew() {
        world.alert(SHELL);
        world.alert("f-1 shell updated kubernetes.pod=shop/cart kubernetes.pod=shop/till");
        assertThat(world.incident().alerts()).hasSize(2);
        assertThat(world.writes())
                .containsExactly("apply kubernetes.isolate-pod shop/cart", "apply kubernetes.isolate-pod shop/till");
        Invariants.holdAtTheEnd(world);
    }

    @Test
    void updateAfterARelease_doesNothingAgain() {
        world.alert(SHELL);
        world.engine().releases().ask("c-1", "ann", null);
        world.settle();
        world.alert(SHELL + " updated");
        assertThat(world.cluster.holder(ISOLATE, "shop/cart")).isEqualTo(FakeSystem.FREE);
    }

    @Test
    void batchThatNamesOneThingTwice_isOneIncident_andOneStep() {
        world.alert("f-1 shell kubernetes.pod=shop/cart\nf-2 asks kubernetes.pod=shop/cart");
        assertThat(world.incident().alerts()).hasSize(2);
        assertThat(world.writes()).hasSize(1);
        Invariants.holdAtTheEnd(world);
    }

    @Test
    void twoAlertsForTheLastSlotOfABudget_cannotBothHaveIt() {
        world.journal().race(DECISION, () -> world.send("f-2 tight kubernetes.pod=shop/till"));
        world.send("f-1 tight kubernetes.pod=shop/cart");
        world.settle();
        assertThat(world.writes()).containsExactly("apply kubernetes.isolate-pod shop/till");
        assertThat(world.events(Event.AlertDecided.class))
                .extracting(Event.AlertDecided::decision)
                .containsExactly(Decision.ACT, Decision.PERSON);
    }

    @Test
    void otherAlertForOneThing_waitsForTheFirst_andHasNothingLeftToDo() {
        world.send(SHELL);
        world.alert("f-2 asks kubernetes.pod=shop/cart");
        assertThat(world.writes()).hasSize(1);
        assertThat(world.steps().getLast().outcome()).isInstanceOf(Outcome.Refused.class);
        assertThat(world.containments())
                .extracting(Containment::state)
                .containsExactly(Containment.State.STANDING, Containment.State.ENDED);
        assertThat(world.pages()).isEmpty();
        Invariants.holdAtTheEnd(world);
    }

    @Test
    void otherAlertForOneThing_acts_whereTheFirstIsRefused() {
        world.alert(SHELL);
        world.engine().releases().ask("c-1", "ann", null);
        world.settle();
        world.send("f-2 shell kubernetes.pod=shop/cart");
        world.alert("f-3 asks kubernetes.pod=shop/cart");
        assertThat(world.steps())
                .extracting(StepState::state)
                .containsExactly(StepState.State.PROVEN, StepState.State.REFUSED, StepState.State.PROVEN);
        assertThat(world.pages()).singleElement().asString().contains("let-go");
        Invariants.holdAtTheEnd(world);
    }

    @Test
    void otherAlertForOneThing_pagesToo_whereNobodyAnswers() {
        world.cluster.next(
                FakeSystem.At.RESOLVE,
                Collections.nCopies(50, Trouble.LOST_BEFORE).toArray(Trouble[]::new));
        world.send(SHELL);
        world.alert("f-2 asks kubernetes.pod=shop/cart");
        assertThat(world.steps()).extracting(StepState::state).containsOnly(StepState.State.FAILED);
        assertThat(world.pages()).hasSize(2);
    }

    @Test
    void burstAboutOneThing_takesOneSlot() {
        world.rules(EngineWorld.RULES.replace("budget: {targets: 1, per: 1h}", "budget: {targets: 2, per: 1h}"));
        for (int i = 0; i < 6; i++) {
            world.send("f-" + i + " tight kubernetes.pod=shop/cart");
        }
        world.settle();
        world.alert("f-9 tight kubernetes.pod=shop/till");
        assertThat(world.writes())
                .containsExactly("apply kubernetes.isolate-pod shop/cart", "apply kubernetes.isolate-pod shop/till");
        assertThat(world.pages()).isEmpty();
    }

    @Test
    void floodPastABudget_isOnRecord_andPagesOnceWithinItsWindow() {
        world.alert("f-0 tight kubernetes.pod=shop/cart");
        for (int i = 1; i < 20; i++) {
            world.alert("f-" + i + " tight kubernetes.pod=shop/till");
        }
        world.alert("f-20 tight kubernetes.pod=shop/till\nf-21 tight kubernetes.pod=shop/till");
        assertThat(world.events(Event.AlertDecided.class))
                .filteredOn(decided -> decided.decision() == Decision.PERSON)
                .hasSize(21);
        assertThat(world.pages()).hasSize(1);
    }

    @Test
    void nameOfNothing_givesItsSlotBack() {
        for (int i = 0; i < 3; i++) {
            world.alert("f-" + i + " tight kubernetes.pod=shop/none-" + i);
        }
        world.alert("f-9 tight kubernetes.pod=shop/till");
        assertThat(world.writes()).containsExactly("apply kubernetes.isolate-pod shop/till");
    }

    @Test
    void refusal_givesItsSlotBack() {
        world.alert("f-1 tight kubernetes.pod=shop/cart");
        world.engine().releases().ask("c-1", "ann", null);
        world.settle();
        world.clock.advance(Duration.ofHours(2));
        world.alert("f-2 tight kubernetes.pod=shop/cart");
        assertThat(world.steps().getLast().outcome()).isInstanceOf(Outcome.Refused.class);
        world.alert("f-3 tight kubernetes.pod=shop/till");
        assertThat(world.cluster.holder(ISOLATE, "shop/till")).isNotEqualTo(FakeSystem.FREE);
    }

    @Test
    void twoAlertsForOneThing_actOnce() {
        world.journal().race(DECISION, () -> world.send("f-2 asks kubernetes.pod=shop/cart"));
        world.send(SHELL);
        world.settle();
        assertThat(world.writes()).hasSize(1);
        Invariants.holdAtTheEnd(world);
    }

    @Test
    void twoOfOneFinding_thatNameAnotherThing_actOnceEach() {
        world.journal().race(DECISION, () -> world.send("f-1 shell updated kubernetes.pod=shop/cart"));
        world.send(SHELL);
        world.settle();
        assertThat(world.writes()).hasSize(1);
        assertThat(world.steps()).filteredOn(step -> step.planned().goesOn()).hasSize(1);
    }

    @Test
    void countedAlerts_actAtTheThird_alsoWhenTheyRace() {
        world.alert("f-1 thrice kubernetes.pod=shop/cart");
        world.journal().race(DECISION, () -> world.send("f-2 thrice kubernetes.pod=shop/cart"));
        world.send("f-3 thrice kubernetes.pod=shop/cart");
        world.settle();
        assertThat(world.writes()).hasSize(1);
    }

    @Test
    void countedAlerts_thatAreTooOld_doNotCount() {
        world.alert("f-1 thrice kubernetes.pod=shop/cart");
        world.alert("f-2 thrice kubernetes.pod=shop/cart");
        world.pass(Duration.ofMinutes(11));
        world.alert("f-3 thrice kubernetes.pod=shop/cart");
        assertThat(world.writes()).isEmpty();
    }

    @Test
    void sampleAndClosedAndStale_areRecorded_andNothingIsDone() {
        world.alert("f-1 shell sample kubernetes.pod=shop/cart");
        world.alert("f-2 shell closed kubernetes.pod=shop/cart");
        world.alert("f-3 shell occurred=2029-12-31T12:00:00Z kubernetes.pod=shop/cart");
        assertThat(world.writes()).isEmpty();
        assertThat(world.events(Event.AlertDecided.class))
                .extracting(Event.AlertDecided::decision)
                .containsExactly(Decision.NONE, Decision.NONE, Decision.PERSON);
    }

    @Test
    void ruleThatObserves_recordsAndDoesNothing() {
        world.alert("f-1 watched kubernetes.pod=shop/cart");
        assertThat(world.writes()).isEmpty();
        assertThat(world.step().planned().goesOn()).isFalse();
    }

    @Test
    void matchedAlertThatNamesNothingThere_isAnOutcomeThatPages() {
        world.alert("f-1 shell kubernetes.pod=shop/nothing");
        assertThat(world.step().outcome()).isNotNull();
        assertThat(world.pages()).anyMatch(why -> why.contains("nothing is called"));
        Invariants.holdAtTheEnd(world);
    }

    @Test
    void unmatchedAlerts_standInTheInbox_andTheLedgerHasOneEntryAMinute() {
        long before = world.register().size();
        for (int i = 0; i < 100; i++) {
            assertThat(world.alert("f-" + i + " unheard-of kubernetes.pod=shop/cart"))
                    .isInstanceOf(Taken.Recorded.class);
        }
        assertThat(world.register().size()).isEqualTo(before);
        assertThat(world.incidents()).isEmpty();
        world.pass(Duration.ofSeconds(61));
        Event.InboxDigest digest = world.events(Event.InboxDigest.class).getFirst();
        assertThat(digest.count()).isEqualTo(100);
        world.pass(Duration.ofMinutes(10));
        assertThat(world.events(Event.InboxDigest.class)).hasSize(1);

        world.alert("f-200 unheard-of");
        world.reopen().pass(Duration.ofSeconds(61));
        assertThat(world.events(Event.InboxDigest.class)).hasSize(2);
        assertThat(world.events(Event.InboxDigest.class).getLast().from()).isEqualTo(digest.to());
    }

    @Test
    void unmatchedAlert_isReplayed_onceARuleLooksAtIt() {
        world.alert("f-1 later kubernetes.pod=shop/cart");
        world.rules(EngineWorld.RULES.replace("[shell, shell-again]", "[shell, later]"));
        assertThat(replay("d-1")).isInstanceOf(Taken.Recorded.class);
        world.settle();
        assertThat(world.writes()).hasSize(1);
        assertThat(world.register().delivery("d-1").orElseThrow().state()).isEqualTo(Kept.State.MATCHED);
        assertThat(replay("d-1")).isInstanceOf(Taken.NoReplay.class);
    }

    @Test
    void unreadableDelivery_isKept_paged_andToldWhere() {
        Taken.Recorded taken = (Taken.Recorded) world.alert("broken");
        assertThat(taken.status()).isEqualTo(422);
        assertThat(taken.body()).contains("/1");
        Event.DeliveryUnread unread = world.events(Event.DeliveryUnread.class).getFirst();
        assertThat(unread.where()).isEqualTo("/1");
        assertThat(world.pages()).anyMatch(why -> why.contains("could not be read"));
        assertThat(world.register().deliveries(Kept.State.UNREAD, null, 10)).hasSize(1);
        assertThat(replay("d-1")).isInstanceOf(Taken.Recorded.class);
        assertThat(world.events(Event.DeliveryReplayed.class)).hasSize(1);
        assertThat(world.events(Event.DeliveryUnread.class).getLast().body())
                .as("under the salt that is kept with it")
                .isEqualTo(unread.body());
    }

    @Test
    void itemOfABatchThatCannotBeRead_isTold_andTheOthersAct() {
        Taken.Recorded taken = (Taken.Recorded) world.alert("broken\n" + SHELL);
        assertThat(taken.status()).isEqualTo(202);
        assertThat(world.writes()).hasSize(1);
        assertThat(world.events(Event.DeliveryUnread.class)).hasSize(1);
        assertThat(taken.body()).contains("read in part: 1 item could not be read, the first at /1");
        assertThat(world.pages())
                .containsExactly("a proven sender's delivery d-1 was read in part: 1 item could not be");
        assertThat(world.register().deliveries(Kept.State.MATCHED, null, 10))
                .singleElement()
                .satisfies(kept -> assertThat(kept.why()).startsWith("read in part"));
        assertThat(replay("d-1")).isInstanceOf(Taken.Recorded.class);
        world.settle();
        assertThat(world.writes()).as("what was done is not done again").hasSize(1);
    }

    @Test
    void wholeDelivery_isNotReplayed() {
        world.alert(SHELL);
        assertThat(replay("d-1")).isInstanceOf(Taken.NoReplay.class);
    }

    @Test
    void overItsRate_isKeptUnread_answered202_andCanBeReplayed() {
        Source noisy = LineSource.called("noisy", new Rate(1, Duration.ofMinutes(1)));
        world.send(noisy, "f-1 shell kubernetes.pod=shop/cart");
        Taken.Recorded kept = (Taken.Recorded) world.send(noisy, "f-2 shell kubernetes.pod=shop/till");
        world.settle();
        assertThat(kept.status()).isEqualTo(202);
        assertThat(world.writes()).hasSize(1);

        assertThat(world.engine().intake().replay("d-2", "olga", Map.of("noisy", noisy)))
                .isInstanceOf(Taken.Recorded.class);
        world.settle();
        assertThat(world.writes()).hasSize(2);
    }

    @Test
    void replayedTwiceAtOnce_actsOnce() {
        Source noisy = LineSource.called("noisy", new Rate(1, Duration.ofMinutes(1)));
        world.send(noisy, "f-1 shell kubernetes.pod=shop/cart");
        world.send(noisy, "f-2 shell kubernetes.pod=shop/till");
        world.settle();
        Map<String, Source> sources = Map.of("noisy", noisy);
        world.journal().race(DECISION, () -> world.engine().intake().replay("d-2", "bob", sources));
        world.engine().intake().replay("d-2", "olga", sources);
        world.settle();
        assertThat(world.writes())
                .containsExactly("apply kubernetes.isolate-pod shop/cart", "apply kubernetes.isolate-pod shop/till");
        assertThat(world.steps()).filteredOn(step -> step.planned().goesOn()).hasSize(2);
    }

    @Test
    void recordThatCannotBeWritten_isSaid_andNothingIsHalfAccepted() {
        world.journal().breakDown("the disk is full");
        for (String body : List.of(SHELL, "broken", "f-1 unheard-of")) {
            assertThat(world.alert(body)).isInstanceOf(Taken.Unavailable.class);
        }
        assertThat(world.writes()).isEmpty();
        world.journal().mend();
        assertThat(world.events(Event.AlertDecided.class)).isEmpty();
        assertThat(world.register().deliveries(Kept.State.UNREAD, null, 10)).isEmpty();
        assertThat(world.register().deliveries(Kept.State.UNMATCHED, null, 10)).isEmpty();

        assertThat(world.alert(SHELL)).isInstanceOf(Taken.Recorded.class);
        assertThat(world.writes()).hasSize(1);
    }

    @Test
    void pingAndHello_leaveNothing() {
        long entries = world.register().size();
        assertThat(world.alert("ping")).isInstanceOf(Taken.Nothing.class);
        assertThat(world.alert("hello")).isInstanceOf(Taken.Greeted.class);
        assertThat(world.register().size()).isEqualTo(entries);
    }

    @Test
    void replayOfNothing_andOfASourceThatIsNoMore_areSaidSo() {
        world.alert("broken");
        assertThat(replay("d-99")).isInstanceOf(Taken.NoReplay.class);
        assertThat(world.engine().intake().replay("d-1", "olga", Map.of())).isInstanceOf(Taken.NoReplay.class);
    }

    private Taken replay(String delivery) {
        return world.engine().intake().replay(delivery, "olga", Map.of("siem", SIEM));
    }
}
