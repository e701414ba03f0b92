package dev.killswitch.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Starts what a control plane consists of, each part once the one before is ready. */
final class ControlPlaneProcesses {
    /** Measured 3 s on 2 free cores; other builds may run beside. */
    private static final Duration START_MAX = Duration.ofMinutes(2);

    /** Only for setting up: it may do everything, so nothing is proven with it. */
    static final String ADMIN_TOKEN = "admintoken";

    private final Path directory = ServerProcess.directory("kubernetes");
    private final int port = ServerProcess.freePort();
    private final int kubelets = ServerProcess.freePort();

    String url() {
        return "https://127.0.0.1:" + port;
    }

    /** The server's own certificate, which it makes at its first start. */
    Path certificate() {
        return directory.resolve("certificates/apiserver.crt");
    }

    /** Where the kubelets of air answer, for all nodes. */
    int kubelets() {
        return kubelets;
    }

    /** Writes a kubeconfig for {@code token}. */
    Path kubeconfig(String name, String token) {
        return write(name + ".kubeconfig", """
                apiVersion: v1
                kind: Config
                current-context: it
                contexts: [{name: it, context: {cluster: it, user: it}}]
                clusters: [{name: it, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: it, user: {token: "%s"}}]
                """.formatted(url(), certificate(), token));
    }

    Path file(String name, String content) {
        return write(name, content);
    }

    /** {@code ready} says whether the API server, whose certificate is there by then, answers. */
    void startServing(BooleanSupplier ready) {
        String etcd = startEtcd();
        KeyPair key = signingKey();
        write("tokens.csv", ADMIN_TOKEN + ",admin,1,\"system:masters\"\n");
        start(
                        "kube-apiserver",
                        kubernetes("kube-apiserver"),
                        "--etcd-servers=" + etcd,
                        "--secure-port=" + port,
                        "--bind-address=127.0.0.1",
                        "--cert-dir=certificates",
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file="
                                + writePem(
                                        "sa.pub", "PUBLIC KEY", key.getPublic().getEncoded()),
                        "--service-account-signing-key-file="
                                + writePem(
                                        "sa.key",
                                        "PRIVATE KEY",
                                        key.getPrivate().getEncoded()),
                        "--authorization-mode=RBAC",
                        "--token-auth-file=tokens.csv",
                        "--service-cluster-ip-range=10.96.0.0/16",
                        "--allow-privileged")
                .await(START_MAX, () -> Files.exists(certificate()) && ready.getAsBoolean());
    }

    /** {@code ready} says whether the controllers have begun their work. */
    void startControllers(BooleanSupplier ready) {
        start(
                        "kube-controller-manager",
                        kubernetes("kube-controller-manager"),
                        "--kubeconfig=" + kubeconfig("controllers", ADMIN_TOKEN),
                        "--service-account-private-key-file=sa.key",
                        "--root-ca-file=" + certificate(),
                        "--use-service-account-credentials=false",
                        "--leader-elect=false",
                        "--controllers=*",
                        "--secure-port=0")
                .await(START_MAX, ready);
    }

    /** {@code ready} says whether the node of air is up. */
    void startKubelets(BooleanSupplier ready) {
        Path kwok = Servers.need(Server.KWOK).at();
        var arguments = new ArrayList<>(List.of(
                "--kubeconfig=" + kubeconfig("kubelets", ADMIN_TOKEN),
                "--manage-all-nodes=true",
                "--server-address=127.0.0.1:" + kubelets,
                "--config=" + logs()));
        try (Stream<Path> stages = Files.list(kwok.resolve("stages"))) {
            stages.sorted().map(stage -> "--config=" + stage).forEach(arguments::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("kwok", kwok.resolve(Server.KWOK.program()), arguments.toArray(String[]::new))
                .await(START_MAX, ready);
    }

    /** What the containers of {@link ControlPlane#TALKER} have said, in this run of theirs and in the one before. */
    private Path logs() {
        Path now = write("app.log", ControlPlane.logged("now ", 3));
        Path before = write("app-previous.log", ControlPlane.logged("before ", 2));
        Path chatty = write("chatty.log", ControlPlane.logged("x".repeat(200) + " ", 5_000));
        return write("logs.yaml", """
                apiVersion: kwok.x-k8s.io/v1alpha1
                kind: ClusterLogs
                metadata: {name: talker}
                spec:
                  selector: {matchNames: [%s]}
                  logs:
                    - {containers: [app], logsFile: "%s", previousLogsFile: "%s"}
                    - {containers: [chatty], logsFile: "%s"}
                """.formatted(ControlPlane.TALKER, now, before, chatty));
    }

    ControlPlane.Answer kubectl(List<String> arguments, String input) {
        var command = new ArrayList<>(List.of(
                kubernetes("kubectl").toString(),
                "--kubeconfig=" + kubeconfig("kubectl", ADMIN_TOKEN),
                "--cache-dir=" + directory.resolve("kubectl")));
        command.addAll(arguments);
        Located.Ran ran = Located.Ran.run(command, write("kubectl-input", input), 2, TimeUnit.MINUTES);
        return new ControlPlane.Answer(ran.exit() == 0, ran.output());
    }

    private String startEtcd() {
        Path etcd = Servers.need(Server.ETCD).at();
        String client = "http://127.0.0.1:" + ServerProcess.freePort();
        start(
                        "etcd",
                        etcd.resolve(Server.ETCD.program()),
                        "--data-dir=etcd",
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=http://127.0.0.1:" + ServerProcess.freePort(),
                        "--unsafe-no-fsync")
                .await(START_MAX, () -> Http.answersOk(URI.create(client + "/health")));
        return client;
    }

    private static Path kubernetes(String program) {
        return Servers.need(Server.KUBERNETES).at().resolve(program);
    }

    private ServerProcess start(String name, Path program, String... arguments) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return ServerProcess.start(name, directory, command, Map.of());
    }

    private static KeyPair signingKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private Path writePem(String name, String kind, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return write(name, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, body, kind));
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
