package dev.killswitch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Outcome;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.FakeJournal;
import dev.killswitch.incident.Journal.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LateEntriesTest {
    private final FakeClock clock = new FakeClock(Instant.parse("2030-01-01T00:00:00Z"));
    private final FakeJournal journal = new FakeJournal();
    private final LateEntries late = new LateEntries(journal, clock);

    @Test
    void whatWaits_isEntered_behindAnEntryThatNamesTheGap() {
        journal.breakDown("the disk is full");
        late.add(draft("d-2", ended("s-1")));
        clock.advance(Duration.ofMinutes(3));
        late.enter();
        assertThat(journal.events()).isEmpty();
        assertThat(late.size()).isEqualTo(1);

        journal.mend();
        late.enter();
        Event.LedgerGap gap = (Event.LedgerGap) journal.events().getFirst();
        assertThat(Duration.between(gap.from(), gap.to())).isEqualTo(Duration.ofMinutes(3));
        assertThat(journal.events()).hasSize(2);
        assertThat(late.size()).isZero();
    }

    @Test
    void whatWaits_isKnownByItsStep_untilItIsEntered() {
        late.add(draft("d-1", ended("s-1"), ended("s-1")));
        late.add(draft("d-3", ended("s-1")));
        assertThat(late.speaksOf("s-1")).isTrue();
        assertThat(late.speaksOf("s-2")).isFalse();
        late.enter();
        assertThat(late.speaksOf("s-1")).isFalse();
    }

    @Test
    void allThatWaits_isEnteredAtOnce_behindOneGap() {
        late.add(draft("d-4", ended("s-1")));
        late.add(draft("d-5", ended("s-2")));
        late.add(draft("d-6", ended("s-3")));
        late.enter();
        assertThat(journal.events())
                .hasSize(4)
                .filteredOn(Event.LedgerGap.class::isInstance)
                .hasSize(1);
        assertThat(late.size()).isZero();
    }

    @Test
    void whatWaits_isInTheLog_asTheEntryThatItWillBe() {
        var told = new ArrayList<String>();
        Logger log = Logger.getLogger(UnrecordedLog.class.getName());
        Handler listening = new Listening(told);
        log.addHandler(listening);
        try {
            late.add(draft("d-7", ended("s-1")));
        } finally {
            log.removeHandler(listening);
        }
        assertThat(told)
                .singleElement()
                .asString()
                .contains("dev.killswitch.step.ended")
                .contains("\"step\":\"s-1\"")
                .contains("\"late\":true");
    }

    private static final class Listening extends Handler {
        private final List<String> told;

        Listening(List<String> told) {
            this.told = told;
        }

        @Override
        public void publish(LogRecord said) {
            told.add(String.format(said.getMessage(), said.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void moreThanFits_isCounted_andSaidSo() {
        for (int i = 0; i < 9; i++) {
            late.keep(new Draft("d-" + i, Collections.nCopies(1_000, ended("s-1")), List.of()));
        }
        assertThat(late.size()).isEqualTo(8_000);
        late.enter();
        assertThat(((Event.LedgerGap) journal.events().getFirst()).why()).contains("1000 events");
    }

    @Test
    void whatIsLost_isSaidOnce() {
        for (int i = 0; i < 9; i++) {
            late.keep(new Draft("d-" + i, Collections.nCopies(1_000, ended("s-1")), List.of()));
        }
        late.enter();
        late.add(draft("d-next", ended("s-1")));
        late.enter();
        assertThat(journal.events())
                .filteredOn(Event.LedgerGap.class::isInstance)
                .extracting(event -> ((Event.LedgerGap) event).why())
                .last()
                .isEqualTo("the record could not be written");
    }

    @Test
    void whatWasWrittenAfterAll_isNotEnteredAgain_andLeavesNoGap() {
        Draft draft = draft("d-1", ended("s-1"));
        journal.commit(draft).join();
        late.add(draft);
        late.enter();
        assertThat(journal.events()).hasExactlyElementsOfTypes(Event.StepEnded.class);
        assertThat(late.size()).isZero();
    }

    private static Draft draft(String id, Event... events) {
        return new Draft(id, List.of(events), List.of());
    }

    private Event ended(String step) {
        return new Event.StepEnded(clock.instant(), step, new Outcome.Done("receipt"));
    }
}
