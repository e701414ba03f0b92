package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.FakeJournal;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetersTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private Optional<String> shortage = Optional.empty();
    private final FakeJournal inner = new FakeJournal();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeteredJournal journal = new MeteredJournal(inner, () -> shortage, registry);

    @Test
    void whatIsStored_isCountedOnce() {
        assertThat(commit("one")).isInstanceOf(Committed.Stored.class);
        assertThat(commit("one")).isInstanceOf(Committed.Duplicate.class);

        assertThat(registry.counter("killswitch.pages").count()).isEqualTo(1);
        assertThat(journal.pages(10)).extracting(Event.Paged::subject).containsExactly("x");
        assertThat(journal.troubles()).isEmpty();
    }

    @Test
    void whatIsNotStored_isNotCounted_andSaysWhy() {
        inner.breakDown("the disk is full");

        assertThat(commit("one")).isInstanceOf(Committed.Unrecorded.class);
        assertThat(registry.counter("killswitch.pages").count()).isZero();
        assertThat(registry.counter("killswitch.drafts.unrecorded").count()).isEqualTo(1);
        assertThat(journal.troubles()).containsExactly("it could not be written: the disk is full");

        inner.mend();
        assertThat(commit("two")).isInstanceOf(Committed.Stored.class);
        assertThat(journal.troubles()).isEmpty();
    }

    @Test
    void diskThatIsWellAgain_isSeenWithoutAnAlert() {
        inner.breakDown("the disk is full");
        commit("one");
        journal.tryAgain(prefix -> prefix + "-1");
        assertThat(journal.troubles()).containsExactly("it could not be written: the disk is full");

        inner.mend();
        journal.tryAgain(prefix -> prefix + "-2");
        assertThat(journal.troubles()).isEmpty();
        assertThat(inner.events()).isEmpty();
    }

    @Test
    void diskThatTakesNothingNew_isTroubleBeforeAnybodyTries() {
        shortage = Optional.of("the disk has 3 bytes left");
        assertThat(journal.troubles()).containsExactly("nothing new is taken: the disk has 3 bytes left");
        assertThat(commit("one")).isInstanceOf(Committed.Stored.class);
        assertThat(journal.troubles()).containsExactly("nothing new is taken: the disk has 3 bytes left");
    }

    private Committed commit(String id) {
        return journal.commit(new Draft(id, List.of(new Event.Paged(NOW, "x", "why")), List.of()))
                .join();
    }
}
