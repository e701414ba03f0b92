package dev.killswitch.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Body;
import dev.killswitch.incident.Journal.Beside;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Journal.Entry;
import dev.killswitch.incident.Journal.Evidence;
import dev.killswitch.incident.Journal.Remember;
import dev.killswitch.plan.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every journal does. */
public abstract class JournalContract extends RecordContract {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void events_areReadBackInOrder_withTheirPlaces() {
        assertThat(commit(page("a"), page("b"))).isEqualTo(new Committed.Stored(0));
        assertThat(commit(page("c"))).isEqualTo(new Committed.Stored(2));
        List<Recorded> entries = register().entries(0, 10);
        assertThat(entries).extracting(Recorded::index).containsExactly(0L, 1L, 2L);
        assertThat(entries).extracting(Recorded::event).containsExactly(page("a"), page("b"), page("c"));
        assertThat(entries).extracting(Recorded::recorded).containsOnly(START);
        assertThat(register().entries(1, 1)).containsExactly(entries.get(1));
        assertThat(register().size()).isEqualTo(3);
    }

    @Test
    void everyKindOfEvent_isStored() {
        List<Event> all = SampleEvents.all();
        stored(all.toArray(Event[]::new));
        restart();
        assertThat(register().entries(0, 100)).extracting(Recorded::event).isEqualTo(all);
    }

    @Test
    void sameDraftTwice_isWrittenOnce_alsoAfterARestart() {
        var draft = new Draft("one", List.of(page("a")), List.of());
        assertThat(commit(page("before"))).isEqualTo(new Committed.Stored(0));
        assertThat(commit(draft)).isEqualTo(new Committed.Stored(1));
        assertThat(commit(draft)).isEqualTo(new Committed.Duplicate(1));
        restart();
        assertThat(commit(draft)).isEqualTo(new Committed.Duplicate(1));
        assertThat(register().size()).isEqualTo(2);
    }

    @Test
    void sameDraftManyTimesAtOnce_isWrittenOnce() {
        var draft = new Draft("one", List.of(page("a")), List.of(new Claim.Once("k")));
        List<Committed> all = all(List.of(draft, draft, draft, draft, draft));
        assertThat(all).filteredOn(Committed.Stored.class::isInstance).hasSize(1);
        assertThat(all).filteredOn(Committed.Duplicate.class::isInstance).hasSize(4);
        assertThat(register().size()).isEqualTo(1);
    }

    private List<Committed> all(List<Draft> drafts) {
        var answers = new ArrayList<CompletableFuture<Committed>>();
        drafts.forEach(draft -> answers.add(journal().commit(draft)));
        return answers.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void once_isTheFirstOnes_andLeavesNothingOfTheOther() {
        var once = new Claim.Once("finding-1");
        assertThat(claim("first", once)).isInstanceOf(Committed.Stored.class);
        assertThat(claim("second", new Claim.Once("other"), once)).isEqualTo(new Committed.Lost(List.of(once)));
        assertThat(register().size()).isEqualTo(1);
        // What the lost draft claimed besides is free still, and its id too.
        assertThat(claim("second", new Claim.Once("other"))).isInstanceOf(Committed.Stored.class);
        restart();
        assertThat(claim("third", once)).isEqualTo(new Committed.Lost(List.of(once)));
    }

    @Test
    void twoThatRaceForOneKey_oneWins() {
        for (int round = 0; round < 20; round++) {
            var once = new Claim.Once("race-" + round);
            List<Committed> both = all(List.of(
                    new Draft("a-" + round, List.of(page("a")), List.of(once)),
                    new Draft("b-" + round, List.of(page("b")), List.of(once))));
            assertThat(both).filteredOn(Committed.Stored.class::isInstance).hasSize(1);
            assertThat(both).contains(new Committed.Lost(List.of(once)));
        }
        assertThat(register().size()).isEqualTo(20);
    }

    @Test
    void manyThatRaceForABudget_takeNoMoreThanItHas() {
        var drafts = new ArrayList<Draft>();
        for (int i = 0; i < 50; i++) {
            drafts.add(new Draft("d-" + i, List.of(page("x")), List.of(reserve(7, "one-" + i, "two-" + i))));
        }
        assertThat(all(drafts)).filteredOn(Committed.Stored.class::isInstance).hasSize(3);
        assertThat(register().size()).isEqualTo(3);
    }

    @Test
    void budget_isFreeAgainOnceItsWindowIsOver() {
        assertThat(claim("a", reserve(1, "one"))).isInstanceOf(Committed.Stored.class);
        clock.advance(HOUR.minusMillis(1));
        assertThat(claim("b", reserve(1, "two"))).isInstanceOf(Committed.Lost.class);
        clock.advance(Duration.ofMillis(1));
        assertThat(claim("c", reserve(1, "two"))).isInstanceOf(Committed.Stored.class);
    }

    @Test
    void oneBudgetTwiceInADraft_countsBoth() {
        Claim other = reserve(1, "two");
        assertThat(claim("a", reserve(1, "one"), other)).isEqualTo(new Committed.Lost(List.of(other)));
        assertThat(claim("b", other)).isInstanceOf(Committed.Stored.class);
    }

    @Test
    void thing_hasOneSlot_howeverOftenItIsTaken() {
        assertThat(claim("a", reserve(2, "one"))).isInstanceOf(Committed.Stored.class);
        assertThat(claim("b", reserve(2, "one"))).isInstanceOf(Committed.Stored.class);
        assertThat(claim("c", reserve(2, "two"))).isInstanceOf(Committed.Stored.class);
        assertThat(claim("d", reserve(2, "three"))).isInstanceOf(Committed.Lost.class);
        assertThat(claim("e", reserve(1, "one"))).as("one that has a slot").isInstanceOf(Committed.Stored.class);
        clock.advance(HOUR.minusMillis(1));
        assertThat(claim("f", reserve(2, "one"))).isInstanceOf(Committed.Stored.class);
        clock.advance(Duration.ofMillis(1));
        assertThat(claim("g", reserve(1, "three"))).as("one was taken again").isInstanceOf(Committed.Lost.class);
    }

    private int slots;

    private Claim reserve(int max, String... things) {
        return reserve(max, HOUR, things);
    }

    private Claim reserve(int max, Duration window, String... things) {
        var taken = new HashSet<Claim.Slot>();
        for (String thing : things) {
            taken.add(new Claim.Slot("s-" + slots++, thing));
        }
        return new Claim.Reserve("rule", taken, max, window);
    }

    @Test
    void tally_holdsOnlyForExactlyWhatWasSeen() {
        assertThat(claim("a", new Claim.Tally("k", 1, HOUR))).isInstanceOf(Committed.Lost.class);
        assertThat(claim("b", new Claim.Tally("k", 0, HOUR))).isInstanceOf(Committed.Stored.class);
        assertThat(claim("c", new Claim.Tally("k", 0, HOUR))).isInstanceOf(Committed.Lost.class);
        assertThat(claim("d", new Claim.Tally("k", 1, HOUR))).isInstanceOf(Committed.Stored.class);
        clock.advance(HOUR);
        assertThat(claim("e", new Claim.Tally("k", 0, HOUR))).isInstanceOf(Committed.Stored.class);
    }

    @Test
    void endlessWindow_isNoError() {
        var endless = Duration.ofSeconds(Long.MAX_VALUE);
        assertThat(claim("a", reserve(1, endless, "one"))).isInstanceOf(Committed.Stored.class);
        assertThat(claim("b", reserve(1, endless, "two"))).isInstanceOf(Committed.Lost.class);
    }

    @Test
    void hostileText_comesBackAsItWas() {
        for (String text : List.of("\0a\0", "'; drop table leaf; --", "\u202e", "😀", "\"}]}", "%_\\", "\r\n\t")) {
            stored(page(text));
            assertThat(claim("draft " + text, new Claim.Once("key " + text))).isInstanceOf(Committed.Stored.class);
            assertThat(claim("other " + text, new Claim.Once("key " + text))).isInstanceOf(Committed.Lost.class);
            assertThat(register().entries(register().size() - 2, 1).getFirst().event())
                    .isEqualTo(page(text));
        }
    }

    @Test
    void whatIsTooLongForAnEntry_isCutAndStored() {
        stored(page("x".repeat(1_000_000)));
        Event event = register().entries(0, 1).getFirst().event();
        assertThat(((Event.Paged) event).why()).endsWith("[cut from 1000000 characters]");
    }

    @Test
    void unfitDraft_isNotRecorded_andHarmsNoOther() {
        var chunk = new Event.RulebookChunk(START, "digest", "a.yaml", 0, "A".repeat(70_000));
        List<Committed> all = all(List.of(
                new Draft("a", List.of(page("a")), List.of()),
                new Draft("b", List.of(page("b"), chunk), List.of(new Claim.Once("k"))),
                new Draft("c", List.of(page("c")), List.of(new Claim.Once("k")))));
        assertThat(all.get(0)).isEqualTo(new Committed.Stored(0));
        assertThat(all.get(1)).isInstanceOf(Committed.Unrecorded.class);
        assertThat(all.get(2)).isEqualTo(new Committed.Stored(1));
        assertThat(register().entries(0, 10)).extracting(Recorded::event).containsExactly(page("a"), page("c"));
    }

    @Test
    void draftWithoutEvents_keepsWhatItBrings() {
        var evidence = new Evidence("digest-1", "reason", "00ff", Body.of(new byte[] {0, 1, (byte) 0xff}));
        var answer = new Remember("key-1", "request-1", 202, "{\"order\":\"o-1\"}");
        Kept kept = kept("1", Kept.State.MATCHED);
        var beside = new Beside(List.of(kept), List.of(evidence), List.of(answer));
        assertThat(commit(new Draft("d", List.of(), List.of(), beside, Entry.ON_TIME)))
                .isEqualTo(new Committed.Stored(0));
        commit(new Draft(
                "e",
                List.of(),
                List.of(),
                new Beside(List.of(), List.of(), List.of(new Remember("key-1", "other", 500, "{}"))),
                Entry.ON_TIME));
        restart();
        assertThat(register().evidence("digest-1")).contains(evidence);
        assertThat(register().answered("key-1"))
                .contains(new Register.Answered("request-1", 202, "{\"order\":\"o-1\"}"));
        assertThat(register().delivery("d-1")).map(Kept::answer).contains(kept.answer());
        assertThat(register().size()).isZero();
    }

    @Test
    void lostDraft_keepsNothingBesideEither() {
        claim("first", new Claim.Once("k"));
        var beside = new Beside(
                List.of(kept("1", Kept.State.UNMATCHED)),
                List.of(new Evidence("digest", "reason", "00", Body.of(new byte[0]))),
                List.of(new Remember("key", "request", 202, "{}")));
        assertThat(commit(new Draft("d", List.of(), List.of(new Claim.Once("k")), beside)))
                .isInstanceOf(Committed.Lost.class);
        assertThat(register().delivery("d-1")).isEmpty();
        assertThat(register().evidence("digest")).isEmpty();
        assertThat(register().answered("key")).isEmpty();
        assertThat(register().inbox(0, 10)).isEmpty();
        assertThat(register().heard()).isEmpty();
    }

    @Test
    void clockThatGoesBack_doesNotTakeTheRecordedTimeAlong() {
        stored(page("a"));
        clock.advance(Duration.ofDays(-1));
        stored(page("b"));
        assertThat(register().entries(0, 2)).extracting(Recorded::recorded).containsExactly(START, START);
    }
}
