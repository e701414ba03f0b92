package dev.killswitch.assembly;

import dev.killswitch.assembly.SettingsReader.Written;
import dev.killswitch.range.RangeServer;
import dev.killswitch.range.StateFile;
import dev.killswitch.range.aws.PracticeAccount;
import dev.killswitch.range.kubernetes.KubernetesRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The practice range as two ordinary connections: its servers on loopback ports, its secrets in files, and the
 * configuration that names them.
 */
final class PracticeRange implements AutoCloseable {
    /** The sources that it comes with. */
    static final List<String> SOURCES = List.of("falco", "guardduty", "alertmanager", "generic");

    private static final String RULES = "range/rules/";
    private static final List<String> RULE_FILES = List.of("practice.yaml");

    private final KubernetesRange cluster;
    private final RangeServer account;
    private final Written configuration;

    private PracticeRange(KubernetesRange cluster, RangeServer account, Written configuration) {
        this.cluster = cluster;
        this.account = account;
        this.configuration = configuration;
    }

    /** Goes on where {@code data} says the world was left; in a new directory the world is fresh. */
    static PracticeRange start(Path data, Clock clock, SecretFiles secrets) {
        Path room = data.resolve("range");
        Path token = secrets.once("range-cluster");
        Path credentials = secrets.write("range-account", PracticeAccount.credentials());
        KubernetesRange cluster = KubernetesRange.start(StateFile.in(room, KubernetesRange.FILE), clock, read(token));
        cluster.installGitOps();
        RangeServer account = RangeServer.start(new PracticeAccount(StateFile.in(room, "range-account.json"), clock));
        Path rules = rules(data.resolve("rules"));
        String text = resource("range/killswitch.yaml");
        var values = Map.of(
                "@data@", data.toString(),
                "@rules@", rules.toString(),
                "@cluster@", cluster.uri().toString(),
                "@cluster-token@", token.toString(),
                "@account@", account.uri().toString(),
                "@account-credentials@", credentials.toString(),
                "@account-role@", PracticeAccount.ROLE);
        for (var value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        for (String source : SOURCES) {
            text = text.replace(
                    "@source-" + source + "@", secrets.once("source-" + source).toString());
        }
        return new PracticeRange(cluster, account, new Written("range/killswitch.yaml", text));
    }

    /** What an operator would write to connect it. */
    Written configuration() {
        return configuration;
    }

    /** The rulebook that it comes with, laid down once, so that it can be changed and tried. */
    private static Path rules(Path directory) {
        try {
            Files.createDirectories(directory);
            for (String file : RULE_FILES) {
                Path rule = directory.resolve(file);
                if (!Files.exists(rule)) {
                    Files.writeString(rule, resource(RULES + file));
                }
            }
            return directory;
        } catch (IOException broken) {
            throw Startup.Refused.cannotWrite(directory, broken);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException broken) {
            throw new Startup.Refused(
                    List.of(file + " cannot be read: " + broken.getClass().getSimpleName()));
        }
    }

    private static String resource(String name) {
        try (InputStream in = PracticeRange.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the product has no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read the resource " + name, broken);
        }
    }

    @Override
    public void close() {
        cluster.close();
        account.close();
    }
}
