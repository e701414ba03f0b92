package dev.killswitch.product;

import dev.killswitch.range.Faults;
import dev.killswitch.range.RangeServer;
import dev.killswitch.range.StateFile;
import dev.killswitch.range.aws.PracticeAccount;
import dev.killswitch.range.kubernetes.KubernetesRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The practice range's servers in the test's own process, which outlive the product's, and its configuration for them. */
final class StubRange implements AutoCloseable {
    private static final String TOKEN = "a-token-of-the-stub-cluster";
    private static final String SECRET = "a-secret-of-all-the-sources";

    private final KubernetesRange cluster = KubernetesRange.start(StateFile.nowhere(), Clock.systemUTC(), TOKEN);
    private final RangeServer account = RangeServer.start(new PracticeAccount(StateFile.nowhere(), Clock.systemUTC()));

    Faults clusterFaults() {
        return cluster.faults();
    }

    Faults accountFaults() {
        return account.faults();
    }

    /** Lays secrets and rules down in {@code data}; the text of a configuration that names them and our servers. */
    String configuration(Path data) throws IOException {
        Path tokens = Files.createDirectories(data.resolve("tokens"));
        Path rules = Files.createDirectories(data.resolve("rules"));
        var values = new HashMap<>(Map.of(
                "@data@", data.toString(),
                "@rules@", rules.toString(),
                "@cluster@", cluster.uri().toString(),
                "@cluster-token@",
                        Files.writeString(data.resolve("cluster-token"), TOKEN).toString(),
                "@account@", account.uri().toString(),
                "@account-credentials@",
                        Files.writeString(data.resolve("credentials"), PracticeAccount.credentials())
                                .toString(),
                "@account-role@", PracticeAccount.ROLE));
        for (String source : List.of("falco", "guardduty", "alertmanager", "generic")) {
            Path secret = Files.writeString(tokens.resolve("source-" + source), SECRET);
            values.put("@source-" + source + "@", secret.toString());
        }
        Files.writeString(rules.resolve("practice.yaml"), resource("range/rules/practice.yaml"));
        String text = resource("range/killswitch.yaml");
        for (var value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return text;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(StubRange.class.getClassLoader().getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        cluster.close();
        account.close();
    }
}
