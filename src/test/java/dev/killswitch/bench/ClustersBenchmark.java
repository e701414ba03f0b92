package dev.killswitch.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.servers.ControlPlane;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes real clusters, or many of them, measured once and printed as one table. Only {@code -Pbench} finds it. */
class ClustersBenchmark {
    @TempDir
    private Path directory;

    @Test
    void realClusterAndManyClusters_areMeasured() {
        var figures = new Figures();
        new ManyClusters(directory.resolve("many")).measure(figures);
        new RealBurst(directory.resolve("real"), ControlPlane.shared()).measure(figures);
        String table = figures.table();
        System.out.println(table);
        assertThat(table).doesNotContain("NaN");
    }
}
