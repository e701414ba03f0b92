package dev.killswitch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The start with ten clusters of which three do not answer, beside the start with the seven that do. */
final class ManyClusters {
    private static final int ANSWERING = 7;
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 5;

    private final Path directory;
    private int starts;

    ManyClusters(Path directory) {
        this.directory = directory;
    }

    /** How long it took until the service was there, and until a pod of a cluster that answers was isolated. */
    private record Took(double ready, double isolated) {}

    void measure(Figures figures) {
        var alone = new ArrayList<Took>();
        var among = new ArrayList<Took>();
        try (var cluster = new StubCluster();
                // It takes connections and never reads a byte of them.
                var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            List<String> dead =
                    List.of("http://127.0.0.1:" + silent.getLocalPort(), "http://192.0.2.1:6443", "http://127.0.0.1:1");
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                Took seven = start(cluster, List.of());
                Took ten = start(cluster, dead);
                if (round >= 0) {
                    alone.add(seven);
                    among.add(ten);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        double share = median(among, Took::ready) / median(alone, Took::ready);
        figures.add("start with 10 clusters, 3 of them silent, against the 7", "<= 1.1 x", share, "x", x -> x <= 1.1);
        figures.add("the 10, until intake is there, median", median(among, Took::ready), "ms");
        figures.add("the 7, until intake is there, median", median(alone, Took::ready), "ms");
        figures.add("the 10, until a pod of another is isolated, median", median(among, Took::isolated), "ms");
        figures.add("the 7, until a pod is isolated, median", median(alone, Took::isolated), "ms");
    }

    private Took start(StubCluster cluster, List<String> dead) {
        Path own = directory.resolve("start-" + starts++);
        var connections = new ArrayList<String>();
        for (int number = 0; number < ANSWERING; number++) {
            String name = number == 0 ? "cluster" : "cluster-" + number;
            connections.add(Service.connection(name, cluster.uri().toString(), own));
        }
        for (int number = 0; number < dead.size(); number++) {
            connections.add(Service.connection("dead-" + number, dead.get(number), own));
        }
        int before = cluster.pods();
        long start = System.nanoTime();
        try (Service service = Service.start(own, connections)) {
            double ready = (System.nanoTime() - start) / 1e6;
            service.deliver(service.shell("many-" + starts, StubCluster.pod(0)));
            Service.until(() -> cluster.pods() > before);
            return new Took(ready, (System.nanoTime() - start) / 1e6);
        }
    }

    private static double median(List<Took> all, ToDoubleFunction<Took> which) {
        return Figures.median(all.stream().mapToDouble(which).toArray());
    }
}
