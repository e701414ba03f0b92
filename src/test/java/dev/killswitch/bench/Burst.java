package dev.killswitch.bench;

import dev.killswitch.alert.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/** Many alerts at once until the outcome of the last is on disk, beside a client that makes the same calls and no more. */
final class Burst {
    private static final int ALERTS = 200;
    private static final int SENDERS = 32;

    /** As many steps of automation as run in one connection at once. */
    private static final int CONCURRENCY = 16;

    private static final int WARM_UP = 3;
    private static final int ROUNDS = 7;

    private final Service service;
    private final StubCluster cluster;

    Burst(Service service, StubCluster cluster) {
        this.service = service;
        this.cluster = cluster;
    }

    void measure(Figures figures) {
        var ours = new double[ROUNDS];
        var bare = new double[ROUNDS];
        try (var client = new BareClient(cluster)) {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                double bareTook = bare(client, "bare-" + round);
                double oursTook = ours("burst-" + round);
                if (round >= 0) {
                    bare[round] = bareTook;
                    ours[round] = oursTook;
                }
            }
        }
        double share = Figures.median(ours) / Figures.median(bare);
        figures.add(ALERTS + " isolations at once, against a bare client", "<= 1.5 x", share, "x", x -> x <= 1.5);
        figures.add("ours, until the last outcome is on disk, median", Figures.median(ours), "ms");
        figures.add("the bare client, until its last answer, median", Figures.median(bare), "ms");
    }

    private double ours(String namespace) {
        List<Delivery> deliveries = new ArrayList<>();
        for (int i = 0; i < ALERTS; i++) {
            deliveries.add(service.shell(namespace, StubCluster.pod(i)));
        }
        int before = cluster.pods();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            double took = took(senders, number -> service.deliver(deliveries.get(number)), () -> {
                Service.until(() -> cluster.pods() == before + ALERTS);
                service.settle();
            });
            Service.until(() -> service.product().engine().backlog() == 0);
            return took;
        }
    }

    private static double bare(BareClient client, String namespace) {
        try (ExecutorService steps = Executors.newFixedThreadPool(CONCURRENCY)) {
            return took(steps, number -> client.isolate(namespace, StubCluster.pod(number)), () -> {});
        }
    }

    private static double took(ExecutorService threads, IntConsumer one, Runnable last) {
        var all = new ArrayList<CompletableFuture<Void>>();
        long start = System.nanoTime();
        for (int i = 0; i < ALERTS; i++) {
            int number = i;
            all.add(CompletableFuture.runAsync(() -> one.accept(number), threads));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        last.run();
        return (System.nanoTime() - start) / 1e6;
    }
}
