package dev.killswitch.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Deliveries over HTTP into the packaged product. Both kinds come to the same endpoint with the same proof and size: an
 * alert that no rule looks at, which is on disk when it is answered, and a group without alerts, which is read and
 * answered and not kept.
 */
final class HttpIngest implements AutoCloseable {
    private static final int SENDERS = 64;
    private static final int ROUNDS = 3;
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final Duration WARM_UP = Duration.ofSeconds(8);

    private static final String BODY = """
            {"version":"4","groupKey":"{}:{n=\\"%1$d\\"}","status":"firing","receiver":"killswitch","groupLabels":{},
             "commonLabels":{},"commonAnnotations":{},"externalURL":"http://alertmanager.example","truncatedAlerts":0,
             "alerts":[%2$s]%3$s}""";

    private static final String ALERT = """
            {"status":"firing","labels":{"alertname":"NobodyLooks","namespace":"shop","pod":"web-%d"},
             "annotations":{"summary":"nothing to see"},"startsAt":"2026-01-01T00:00:00Z",
             "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus.example","fingerprint":"%016x"}""";

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final HttpClient http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(SENDERS));
    private final AtomicInteger numbers = new AtomicInteger();
    private final int port;
    private final String token;

    HttpIngest(int port, String token) {
        this.port = port;
        this.token = token;
    }

    void measure(Figures figures) {
        rate(Kind.KEPT, WARM_UP);
        rate(Kind.EMPTY, WARM_UP);
        var kept = new double[ROUNDS];
        var empty = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            kept[round] = rate(Kind.KEPT, ROUND);
            empty[round] = rate(Kind.EMPTY, ROUND);
        }
        double share = 100 * Figures.median(kept) / Figures.median(empty);
        figures.add(
                "durable ingest over HTTP, share of the same that is not kept", ">= 60 %", share, "%", x -> x >= 60);
        figures.add("durable, " + SENDERS + " connections, median", Figures.median(kept), "deliveries/s");
        figures.add("not kept, median", Figures.median(empty), "deliveries/s");
    }

    private enum Kind {
        KEPT(202),
        EMPTY(200);

        private final int status;

        Kind(int status) {
            this.status = status;
        }
    }

    private Buffer body(Kind kind) {
        int number = numbers.incrementAndGet();
        String alert = ALERT.formatted(number, number);
        return Buffer.buffer(
                switch (kind) {
                    case KEPT -> BODY.formatted(number, alert, "");
                    case EMPTY -> BODY.formatted(number, "", ",\"x\":" + alert);
                });
    }

    private double rate(Kind kind, Duration time) {
        var taken = new AtomicInteger();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Promise<Void> done = Promise.promise();
            next(kind, end, taken, done);
            all.add(done.future());
        }
        Future.all(all).toCompletionStage().toCompletableFuture().join();
        return taken.get() * 1e9 / (System.nanoTime() - start);
    }

    private void next(Kind kind, long end, AtomicInteger taken, Promise<Void> done) {
        if (System.nanoTime() > end) {
            done.complete();
            return;
        }
        http.request(HttpMethod.POST, port, "127.0.0.1", "/v1/alerts/alertmanager")
                .compose(request -> request.putHeader("Authorization", "Bearer " + token)
                        .putHeader("Content-Type", "application/json")
                        .send(body(kind)))
                .compose(response -> response.body().map(response.statusCode()))
                .onSuccess(status -> {
                    if (status == kind.status) {
                        taken.incrementAndGet();
                        next(kind, end, taken, done);
                    } else {
                        done.fail("expected " + kind.status + ", found " + status);
                    }
                })
                .onFailure(done::tryFail);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
