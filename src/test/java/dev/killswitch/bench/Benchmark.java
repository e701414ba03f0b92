package dev.killswitch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs everything, once, and prints two tables. Only {@code -Pbench} finds this class. */
class Benchmark {
    @TempDir
    private Path directory;

    @Test
    void everything_isMeasured() {
        var figures = new Figures();
        try (var cluster = new StubCluster();
                var service = Service.start(directory.resolve("service"), cluster)) {
            new Floor(directory.resolve("floor"), cluster).measure(figures);
            new FirstWrite(service, cluster).measure(figures);
            new Burst(service, cluster).measure(figures);
            new Ingest(service).measure(figures);
        }
        new LedgerAppend(directory.resolve("ledger")).measure(figures);
        Path product = Path.of(System.getProperty("basedir", "."), "target", "quarkus-app");
        new PackagedJar(product.toAbsolutePath(), directory.resolve("packaged")).measure(figures);
        String table = figures.table();
        System.out.println(table);
        assertThat(table).doesNotContain("NaN");
    }

    /** Apart, since there may be no such servers on the machine. */
    @Test
    void realCluster_isMeasured() {
        var figures = new Figures();
        new RealCluster().measure(figures);
        String table = figures.table();
        System.out.println(table);
        assertThat(table).doesNotContain("NaN");
    }
}
