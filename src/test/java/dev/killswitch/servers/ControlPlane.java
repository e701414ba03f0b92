package dev.killswitch.servers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A real control plane without containers: RBAC, admission, tokens, quota, controllers and garbage collection are
 * Kubernetes's own, and kwok plays the kubelets, so that pods run, have addresses and confirm their deletion. No packet
 * flows: there is no network plugin. There is no scheduler: a pod names its {@link #NODE}.
 *
 * <p>One for a whole run. Each test works in a {@link #newNamespace()} of its own.
 */
public final class ControlPlane {
    /** The node that every pod of the tests is on. */
    public static final String NODE = "node-1";

    /** Pods of this name have logs, on the node that {@link #nodeWithLogs} makes: see there. */
    public static final String TALKER = "talker";

    /** Measured: a Deployment's pods run within 5 s. Other builds may run beside. */
    private static final long SECONDS_MAX = 60;

    private static final Servers.Shared<ControlPlane> SHARED = new Servers.Shared<>(ControlPlane::start);
    private static final Servers.Shared<ControlPlane> OTHER = new Servers.Shared<>(ControlPlane::start);

    private final ControlPlaneProcesses processes;
    private final KubernetesClient admin;
    private final AtomicInteger names = new AtomicInteger();

    private ControlPlane(ControlPlaneProcesses processes) {
        this.processes = processes;
        this.admin = new KubernetesClientBuilder()
                .withConfig(config(ControlPlaneProcesses.ADMIN_TOKEN))
                .build();
    }

    /** The one of this run; started when first asked for. */
    public static ControlPlane shared() {
        Servers.need(Server.ETCD);
        Servers.need(Server.KUBERNETES);
        Servers.need(Server.KWOK);
        return SHARED.instance();
    }

    /** Another one beside it, for what is said of several clusters. */
    public static ControlPlane other() {
        var _ = shared();
        return OTHER.instance();
    }

    public String url() {
        return processes.url();
    }

    /** May do everything: for setting up and for looking, never for what is tested. Nobody closes it. */
    public KubernetesClient admin() {
        return admin;
    }

    /** A client of the administrator's that is taken for {@code user} in {@code group}. */
    public KubernetesClient as(String user, String group) {
        Config config = new ConfigBuilder(admin.getConfiguration())
                .withImpersonateUsername(user)
                .withImpersonateGroups(group, "system:authenticated")
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** For a client that is {@code token}, with the client's own retry off. */
    public Config config(String token) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withCaCertFile(processes.certificate().toString())
                .withOauthToken(token)
                .withRequestRetryBackoffLimit(0)
                .withConnectionTimeout(5_000)
                .withRequestTimeout(10_000)
                .build();
    }

    /** A file such as an operator gives us. */
    public Path kubeconfig(String token) {
        return processes.kubeconfig("given-" + names.incrementAndGet(), token);
    }

    /** The token of a new service account that may do just what {@code rules} say, in the whole cluster. */
    public String tokenWith(List<PolicyRule> rules) {
        String name = "it-" + names.incrementAndGet();
        var account = new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .build();
        var role = new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withRules(rules)
                .build();
        var binding = new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                .addNewSubject("", "ServiceAccount", name, "default")
                .build();
        List.of(account, role, binding).forEach(object -> admin.resource(object).create());
        return token("default", name);
    }

    /** From now on the account of {@link #tokenWith} may do just what {@code rules} say. */
    public void grant(String account, List<PolicyRule> rules) {
        admin.rbac().clusterRoles().withName(account).edit(role -> {
            role.setRules(rules);
            return role;
        });
    }

    /** Waits until the server's authorizer has heard of it. */
    public void awaitAccess(String account, PolicyRule rule, Access access) {
        String resource = rule.getResources().getFirst();
        int slash = resource.indexOf('/');
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:default:" + account)
                .withNewResourceAttributes()
                .withVerb(rule.getVerbs().getFirst())
                .withGroup(rule.getApiGroups().getFirst())
                .withResource(slash < 0 ? resource : resource.substring(0, slash))
                .withSubresource(slash < 0 ? null : resource.substring(slash + 1))
                .endResourceAttributes()
                .endSpec()
                .build();
        await(
                account + ": " + rule + " is " + access,
                Duration.ofSeconds(30),
                () -> admin.resource(review).create().getStatus().getAllowed() == (access == Access.GRANTED));
    }

    /** What a role says of a request. */
    public enum Access {
        GRANTED,
        REFUSED
    }

    /** The server's own certificate. */
    public Path certificate() {
        return processes.certificate();
    }

    /** A file that holds {@code token}. */
    public Path file(String token) {
        return processes.file("token-" + names.incrementAndGet(), token);
    }

    /** A token of a service account that is there, good for an hour. */
    public String token(String namespace, String account) {
        return token(
                namespace,
                account,
                new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3_600L)
                        .endSpec()
                        .build());
    }

    /** A token such as {@code pod} has in its file system: good for an hour, or until the pod is gone. */
    public String token(Pod pod) {
        return token(
                pod.getMetadata().getNamespace(),
                pod.getSpec().getServiceAccountName(),
                new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3_600L)
                        .withNewBoundObjectRef(
                                "v1",
                                "Pod",
                                pod.getMetadata().getName(),
                                pod.getMetadata().getUid())
                        .endSpec()
                        .build());
    }

    private String token(String namespace, String account, TokenRequest request) {
        return admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(account)
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }

    /** A new namespace, with its default service account. Kept until the run ends. */
    public String newNamespace() {
        String name = "it-" + names.incrementAndGet();
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        await(admin.serviceAccounts().inNamespace(name).withName("default"), Objects::nonNull);
        return name;
    }

    /** Makes what is written, in {@code namespace} where it names none. */
    public List<HasMetadata> create(String namespace, String yaml) {
        return admin.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();
    }

    /**
     * A node whose kubelet gives logs, as the API server asks it to: of the container {@code app} of a pod called {@link
     * #TALKER} three lines of now and two of before, of {@code chatty} many more than anybody keeps, of others none.
     */
    public String nodeWithLogs() {
        String name = "node-of-" + names.incrementAndGet();
        // Both addresses, or the kubelet of air takes them away; and none that has to be looked up.
        admin.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewStatus()
                        .addNewAddress("127.0.0.1", "InternalIP")
                        .addNewAddress("127.0.0.1", "Hostname")
                        .withNewDaemonEndpoints()
                        .withNewKubeletEndpoint(processes.kubelets())
                        .endDaemonEndpoints()
                        .endStatus()
                        .build())
                .create();
        await(admin.nodes().withName(name), ControlPlane::isReady);
        return name;
    }

    /** As a container runtime writes it down, a second apart. */
    static String logged(String line, int times) {
        return IntStream.range(0, times)
                .mapToObj(number ->
                        Instant.parse("2026-03-01T12:00:00Z").plusSeconds(number) + " stdout F " + line + number + "\n")
                .collect(Collectors.joining());
    }

    /** A new pod of no owner that runs and has an address. */
    public Pod newPod(String namespace, String name, Map<String, String> labels) {
        admin.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .withSpec(podSpec())
                        .build())
                .create();
        return awaitRunning(namespace, name);
    }

    /** A new Deployment that selects {@code labels} and whose pods all run. */
    public Deployment newDeployment(String namespace, String name, int replicas, Map<String, String> labels) {
        admin.resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .withNewSelector()
                        .withMatchLabels(labels)
                        .endSelector()
                        .withTemplate(new PodTemplateSpecBuilder()
                                .withNewMetadata()
                                .withLabels(labels)
                                .endMetadata()
                                .withSpec(podSpec())
                                .build())
                        .endSpec()
                        .build())
                .create();
        return await(
                admin.apps().deployments().inNamespace(namespace).withName(name),
                found -> found != null && Objects.equals(found.getStatus().getReadyReplicas(), replicas));
    }

    /** Defines a kind of namespaced objects whose spec has {@code properties}, as YAML; or defines it anew. */
    public void define(String group, String version, String plural, String kind, String properties) {
        String name = plural + "." + group;
        admin.load(new ByteArrayInputStream(
                        """
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: %1$s.%2$s}
                        spec:
                          group: %2$s
                          scope: Namespaced
                          names: {plural: %1$s, kind: %4$s}
                          versions:
                            - name: %3$s
                              served: true
                              storage: true
                              schema:
                                openAPIV3Schema:
                                  type: object
                                  properties:
                                    spec: {type: object, properties: {%5$s}}
                                    status: {type: object, x-kubernetes-preserve-unknown-fields: true}
                        """.formatted(plural, group, version, kind, properties).getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
        admin.resources(CustomResourceDefinition.class)
                .withName(name)
                .waitUntilCondition(
                        definition -> definition != null
                                && definition.getStatus() != null
                                && definition.getStatus().getConditions() != null
                                && definition.getStatus().getConditions().stream()
                                        .anyMatch(one -> one.getType().equals("Established")
                                                && one.getStatus().equals("True")),
                        SECONDS_MAX,
                        TimeUnit.SECONDS);
    }

    /** Waits until a pod that was asked for runs. */
    public Pod awaitRunning(String namespace, String name) {
        return await(
                admin.pods().inNamespace(namespace).withName(name),
                pod -> pod != null
                        && pod.getStatus().getPodIP() != null
                        && pod.getStatus().getPhase().equals("Running"));
    }

    /** Waits until {@code resource} (null where it is not there) is so. */
    public <T extends HasMetadata> T await(Resource<T> resource, Predicate<T> soThat) {
        return resource.waitUntilCondition(soThat, SECONDS_MAX, TimeUnit.SECONDS);
    }

    /** Asks until {@code so}, for what nothing can be watched. */
    public void await(String what, Duration limit, BooleanSupplier so) {
        long end = System.nanoTime() + limit.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(what + ": not so within " + limit);
            }
        }
    }

    /** Kubernetes's own client, as administrator, with {@code input} as its standard input. */
    public Answer kubectl(List<String> arguments, String input) {
        return processes.kubectl(arguments, input);
    }

    /** What kubectl printed. */
    public record Answer(boolean succeeded, String output) {}

    /** Waits until the pods of these labels, all together, are so. */
    public List<Pod> awaitPods(String namespace, Map<String, String> labels, Predicate<List<Pod>> soThat) {
        try {
            return admin.pods()
                    .inNamespace(namespace)
                    .withLabels(labels)
                    .informOnCondition(soThat)
                    .get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the pods " + labels + " in " + namespace + " did not become so", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the pods " + labels, e);
        }
    }

    private static PodSpec podSpec() {
        return new PodSpecBuilder()
                .withNodeName(NODE)
                .addNewContainer()
                .withName("app")
                .withImage("example.invalid/app:1")
                .endContainer()
                .build();
    }

    private static ControlPlane start() {
        var processes = new ControlPlaneProcesses();
        processes.startServing(() -> answers(new ControlPlane(processes)));
        var controlPlane = new ControlPlane(processes);
        KubernetesClient admin = controlPlane.admin;
        processes.startControllers(() -> admin.serviceAccounts()
                        .inNamespace("default")
                        .withName("default")
                        .get()
                != null);
        admin.resource(node()).create();
        processes.startKubelets(() -> isReady(admin.nodes().withName(NODE).get()));
        return controlPlane;
    }

    private static boolean answers(ControlPlane candidate) {
        try (KubernetesClient client = candidate.admin) {
            return "ok".equals(client.raw("/readyz"));
        } catch (KubernetesClientException _) {
            return false;
        }
    }

    private static Node node() {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(NODE)
                .addToLabels("kubernetes.io/hostname", NODE)
                .addToAnnotations("kwok.x-k8s.io/node", "fake")
                .endMetadata()
                .build();
    }

    private static boolean isReady(Node node) {
        return node.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }
}
