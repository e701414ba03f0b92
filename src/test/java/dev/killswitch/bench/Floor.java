package dev.killswitch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What the machine takes for the same, whoever asks: two syncs to this disk, and the calls of one isolation. */
final class Floor {
    private static final int ROUNDS = 200;
    private static final int WARM_UP = 300;
    private static final int PAGE = 4096;
    private static final Duration REST = Duration.ofMillis(15);

    private final Path directory;
    private final StubCluster cluster;

    Floor(Path directory, StubCluster cluster) {
        this.directory = directory;
        this.cluster = cluster;
    }

    void measure(Figures figures) {
        double[] syncs = syncs();
        figures.add("this machine: one page written and synced, p50", Figures.median(syncs), "ms");
        figures.add("one page written and synced, p99", Figures.percentile(syncs, 0.99), "ms");
        double[] calls = calls();
        figures.add("this machine: an isolation's calls by a bare client, p50", Figures.median(calls), "ms");
        figures.add("an isolation's calls by a bare client, p99", Figures.percentile(calls, 0.99), "ms");
    }

    private double[] syncs() {
        var took = new double[ROUNDS];
        try {
            Files.createDirectories(directory);
            try (var file =
                    FileChannel.open(directory.resolve("floor"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                for (int i = 0; i < ROUNDS; i++) {
                    long start = System.nanoTime();
                    file.write(ByteBuffer.allocate(PAGE));
                    file.force(false);
                    took[i] = (System.nanoTime() - start) / 1e6;
                    LockSupport.parkNanos(REST.toNanos());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return took;
    }

    private double[] calls() {
        var took = new double[ROUNDS];
        try (var client = new BareClient(cluster)) {
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                long start = System.nanoTime();
                client.isolate("floor", StubCluster.pod(i + WARM_UP));
                took[Math.max(0, i)] = (System.nanoTime() - start) / 1e6;
                LockSupport.parkNanos(REST.toNanos());
            }
        }
        return took;
    }
}
