package dev.killswitch.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.servers.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of 6 MiB that fills up. Needs the right to mount one. */
class FullDiskIT {
    @TempDir
    private Path directory;

    private SmallDisk disk;

    @BeforeEach
    void mount() {
        disk = SmallDisk.inMemory(directory, 6);
    }

    @AfterEach
    void unmount() {
        if (disk != null) {
            disk.close();
        }
    }

    private static Draft draft(int i) {
        return new Draft("d" + i, List.of(new Event.Paged(Instant.EPOCH, "service", "x".repeat(8_000))), List.of());
    }

    @Test
    void fullDisk_recordsWholeDraftsOrNone_andGoesOnOnceThereIsRoom() throws Exception {
        Path ballast = directory.resolve("ballast");
        Files.write(ballast, new byte[3 * 1024 * 1024]);
        try (var store = new TestStore(directory, Clock.systemUTC())) {
            int stored = 0;
            Committed last = new Committed.Stored(0);
            for (int i = 0; i < 2_000 && last instanceof Committed.Stored; i++) {
                last = store.journal().commit(draft(i)).join();
                stored += last instanceof Committed.Stored ? 1 : 0;
            }
            assertThat(last)
                    .isInstanceOfSatisfying(
                            Committed.Unrecorded.class,
                            no -> assertThat(no.why()).isIn("the disk is full", "the disk fails"));
            assertThat(store.register().size()).isEqualTo(stored);
            Files.delete(ballast);
            assertThat(store.journal().commit(draft(stored)).join()).isEqualTo(new Committed.Stored(stored));
            store.restart();
            assertThat(store.register().size()).isEqualTo(stored + 1L);
        }
    }
}
