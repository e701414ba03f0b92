package dev.killswitch.bench;

import dev.killswitch.alert.Delivery;
import dev.killswitch.servers.ControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Many isolations at once on a real API server until the last pod has its label, beside a client that makes the calls alone. */
final class RealBurst {
    private static final int PODS = 200;
    private static final int SENDERS = 32;

    private static final Duration LOOKS = Duration.ofSeconds(4);

    /** In turns: what else the machine does meets both. */
    private static final int ROUNDS = 5;

    /** As many steps of automation as run in one connection at once. */
    private static final int CONCURRENCY = 16;

    private static final String LABEL = "killswitch.dev/quarantine";
    private static final String POLICY = """
            {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"bench"},
             "spec":{"podSelector":{"matchLabels":{"killswitch.dev/quarantine":"bench"}},
                     "policyTypes":["Ingress","Egress"]}}""";
    private static final String PATCH =
            "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"killswitch.dev/quarantine\":\"bench\"}}]";

    private final Path directory;
    private final ControlPlane plane;

    RealBurst(Path directory, ControlPlane plane) {
        this.directory = directory;
        this.plane = plane;
    }

    private record Named(String namespace, String pod) {}

    void measure(Figures figures) {
        String token = plane.tokenWith(rights());
        String connection =
                "cluster: {kind: kubernetes, kubeconfig: \"" + plane.kubeconfig(token) + "\", tiers: [isolate]}";
        try (Service service = Service.start(directory, List.of(connection));
                KubernetesClient bare = new KubernetesClientBuilder()
                        .withConfig(plane.config(token))
                        .build()) {
            // Both make their connections and are compiled before anything is measured.
            ours(service, pods(1));
            bare(bare, pods(1));
            one(figures, service, bare, 1);
            one(figures, service, bare, 50);
        }
    }

    private void one(Figures figures, Service service, KubernetesClient bare, int namespaces) {
        var alones = new double[ROUNDS];
        var tooks = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            alones[round] = bare(bare, pods(namespaces));
            tooks[round] = ours(service, pods(namespaces));
        }
        double alone = Figures.median(alones);
        double took = Figures.median(tooks);
        String where = namespaces == 1 ? "in a namespace" : "over " + namespaces + " namespaces";
        figures.add(
                PODS + " isolations " + where + ", real, against a bare client",
                "<= 1.5 x",
                took / alone,
                "x",
                x -> x <= 1.5);
        figures.add("ours, until the last pod has its label, median", took, "ms");
        figures.add("the bare client, until the last pod has its label, median", alone, "ms");
    }

    private double ours(Service service, List<Named> pods) {
        List<Delivery> deliveries = pods.stream()
                .map(pod -> service.shell(pod.namespace(), pod.pod()))
                .toList();
        double took = untilLabelled(pods, SENDERS, number -> service.deliver(deliveries.get(number)));
        service.settle();
        // Proofs and evidence follow once it is quiet: they are not to fall into the other's turn.
        LockSupport.parkNanos(LOOKS.toNanos());
        return took;
    }

    /** The policy once in each namespace; then what an isolation reads, and its patch. */
    private double bare(KubernetesClient client, List<Named> pods) {
        Set<String> laid = ConcurrentHashMap.newKeySet();
        return untilLabelled(pods, CONCURRENCY, number -> {
            Named pod = pods.get(number);
            String path = "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.pod();
            String policies = "/apis/networking.k8s.io/v1/namespaces/" + pod.namespace() + "/networkpolicies";
            send(client, "GET", path, "").join();
            CompletableFuture.allOf(send(client, "GET", path, ""), send(client, "GET", policies, ""))
                    .join();
            if (laid.add(pod.namespace())) {
                send(client, "POST", policies, POLICY).join();
            }
            send(client, "PATCH", path, PATCH).join();
        });
    }

    private static CompletableFuture<?> send(KubernetesClient client, String method, String path, String body) {
        HttpRequest.Builder request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(URI.create(client.getMasterUrl().toString()).resolve(path));
        if (method.equals("GET")) {
            request.method(method, null, null);
        } else {
            request.method(method, method.equals("PATCH") ? "application/json-patch+json" : "application/json", body);
        }
        return client.getHttpClient().sendAsync(request.build(), String.class);
    }

    private double untilLabelled(List<Named> pods, int threads, Consumer<Integer> one) {
        Set<String> wanted = ConcurrentHashMap.newKeySet();
        pods.forEach(pod -> wanted.add(pod.namespace() + "/" + pod.pod()));
        Set<String> labelled = ConcurrentHashMap.newKeySet();
        try (Watch _ = plane.admin().pods().inAnyNamespace().withLabel(LABEL).watch(new Seen(wanted, labelled));
                ExecutorService senders = Executors.newFixedThreadPool(threads)) {
            long start = System.nanoTime();
            var all = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < pods.size(); i++) {
                int number = i;
                all.add(CompletableFuture.runAsync(() -> one.accept(number), senders));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
            Service.until(() -> labelled.size() == wanted.size());
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private record Seen(Set<String> wanted, Set<String> labelled) implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            String name =
                    pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
            if (wanted.contains(name)) {
                labelled.add(name);
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            // What is not seen is waited for in vain, and told.
        }
    }

    private List<Named> pods(int namespaces) {
        var pods = new ArrayList<Named>();
        var names = new ArrayList<String>();
        for (int i = 0; i < namespaces; i++) {
            names.add(plane.newNamespace());
        }
        try (ExecutorService makers = Executors.newFixedThreadPool(CONCURRENCY)) {
            for (int i = 0; i < PODS; i++) {
                var pod = new Named(names.get(i % namespaces), "pod-" + i);
                pods.add(pod);
                makers.execute(() -> plane.create(pod.namespace(), """
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: %s, labels: {app: bench}}
                        spec: {nodeName: %s, containers: [{name: app, image: "example.invalid/app:1"}]}
                        """.formatted(pod.pod(), ControlPlane.NODE)));
            }
        }
        return pods;
    }

    private static List<PolicyRule> rights() {
        return List.of(
                rule("", "pods", "get", "list", "watch", "patch"),
                rule("apps", "replicasets", "get", "list"),
                rule("networking.k8s.io", "networkpolicies", "get", "list", "create", "patch"));
    }

    private static PolicyRule rule(String group, String resource, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verbs)
                .build();
    }
}
