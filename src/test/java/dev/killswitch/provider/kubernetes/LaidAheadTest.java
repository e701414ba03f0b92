package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Inspected;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaidAheadTest {
    private final TickingClock clock = new TickingClock(Instant.parse("2026-03-01T12:00:00Z"));
    private RangeGrounds grounds = grounds(List.of("isolate"));

    private RangeGrounds grounds(List<String> tiers) {
        return grounds(tiers, List.of("shop", "default"));
    }

    private RangeGrounds grounds(List<String> tiers, List<String> namespaces) {
        return new RangeGrounds(tiers, Map.of("lay-ahead", namespaces), clock);
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    @Test
    void policy_isThereBeforeAnybodyNeedsIt_inTheNamedNamespacesAlone() {
        go(2);
        assertThat(policy("shop").path("spec")).isEqualTo(StandingPolicy.spec());
        assertThat(policy("default").path("spec")).isEqualTo(StandingPolicy.spec());
        assertThat(grounds.admin().get(path("kube-system"))).isEmpty();
        assertThat(says()).isEqualTo("in place in 2 of 2");
    }

    @Test
    void policyThatSomebodyChanged_isHealed_andOneThatSomebodyTookIsMadeAgain() {
        go(2);
        grounds.admin().merge(path("shop"), "{\"spec\":{\"ingress\":[{}]}}");
        grounds.admin().delete(path("default"));
        go(20);
        assertThat(policy("shop").at("/spec/ingress")).hasSize(1);
        go(14);
        assertThat(policy("shop").path("spec")).isEqualTo(StandingPolicy.spec());
        assertThat(policy("default").path("spec")).isEqualTo(StandingPolicy.spec());
    }

    @Test
    void policyOfSomebodyElse_isNotTouched_andSaid() {
        grounds.admin()
                .create(
                        "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies",
                        "{\"metadata\":{\"name\":\"killswitch-quarantine\"},\"spec\":{\"podSelector\":{}}}");
        var theirs = policy("shop");
        go(2);
        assertThat(policy("shop")).isEqualTo(theirs);
        assertThat(says()).isEqualTo("in place in 1 of 2; not in shop: a policy of that name is somebody else's");
    }

    @Test
    void permissionThatIsMissing_isSaid_untilItIsThere() {
        grounds.deny("create networkpolicies.networking.k8s.io");
        go(2);
        assertThat(says()).startsWith("in place in 0 of 2; not in default: no permission create networkpolicies");
        grounds.allow("create networkpolicies.networking.k8s.io");
        go(32);
        assertThat(says()).isEqualTo("in place in 2 of 2");
    }

    @Test
    void manyNamespacesThatAreWithout_areCounted_andTheFirstAreNamed() {
        grounds.close();
        grounds = grounds(
                List.of("isolate"),
                IntStream.range(10, 22).mapToObj(number -> "team-" + number).toList());
        grounds.deny("create networkpolicies.networking.k8s.io");
        go(12);
        assertThat(says())
                .startsWith("in place in 0 of 12; not in team-10: no permission create networkpolicies")
                .contains("not in team-19: ")
                .endsWith("; nor in 2 more");
    }

    @Test
    void whereTheTierIsOff_nothingIsLaid() {
        grounds.close();
        grounds = grounds(List.of("kill"));
        go(2);
        assertThat(grounds.admin().get(path("shop"))).isEmpty();
        assertThat(says()).isEqualTo("not laid: tier isolate is off");
    }

    @Test
    void firstIsolationThere_makesNoPolicy() {
        go(2);
        var isolate = grounds.connection().action("kubernetes.isolate-pod");
        var call = grounds.call(grounds.target("toolbox"), isolate.spec());
        var found = (Inspected.Found) isolate.inspect(call);
        grounds.faults().clear();
        isolate.apply(call, found.before());
        assertThat(grounds.faults().seen()).noneMatch(line -> line.startsWith("POST"));
    }

    @Test
    void nameThatIsNone_isAProblem() {
        var problems = new Problems();
        LaidAhead.read(Document.of("connection", Map.of("lay-ahead", List.of("shop", "No/Namespace")), problems)
                .root());
        assertThat(problems.found()).singleElement().asString().contains("No/Namespace", "name of a namespace");
    }

    private void go(int seconds) {
        for (int second = 0; second < seconds; second++) {
            clock.tick(Duration.ofSeconds(1));
            grounds.connection().tend(clock.instant().plusSeconds(20));
        }
    }

    private static String path(String namespace) {
        return "/apis/networking.k8s.io/v1/namespaces/" + namespace + "/networkpolicies/killswitch-quarantine";
    }

    private JsonNode policy(String namespace) {
        return grounds.admin().get(path(namespace)).orElseThrow();
    }

    private String says() {
        return grounds.connection().profile().orElseThrow().facts().stream()
                .filter(fact -> fact.name().equals("standing-policy"))
                .findFirst()
                .orElseThrow()
                .says();
    }
}
