package dev.killswitch.bench;

import dev.killswitch.engine.Engine;
import dev.killswitch.engine.EngineSettings;
import dev.killswitch.engine.Intake;
import dev.killswitch.engine.Parts;
import dev.killswitch.incident.FakeRegister;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.plan.FactGuards;
import dev.killswitch.plan.PlanSettings;
import dev.killswitch.plan.Planner;
import dev.killswitch.web.DeliveryWording;
import dev.killswitch.web.Product;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Deliveries that no rule looks at, taken durably, beside the same intake over a record that keeps and knows nothing. */
final class Ingest {
    private static final int SENDERS = 64;
    private static final int ROUNDS = 3;
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    private final Service service;
    private final AtomicInteger numbers = new AtomicInteger();

    Ingest(Service service) {
        this.service = service;
    }

    void measure(Figures figures) {
        Intake durable = service.product().engine().intake();
        Intake forgetting = forgetting(service.product()).intake();
        rate(durable, WARM_UP);
        rate(forgetting, WARM_UP);
        var kept = new double[ROUNDS];
        var lost = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            kept[round] = rate(durable, ROUND);
            lost[round] = rate(forgetting, ROUND);
        }
        double share = 100 * Figures.median(kept) / Figures.median(lost);
        figures.add(
                "durable intake without a match, share of it without a record", ">= 60 %", share, "%", x -> x >= 60);
        figures.add("durable, " + SENDERS + " senders, median", Figures.median(kept), "deliveries/s");
        figures.add("without a record, median", Figures.median(lost), "deliveries/s");
    }

    private double rate(Intake intake, Duration time) {
        var taken = new LongAdder();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                all.add(CompletableFuture.runAsync(() -> send(intake, end, taken), senders));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        }
        return taken.sum() * 1e9 / (System.nanoTime() - start);
    }

    private void send(Intake intake, long end, LongAdder taken) {
        while (System.nanoTime() < end) {
            service.deliver(intake, service.notice("shop", StubCluster.pod(numbers.incrementAndGet())));
            taken.increment();
        }
    }

    /** The same engine; what it commits is at once said to be on disk, and nothing was ever there before. */
    private static Engine forgetting(Product product) {
        PlanSettings planning = PlanSettings.USUAL;
        var planner = new Planner(planning, product.places(), product.catalog(), (_, _) -> Optional.empty());
        Journal journal = _ -> CompletableFuture.completedFuture(new Committed.Stored(0));
        var register = new FakeRegister(() -> {
            throw new IllegalStateException("nothing was matched");
        });
        return new Engine(
                new Parts(planner, register, journal, product.clock(), product.ids()),
                new Engine.Configured(
                        new EngineSettings(
                                "bench", "none", Map.of(), Duration.ofHours(1), EngineSettings.Collecting.USUAL),
                        planning,
                        product.connections()),
                new FactGuards(planning),
                new Engine.Rules(
                        () -> product.rules().get().rulebook(),
                        new Intake.Texts(product.salts(), new DeliveryWording())),
                new Engine.Machine(
                        Runnable::run, (_, _) -> {}, _ -> {}, System::nanoTime, _ -> "", product.evidence()));
    }
}
