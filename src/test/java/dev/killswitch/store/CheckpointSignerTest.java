package dev.killswitch.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.engine.FakeClock;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Draft;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSignerTest {
    private static final Instant START = Instant.parse("2026-08-23T10:00:00Z");

    @TempDir
    private Path directory;

    /** The clock is asked for the time of a checkpoint while that is being kept, and never else for milliseconds. */
    private static final class AskedWhileKeeping extends FakeClock {
        private final CompletableFuture<Void> isKeeping = new CompletableFuture<>();
        private final CountDownLatch mayKeep = new CountDownLatch(1);

        AskedWhileKeeping() {
            super(START);
        }

        @Override
        public long millis() {
            isKeeping.complete(null);
            try {
                mayKeep.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return super.millis();
        }
    }

    @Test
    void askedWhileOneIsBeingKept_isAnsweredByThatOne() throws Exception {
        var clock = new AskedWhileKeeping();
        try (var store = new TestStore(directory, clock)) {
            CompletableFuture<Void> first = store.store().signNow();
            clock.isKeeping.get(10, SECONDS);
            CompletableFuture<Void> second = store.store().signNow();
            clock.mayKeep.countDown();
            first.get(10, SECONDS);
            second.get(10, SECONDS);
            assertThat(store.store().log().checkpoint()).isPresent();
        }
    }

    @Test
    void callerWhosePatienceEnds_takesNothingFromTheOthers() throws Exception {
        var clock = new AskedWhileKeeping();
        try (var store = new TestStore(directory, clock)) {
            store.store().signNow().cancel(true);
            clock.isKeeping.get(10, SECONDS);
            var page = new Event.Paged(START, "service", "why");
            var commit = store.journal().commit(new Draft("d", List.of(page), List.of()));
            CompletableFuture<Void> impatient = store.store().signNow();
            CompletableFuture<Void> patient = store.store().signNow();
            impatient.cancel(true);
            clock.mayKeep.countDown();
            commit.get(10, SECONDS);
            patient.get(10, SECONDS);
        }
    }
}
