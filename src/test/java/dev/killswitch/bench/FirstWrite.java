package dev.killswitch.bench;

import dev.killswitch.alert.Delivery;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** From the raw delivery's arrival at the intake to that of the first write at the API server, one alert at a time. */
final class FirstWrite {
    private static final int WARM_UP = 600;
    private static final int MEASURED = 500;
    private static final Duration REST = Duration.ofMillis(15);

    private final Service service;
    private final StubCluster cluster;

    FirstWrite(Service service, StubCluster cluster) {
        this.service = service;
        this.cluster = cluster;
    }

    void measure(Figures figures) {
        for (int i = 0; i < WARM_UP; i++) {
            one("warm-" + i, i);
        }
        var written = new double[MEASURED];
        var answered = new double[MEASURED];
        for (int i = 0; i < MEASURED; i++) {
            Times times = one("rest-" + i, i);
            written[i] = times.written() / 1e6;
            answered[i] = times.answered() / 1e6;
        }
        String what = "alert to first write at rest, durable";
        figures.add(what + ", p50", "<= 3 ms", Figures.median(written), "ms", value -> value <= 3);
        figures.add(what + ", p99", "<= 10 ms", Figures.percentile(written, 0.99), "ms", value -> value <= 10);
        figures.add("of it until the sender is answered (first commit), p50", Figures.median(answered), "ms");
        figures.add("of it until the sender is answered, p99", Figures.percentile(answered, 0.99), "ms");
    }

    private record Times(long answered, long written) {}

    private Times one(String namespace, int number) {
        String pod = StubCluster.pod(number);
        Delivery delivery = service.shell(namespace, pod);
        long start = System.nanoTime();
        service.deliver(delivery);
        long answered = System.nanoTime();
        Service.until(() -> cluster.firstWrite(namespace, pod) != null);
        Long written = cluster.firstWrite(namespace, pod);
        service.settle();
        LockSupport.parkNanos(REST.toNanos());
        return new Times(answered - start, (written == null ? start : written) - start);
    }
}
