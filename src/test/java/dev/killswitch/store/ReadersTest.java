package dev.killswitch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.incident.Register.RecordUnreadable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A read that would never end does, and gives its place back. */
@Timeout(60)
class ReadersTest {
    private static final String ENDLESS =
            "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";

    /** More than read at once. */
    private static final int MANY = 8;

    private static final int TRIES_MAX = 25;

    @TempDir
    private Path directory;

    private Readers readers;

    @BeforeEach
    void open() {
        var database = new Database(directory.resolve("killswitch.db"));
        database.prepare();
        readers = new Readers(database, Duration.ofMillis(200));
    }

    private long endless() {
        return readers.read(session -> session.number(ENDLESS));
    }

    private long size() {
        return readers.read(session -> new LedgerTables(session).size());
    }

    @Test
    void slowReadsInPlace_endInTime_andBlockNobodyAfterwards() throws Exception {
        for (int i = 0; i < MANY; i++) {
            assertThatThrownBy(this::endless)
                    .isInstanceOf(RecordUnreadable.class)
                    .hasMessage("it took longer than it may");
        }
        assertThat(size()).isZero();
        readers.close();
    }

    @Test
    void slowReadsOfVirtualThreads_endInTime_andBlockNobodyAfterwards() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Long>> reads = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                reads.add(this::endless);
            }
            for (Future<Long> read : threads.invokeAll(reads)) {
                assertThatThrownBy(read::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(RecordUnreadable.class);
            }
            // Those that ran end by themselves, and those that waited are not begun any more.
            assertThat(threads.submit(this::sizeSoon).get()).isZero();
        }
        readers.close();
    }

    /** The places are given back a moment after the callers were told, on a busy machine a long one. */
    private long sizeSoon() {
        for (int i = 0; i < TRIES_MAX; i++) {
            try {
                return size();
            } catch (RecordUnreadable _) {
                // Again: a try takes as long as a read may.
            }
        }
        throw new AssertionError("no reader became free");
    }

    @Test
    void manySmallReads_thatTakeTooLongTogether_areEndedToo() throws Exception {
        assertThatThrownBy(() -> readers.read(session -> {
                    long sum = 0;
                    while (sum >= 0) {
                        sum += new LedgerTables(session).size();
                    }
                    return sum;
                }))
                .isInstanceOf(RecordUnreadable.class);
        readers.close();
        assertThatThrownBy(this::size).isInstanceOf(RecordUnreadable.class);
    }
}
