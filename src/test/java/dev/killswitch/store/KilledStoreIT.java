package dev.killswitch.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.SampleEvents;
import dev.killswitch.plan.Claim;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process dies while it writes: what it was told is on disk is there, whole, and nothing else half. */
class KilledStoreIT {
    private static final int ROUNDS = 3;

    @TempDir
    private Path directory;

    @Test
    void processKilledWhileWriting_losesNothingThatItWasTold() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var told = new ArrayList<String>();
        for (int round = 0; round < ROUNDS; round++) {
            told.addAll(writeAndKill("round-" + round, 20 + random.nextInt(400)));
            try (var store = new TestStore(directory, Clock.systemUTC())) {
                for (String id : told) {
                    // The same content, so that the draft's id answers: it is there.
                    assertThat(store.journal()
                                    .commit(new Draft(id, List.of(), List.of(new Claim.Once(id))))
                                    .join())
                            .as("seed %d: %s", seed, id)
                            .isInstanceOf(Committed.Duplicate.class);
                }
                long size = store.register().size();
                var page = new Event.Paged(SampleEvents.AT, "service", "after " + round);
                assertThat(store.journal()
                                .commit(new Draft("after-" + round, List.of(page), List.of()))
                                .join())
                        .isEqualTo(new Committed.Stored(size));
                store.store().signNow().join();
                assertThat(store.store().log().checkpoint().orElseThrow().size())
                        .isEqualTo(size + 1);
            }
        }
        assertThat(told).hasSizeGreaterThan(ROUNDS);
    }

    private List<String> writeAndKill(String name, int after) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DraftWriter.class.getName(),
                        directory.toString(),
                        name)
                .redirectError(new File(directory.toFile(), name + ".err"))
                .start();
        var told = new ArrayList<String>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            while (told.size() < after) {
                String line = lines.readLine();
                assertThat(line).as("the writing process ended by itself").isNotNull();
                if (line.startsWith(name)) {
                    told.add(line);
                }
            }
        } finally {
            process.destroyForcibly();
        }
        process.onExit().join();
        return told;
    }
}
