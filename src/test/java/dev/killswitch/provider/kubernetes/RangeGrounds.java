package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Reference;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.config.Section;
import dev.killswitch.range.Faults;
import dev.killswitch.range.StateFile;
import dev.killswitch.range.kubernetes.KubernetesRange;
import dev.killswitch.range.kubernetes.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The range, fresh for each test. */
final class RangeGrounds implements Grounds {
    static final String TOKEN = "range-token";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final KubernetesRange range;
    private final List<String> tiers;
    private final Map<String, ?> more;
    private final Clock clock;
    private Connection connection;
    private final Cluster admin;
    private final Path token;
    private boolean stopped;

    RangeGrounds() {
        this(Stream.concat(Specs.ALL.stream().map(ActionSpec::tier), Stream.of(Denies.TIER))
                .distinct()
                .toList());
    }

    RangeGrounds(List<String> tiers) {
        this(tiers, Map.of(), Clock.systemUTC());
    }

    /** With {@code more} settings of the connection; time is that of {@code clock} on both sides. */
    RangeGrounds(List<String> tiers, Map<String, ?> more, Clock clock) {
        this.tiers = tiers;
        this.more = Map.copyOf(more);
        this.clock = clock;
        range = KubernetesRange.start(StateFile.nowhere(), clock, TOKEN);
        try {
            token = Files.createTempFile("range", ".token");
            Files.writeString(token, TOKEN + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connection = connect();
        admin = Cluster.at(range.uri(), TOKEN, HTTP);
    }

    private Connection connect() {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("url", range.uri().toString());
        settings.put("token-file", token.toString());
        settings.put("tiers", tiers);
        var problems = new Problems();
        Section section = Document.of("connection", settings, problems).root();
        Connection made = new KubernetesProvider().open("range-cluster", section, clock);
        if (!problems.found().isEmpty()) {
            throw new IllegalStateException(problems.found().toString());
        }
        return made;
    }

    @Override
    public void reconnect() {
        connection.close();
        connection = connect();
    }

    @Override
    public Faults faults() {
        return range.faults();
    }

    KubernetesRange range() {
        return range;
    }

    URI uri() {
        return range.uri();
    }

    /** The file that has what the range takes for its token. */
    Path token() {
        return token;
    }

    /** The connection stays open, and finds nobody. */
    void stopServer() {
        range.close();
        stopped = true;
    }

    static Reference reference(String pod) {
        return new Reference("range-cluster", Pod.KIND, pod, Map.of());
    }

    @Override
    public void deny(String permission) {
        range.deny(permission);
    }

    @Override
    public void allow(String permission) {
        range.allow(permission);
    }

    void become(Network network) {
        range.become(network);
    }

    /** As if the custom resources of a network plugin had been installed. */
    void serve(String groupVersion) {
        range.serve(groupVersion);
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Cluster admin() {
        return admin;
    }

    @Override
    public String namespace() {
        return "shop";
    }

    @Override
    public String bare() {
        return "toolbox";
    }

    @Override
    public void remove(String path) {
        admin.delete(path);
    }

    @Override
    public String node() {
        return admin.get("/api/v1/nodes")
                .orElseThrow()
                .at("/items/0/metadata/name")
                .asText();
    }

    @Override
    public String nodeOfPods() {
        return "node-a";
    }

    @Override
    public String replica() {
        return admin.get("/api/v1/namespaces/shop/pods?labelSelector=app=web")
                .orElseThrow()
                .at("/items/0/metadata/name")
                .asText();
    }

    @Override
    public String stateful() {
        return "payments-0";
    }

    @Override
    public void await(String what, BooleanSupplier so) {
        if (!so.getAsBoolean()) {
            throw new IllegalStateException(what + ": not so, and the range does at once what it does");
        }
    }

    @Override
    public void settle(String pod) {
        // The range does at once what it does.
    }

    @Override
    public void close() {
        connection.close();
        if (!stopped) {
            range.close();
        }
        try {
            Files.deleteIfExists(token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
