package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.servers.ControlPlane;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What a real API server lets be measured: the index of its pods, and how soon drift is put back. */
public final class ClusterFigures {
    private static final int CREATORS = 16;
    private static final int LOOKUPS = 200_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private ClusterFigures() {}

    /** Of {@code pods} in the index: the time until it has them, the memory that they take, and what a lookup takes. */
    public record Index(int pods, double seconds, double megabytes, double[] micros) {}

    /** Makes so many pods, which nobody runs, and reads them all. */
    public static Index index(int pods) {
        ControlPlane plane = ControlPlane.shared();
        create(plane.newNamespace(), pods);
        var vertx = new SharedVertx();
        String token = plane.tokenWith(Stream.of("get pods", "list pods", "watch pods")
                .map(ServerGrounds::rule)
                .toList());
        var access = new KubernetesSettings.Access.Kubeconfig(plane.kubeconfig(token), Optional.empty());
        var client = new ClusterClient(access, vertx.acquire());
        var calls = new KubernetesCalls(client, Clock.systemUTC());
        var index = new PodIndex(new Disturbances(calls, _ -> true, Clock.systemUTC()));
        long before = used();
        long start = System.nanoTime();
        try (var feed = new Feed<>(calls, Feed.Kind.whole(ResourceKind.POD), index, Clock.systemUTC())) {
            feed.start();
            await(() -> feed.state().isSynced());
            double seconds = (System.nanoTime() - start) / 1e9;
            double megabytes = (used() - before) / 1e6;
            return new Index(index.size(), seconds, megabytes, lookups(plane, index));
        } finally {
            client.close();
            vertx.release();
        }
    }

    private static double[] lookups(ControlPlane plane, PodIndex index) {
        List<String> uids = new ArrayList<>();
        Cluster.of(plane.admin())
                .get("/api/v1/pods?limit=500")
                .orElseThrow()
                .path("items")
                .forEach(pod -> uids.add(pod.at("/metadata/uid").asText()));
        var micros = new double[LOOKUPS];
        for (int i = 0; i < LOOKUPS; i++) {
            String uid = uids.get(i % uids.size());
            long start = System.nanoTime();
            boolean found = !index.byUid(uid).isEmpty();
            micros[i] = (System.nanoTime() - start) / 1e3;
            if (!found) {
                throw new IllegalStateException("a pod that is there was not found");
            }
        }
        return micros;
    }

    private static void create(String namespace, int pods) {
        Cluster admin = Cluster.of(ControlPlane.shared().admin());
        try (ExecutorService threads = Executors.newFixedThreadPool(CREATORS)) {
            for (int i = 0; i < pods; i++) {
                String pod = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p-" + i
                        + "\",\"labels\":{\"app\":\"many\"}},\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":"
                        + "\"example.invalid/app:1\"}]}}";
                threads.execute(() -> admin.create("/api/v1/namespaces/" + namespace + "/pods", pod));
            }
        }
    }

    private static long used() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /**
     * In milliseconds: somebody edits the quota of a frozen namespace, until it is as it was. Below the engine: what a commit
     * to the record takes comes on top.
     */
    public static double[] drift(int rounds) {
        Stream<String> watched = Stream.of("list", "watch")
                .flatMap(verb -> Stream.of(ResourceKind.NAMESPACE, ResourceKind.RESOURCE_QUOTA, ResourceKind.POD)
                        .map(kind -> kind.permission(verb)));
        Stream<String> acted = Specs.ALL.stream().map(ActionSpec::permissions).flatMap(List::stream);
        try (var grounds =
                new ServerGrounds(Stream.concat(watched, acted).distinct().toList())) {
            grounds.connection().warm(Grounds.deadline());
            Action action = grounds.connection().action("kubernetes.freeze-namespace");
            var reference = new Reference(grounds.connection().name(), Where.NAMESPACE, grounds.namespace(), Map.of());
            Resolved found = grounds.connection().resolve(reference, Grounds.deadline());
            Call call = grounds.call(((Resolved.Found) found).target(), action.spec());
            action.apply(call, ((Inspected.Found) action.inspect(call)).before());
            String quota = "/api/v1/namespaces/" + grounds.namespace() + "/resourcequotas/killswitch-freeze-namespace-"
                    + call.target().uid();
            var disturbed = new Semaphore(0);
            try (var _ = grounds.connection().watch(call, action.spec().name(), disturbed::release)) {
                taken(disturbed);
                var millis = new double[rounds];
                for (int round = 0; round < rounds; round++) {
                    millis[round] = round(grounds, action, call, quota, disturbed);
                }
                return millis;
            }
        }
    }

    private static double round(Grounds grounds, Action action, Call call, String quota, Semaphore disturbed) {
        disturbed.drainPermits();
        grounds.admin().merge(quota, "{\"spec\":{\"hard\":{\"pods\":\"7\"}}}");
        long start = System.nanoTime();
        boolean isBack = false;
        while (!isBack) {
            taken(disturbed);
            Call now = new Call(call.target(), call.parameters(), call.mark(), Grounds.deadline());
            Inspected.Found seen = (Inspected.Found) action.standing(now);
            isBack = !seen.alreadySo() && action.apply(now, seen.before()).mayHold();
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static void taken(Semaphore disturbed) {
        try {
            if (!disturbed.tryAcquire(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("nothing was heard of");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier so) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not within " + PATIENCE);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
