package dev.killswitch.bench;

import dev.killswitch.provider.kubernetes.ClusterFigures;

/** The index of pods, and drift put back, on a real API server. */
final class RealCluster {
    /** Made by plain creates; {@code -Dbench.pods} takes another number. */
    private static final int PODS = Integer.getInteger("bench.pods", 50_000);

    private static final int ROUNDS = 200;

    void measure(Figures figures) {
        double[] drift = ClusterFigures.drift(ROUNDS);
        figures.add(
                "drift put back, below the record, p99",
                "<= 1 s",
                Figures.percentile(drift, 0.99),
                "ms",
                one -> one <= 1_000);
        figures.add("drift put back, p50", Figures.median(drift), "ms");
        ClusterFigures.Index index = ClusterFigures.index(PODS);
        figures.add(
                "lookup in an index of pods, p99",
                "<= 1 ms",
                Figures.percentile(index.micros(), 0.99) / 1_000,
                "ms",
                one -> one <= 1);
        figures.add("pods in it", index.pods(), "");
        figures.add("until all of them are in it", index.seconds(), "s");
        figures.add("memory that they take", index.megabytes(), "MB");
    }
}
