package dev.killswitch.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Outcome;
import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.engine.Intake.Taken;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Step;
import dev.killswitch.range.aws.PracticeAccount;
import dev.killswitch.web.Door;
import dev.killswitch.web.Product;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever tries the range tries its rules: each of them does what it is for, asked as its source asks. */
class RangeRulesTest {
    private static final String FALCO = """
            {"rule":"%s","priority":"Critical","output":"o","time":"%s","source":"syscall","hostname":"n",
             "output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"%s"}}""";

    private static final String GUARDDUTY = """
            {"version":"0","id":"e-1","detail-type":"GuardDuty Finding","source":"aws.guardduty","account":"111122223333",
             "time":"%1$s","region":"eu-west-1","resources":[],"detail":{"schemaVersion":"2.0","accountId":"111122223333",
             "region":"eu-west-1","partition":"aws","id":"f00dfeedf00dfeedf00dfeedf00dfeed","arn":"arn:aws:guardduty:x",
             "type":"UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom","severity":8.0,"createdAt":"%1$s",
             "updatedAt":"%1$s","title":"t","description":"d","resource":{"resourceType":"AccessKey",
             "accessKeyDetails":{"accessKeyId":"AKIAIOSFODNN7EXAMPLE","principalId":"AIDAEXAMPLE",
             "userName":"ci-deployer","userType":"IAMUser"}},"service":{"serviceName":"guardduty",
             "resourceRole":"TARGET","count":1,"archived":false,"action":{"actionType":"AWS_API_CALL"}}}}""";

    private static final String ALERTMANAGER = """
            {"version":"4","groupKey":"g","truncatedAlerts":0,"status":"firing","receiver":"r","groupLabels":{},
             "commonLabels":{},"commonAnnotations":{},"externalURL":"http://a","alerts":[{"status":"firing",
             "labels":{"alertname":"PodCompromised","severity":"critical","namespace":"shop","pod":"toolbox"},
             "annotations":{},"startsAt":"%s","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://p",
             "fingerprint":"%s"}]}""";

    @TempDir
    private Path data;

    private final Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));

    @Test
    void eachRule_acts() {
        String now = clock.instant().toString();
        String key = PracticeAccount.keyId("alice", 1);
        assertActs("shell-in-container", "falco", FALCO.formatted("Terminal shell in container", now, "toolbox"));
        assertActs(
                "crypto-miner",
                "falco",
                FALCO.formatted("Detect crypto miners using the Stratum protocol", now, "payments-0"));
        assertActs("misused-user", "guardduty", GUARDDUTY.formatted(now));
        assertActs(
                "pod-named-by-labels",
                "alertmanager",
                ALERTMANAGER.formatted(now, "1111111111111111"),
                ALERTMANAGER.formatted(now, "2222222222222222"));
        assertActs(
                "leaked-access-key",
                "generic",
                "{\"id\":\"g1\",\"type\":\"leaked-access-key\",\"key\":\"" + key + "\"}");
        assertThat(asked).isEqualTo(rules);
    }

    private final Set<String> asked = new HashSet<>();
    private final Set<String> rules = new HashSet<>();

    private void assertActs(String rule, String source, String... bodies) {
        asked.add(rule);
        try (InProcess running = InProcess.onRange(data.resolve(rule), clock)) {
            Product product = running.product();
            product.rules().get().rulebook().rules().forEach(one -> rules.add(one.name()));
            until(() -> product.connections().all().stream()
                    .allMatch(connection -> connection.notReady().isEmpty()));
            for (String body : bodies) {
                deliver(product, source, body);
            }
            until(() -> acted(product).contains(rule));
            assertThat(acted(product)).containsExactly(rule);
        }
    }

    private Set<String> acted(Product product) {
        return product.register().incidents(null, 100).stream()
                .map(Incident::steps)
                .flatMap(steps -> steps.values().stream())
                .filter(step -> step.outcome() instanceof Outcome.Done)
                .map(RangeRulesTest::rule)
                .collect(Collectors.toSet());
    }

    private static String rule(StepState step) {
        return step.planned().step().authority() instanceof Step.Authority.Rule rule ? rule.name() : "a person";
    }

    private void deliver(Product product, String source, String body) {
        Door door = product.doors().get(source);
        var delivery = new Delivery(
                source,
                product.ids().next("d"),
                clock.instant(),
                Map.of("content-type", List.of("application/json")),
                Body.of(body.getBytes(StandardCharsets.UTF_8)));
        assertThat(product.engine().intake().take(door.source(), delivery)).isInstanceOf(Taken.Recorded.class);
    }

    private static void until(BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
