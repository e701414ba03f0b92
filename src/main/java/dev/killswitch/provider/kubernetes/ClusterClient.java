package dev.killswitch.provider.kubernetes;

import dev.killswitch.config.SecretFile;
import dev.killswitch.provider.kubernetes.KubernetesSettings.Access;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fabric8 client of one cluster: made at its first use, and made anew when the file that says who we are changes. Its
 * own retry is off, since the engine retries. A request that is on its way ends with the client that it was sent by.
 * Thread-safe.
 */
final class ClusterClient implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int REQUEST_MILLIS = 3_000;

    private final Access access;
    private final Vertx vertx;
    private @Nullable Current current;
    private boolean isClosed;

    /** One client, and how many requests of it are on their way: one that was replaced ends with the last of them. */
    private static final class Current {
        private final KubernetesClient client;
        private final URI address;
        private final Optional<FileTime> made;
        private int onTheWay;
        private boolean isReplaced;

        Current(KubernetesClient client, URI address, Optional<FileTime> made) {
            this.client = client;
            this.address = address;
            this.made = made;
        }

        synchronized Line line() {
            onTheWay++;
            return new Line(client.getHttpClient(), address, this::answered);
        }

        private synchronized void answered() {
            onTheWay--;
            closeIfDone();
        }

        synchronized void replaced() {
            isReplaced = true;
            closeIfDone();
        }

        private void closeIfDone() {
            if (isReplaced && onTheWay == 0) {
                client.close();
            }
        }
    }

    /**
     * What is needed to send a request.
     *
     * @param answered called once, when the request has ended in whatever way
     */
    record Line(HttpClient http, URI address, Runnable answered) {}

    ClusterClient(Access access, Vertx vertx) {
        this.access = access;
        this.vertx = vertx;
    }

    /** Throws where a file that the settings name cannot be read or understood, now; and once this is closed. */
    synchronized Line line() throws IOException {
        if (isClosed) {
            throw new IOException("it is closed");
        }
        Optional<FileTime> changed = access instanceof Access.Kubeconfig kubeconfig
                ? Optional.of(Files.getLastModifiedTime(kubeconfig.file()))
                : Optional.empty();
        Current now = current;
        if (now == null || !now.made.equals(changed)) {
            Current fresh = make(changed);
            letGo();
            now = fresh;
            current = now;
        }
        return now.line();
    }

    private Current make(Optional<FileTime> changed) throws IOException {
        Config config = new ConfigBuilder(config())
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .build();
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new VertxHttpClientFactory(vertx))
                .build();
        return new Current(client, URI.create(config.getMasterUrl()), changed);
    }

    private Config config() throws IOException {
        return switch (access) {
            case Access.Kubeconfig kubeconfig -> kubeconfig(kubeconfig);
            case Access.Address address -> address(address.uri(), address.token(), address.ca());
            case Access.InCluster inside ->
                address(
                        inClusterAddress(),
                        inside.directory().resolve("token"),
                        Optional.of(inside.directory().resolve("ca.crt")));
        };
    }

    private static Config kubeconfig(Access.Kubeconfig kubeconfig) throws IOException {
        try {
            return kubeconfig
                    .context()
                    .map(context ->
                            Config.fromKubeconfig(context, kubeconfig.file().toFile()))
                    .orElseGet(() -> Config.fromKubeconfig(kubeconfig.file().toFile()));
        } catch (IllegalArgumentException e) {
            throw new IOException("the kubeconfig cannot be understood", e);
        }
    }

    private static Config address(URI uri, Path token, Optional<Path> ca) {
        SecretFile file = SecretFile.at(token);
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(uri.toString())
                .withOauthTokenProvider(() -> token(file));
        ca.ifPresent(path -> config.withCaCertFile(path.toString()));
        return config.build();
    }

    private static String token(SecretFile file) {
        return switch (file.read()) {
            case SecretFile.Reading.Known known -> known.secret().text().strip();
            case SecretFile.Reading.Unreadable no -> throw new UncheckedIOException(new IOException(no.why()));
        };
    }

    private static URI inClusterAddress() throws IOException {
        String host = System.getenv("KUBERNETES_SERVICE_HOST");
        String port = System.getenv("KUBERNETES_SERVICE_PORT");
        if (host == null || port == null) {
            throw new IOException("neither kubeconfig nor url is set, and this is no pod of a cluster");
        }
        return URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /** Who still has a use for it is answered that it is closed. */
    @Override
    public synchronized void close() {
        isClosed = true;
        letGo();
    }

    private void letGo() {
        if (current != null) {
            current.replaced();
            current = null;
        }
    }
}
