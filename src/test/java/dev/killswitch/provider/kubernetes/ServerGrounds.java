package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Connection;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.range.Faults;
import dev.killswitch.servers.ControlPlane;
import dev.killswitch.servers.ControlPlane.Access;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A real API server, with a namespace for each test, and a token that has just the permissions that our specs name. Where
 * {@link #HOSTILE} is bound, the connection leads through a proxy that can go wrong.
 */
final class ServerGrounds implements Grounds {
    private static final String TTL = "node.alpha.kubernetes.io/ttl";

    private final ControlPlane plane;
    private final String namespace;
    private final String token;
    private final Optional<HostileProxy> proxy;
    private final List<String> permissions;
    private final Map<String, ?> settings;
    private Connection connection;

    /** Bound while grounds are opened whose server is to be met through a hostile proxy. */
    static final ScopedValue<Boolean> HOSTILE = ScopedValue.newInstance();

    ServerGrounds() {
        this(permissions());
    }

    ServerGrounds(List<String> permissions) {
        this(permissions, List.of());
    }

    private ServerGrounds(List<String> permissions, List<String> tiers) {
        plane = ControlPlane.shared();
        namespace = plane.newNamespace();
        token = plane.tokenWith(permissions.stream().map(ServerGrounds::rule).toList());
        this.permissions = List.copyOf(permissions);
        proxy = HOSTILE.isBound() ? Optional.of(HostileProxy.before(plane)) : Optional.empty();
        List<String> all = Stream.concat(Specs.ALL.stream().map(ActionSpec::tier), tiers.stream())
                .distinct()
                .toList();
        settings = proxy.<Map<String, ?>>map(before -> Map.of(
                        "url",
                        before.uri().toString(),
                        "token-file",
                        plane.file(token).toString(),
                        "tiers",
                        all))
                .orElseGet(() -> Map.of("kubeconfig", plane.kubeconfig(token).toString(), "tiers", all));
        connection = open(settings);
    }

    @Override
    public Faults faults() {
        return proxy.orElseThrow().faults();
    }

    HostileProxy proxy() {
        return proxy.orElseThrow();
    }

    @Override
    public void reconnect() {
        connection.close();
        connection = open(settings);
    }

    @Override
    public void deny(String permission) {
        grant(permissions.stream().filter(one -> !one.equals(permission)).toList());
        plane.awaitAccess(account(), rule(permission), Access.REFUSED);
    }

    @Override
    public void allow(String permission) {
        grant(permissions);
        plane.awaitAccess(account(), rule(permission), Access.GRANTED);
    }

    private void grant(List<String> granted) {
        plane.grant(account(), granted.stream().map(ServerGrounds::rule).toList());
    }

    /** With what the objects of other policy APIs need as well, but for {@code missing}. */
    static ServerGrounds withDenies(Optional<String> missing) {
        List<String> more = Denies.all(null).stream()
                .flatMap(deny -> deny.permissions().stream())
                .toList();
        return new ServerGrounds(
                Stream.of(permissions(), more, List.of("list daemonsets.apps", "get configmaps"))
                        .flatMap(List::stream)
                        .filter(permission -> !missing.equals(Optional.of(permission)))
                        .toList(),
                List.of(Denies.TIER));
    }

    static Connection open(Map<String, ?> settings) {
        return new KubernetesProvider()
                .open(
                        "real-cluster",
                        Document.of("connection", settings, new Problems()).root(),
                        Clock.systemUTC());
    }

    /** What the actions say they need, and what it takes to find a pod by its address. */
    private static List<String> permissions() {
        return Stream.concat(
                        Specs.ALL.stream().map(ActionSpec::permissions).flatMap(List::stream), Stream.of("list pods"))
                .distinct()
                .toList();
    }

    static PolicyRule rule(String permission) {
        String[] words = permission.split(" ", -1);
        int dot = words[1].indexOf('.');
        return new PolicyRuleBuilder()
                .withVerbs(words[0])
                .withApiGroups(dot < 0 ? "" : words[1].substring(dot + 1))
                .withResources(dot < 0 ? words[1] : words[1].substring(0, dot))
                .build();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Cluster admin() {
        return Cluster.of(plane.admin());
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public void remove(String path) {
        admin().delete(path);
        plane.await(
                path + " is gone",
                Duration.ofSeconds(30),
                () -> admin().get(path).isEmpty());
    }

    /** No kubelet stands behind it, and no pod is ever put on it. */
    @Override
    public String node() {
        admin().create(
                        "/api/v1/nodes",
                        "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"" + namespace + "\"}}");
        // A controller notes it on each new node: in the middle of a test it would be somebody else's write.
        plane.await(
                plane.admin().nodes().withName(namespace),
                node -> node != null && node.getMetadata().getAnnotations().containsKey(TTL));
        return namespace;
    }

    @Override
    public String nodeOfPods() {
        return ControlPlane.NODE;
    }

    /** The name of the account, in {@code default}, that the connection calls with. */
    String account() {
        return account(token);
    }

    static String account(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8)
                .replaceFirst("(?s).*\"sub\":\"system:serviceaccount:default:([^\"]*)\".*", "$1");
    }

    ControlPlane plane() {
        return plane;
    }

    /** Nobody waits until it runs: an action acts on what is there. */
    @Override
    public String bare() {
        plane.create(namespace, """
                apiVersion: v1
                kind: Pod
                metadata: {name: toolbox, labels: {app: toolbox}}
                spec: %s
                """.formatted(spec()));
        return "toolbox";
    }

    /** It costs most to delete, so that the controller trims another when it has one too many. */
    @Override
    public String replica() {
        plane.create(namespace, workload("Deployment", "web", 2));
        String name = plane.awaitPods(namespace, Map.of("app", "web"), pods -> pods.size() == 2)
                .getFirst()
                .getMetadata()
                .getName();
        admin().merge(
                        path(name),
                        "{\"metadata\":{\"annotations\":{\"controller.kubernetes.io/pod-deletion-cost\":\"100\"}}}");
        return name;
    }

    @Override
    public String stateful() {
        plane.create(namespace, workload("StatefulSet", "payments", 1));
        plane.awaitPods(namespace, Map.of("app", "payments"), pods -> pods.size() == 1);
        return "payments-0";
    }

    private static String workload(String kind, String name, int replicas) {
        return """
                apiVersion: apps/v1
                kind: %1$s
                metadata: {name: %2$s}
                spec:
                  replicas: %3$d
                  selector: {matchLabels: {app: %2$s}}
                  template: {metadata: {labels: {app: %2$s}}, spec: %4$s}
                """.formatted(kind, name, replicas, spec());
    }

    private static String spec() {
        return "{nodeName: " + ControlPlane.NODE
                + ", terminationGracePeriodSeconds: 1, containers: [{name: app, image: \"example.invalid/app:1\"}]}";
    }

    @Override
    public void await(String what, BooleanSupplier so) {
        plane.await(what, Duration.ofSeconds(30), so);
    }

    @Override
    public void settle(String pod) {
        PodResource resource = plane.admin().pods().inNamespace(namespace).withName(pod);
        Pod now = resource.get();
        if (now != null && now.getMetadata().getDeletionTimestamp() != null) {
            plane.await(resource, Objects::isNull);
        }
    }

    @Override
    public void close() {
        connection.close();
        proxy.ifPresent(HostileProxy::close);
    }
}
