package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final Map<String, String> ISOLATED = Map.of(Marks.QUARANTINE, "c-1");

    /** Which selectors still fit a pod that carries nothing but our label. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                                        | true
            {"matchLabels":{}}                                                                        | true
            {"matchLabels":{"app":"web"}}                                                             | false
            {"matchLabels":{"killswitch.dev/quarantine":"c-1"}}                                       | true
            {"matchLabels":{"killswitch.dev/quarantine":"c-2"}}                                       | false
            {"matchExpressions":[{"key":"app","operator":"In","values":["web"]}]}                     | false
            {"matchExpressions":[{"key":"app","operator":"NotIn","values":["web"]}]}                  | true
            {"matchExpressions":[{"key":"app","operator":"Exists"}]}                                  | false
            {"matchExpressions":[{"key":"app","operator":"DoesNotExist"}]}                            | true
            {"matchExpressions":[{"key":"killswitch.dev/quarantine","operator":"Exists"}]}            | true
            {"matchExpressions":[{"key":"killswitch.dev/quarantine","operator":"In","values":["c-1","x"]}]} | true
            {"matchExpressions":[{"key":"killswitch.dev/quarantine","operator":"NotIn","values":["c-1"]}]}  | false
            {"matchExpressions":[{"key":"killswitch.dev/quarantine","operator":"DoesNotExist"}]}      | false
            {"matchExpressions":[{"key":"app","operator":"InTheFuture","values":["web"]}]}            | true
            {"matchLabels":{"app":"web"},"matchExpressions":[{"key":"x","operator":"DoesNotExist"}]}  | false
            """)
    void selector_fitsExactlyAsTheApiSays(String selector, boolean fits) {
        assertThat(!residuals("{\"podSelector\":" + selector + ",\"policyTypes\":[\"Ingress\"],\"ingress\":[{}]}")
                        .isEmpty())
                .isEqualTo(fits);
    }

    /** Which rules open which way, for a policy that selects the pod. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "policyTypes":["Ingress"]                                                       |
            "policyTypes":["Ingress"],"ingress":[]                                          |
            "policyTypes":["Ingress"],"ingress":[{}]                                        | in
            "policyTypes":["Ingress"],"egress":[{}]                                         |
            "policyTypes":["Egress"],"ingress":[{}]                                         |
            "policyTypes":["Egress"],"egress":[{"to":[{"ipBlock":{"cidr":"0.0.0.0/0"}}]}]   | out
            "policyTypes":["Ingress","Egress"],"ingress":[{}],"egress":[{}]                 | in,out
            "ingress":[{"from":[{"podSelector":{}}]}]                                       | in
            "egress":[{"ports":[{"port":53}]}]                                              | out
            "ingress":[{}],"egress":[{}]                                                    | in,out
            """)
    void rules_openTheirWay(String fields, String ways) {
        List<String> expected = ways == null
                ? List.of()
                : List.of(ways.split(",", -1)).stream()
                        .map(way -> "NetworkPolicy theirs lets traffic " + way + " (1 rule)")
                        .toList();
        assertThat(residuals("{\"podSelector\":{}," + fields + "}")).isEqualTo(expected);
    }

    @Test
    void standingPolicy_deniesBothWays_andOpensNothing() {
        var standing = new Policy("p", "u", Map.of(), StandingPolicy.spec());
        assertThat(StandingPolicy.holds(List.of(standing), ISOLATED)).isTrue();
        assertThat(StandingPolicy.holds(List.of(standing), Map.of("app", "web")))
                .isFalse();
        assertThat(Policy.residuals(List.of(standing), ISOLATED)).isEmpty();
    }

    @Test
    void manyOpenings_areToldBounded() {
        List<Policy> many = IntStream.range(0, 80)
                .mapToObj(number -> policy("p" + number, "{\"podSelector\":{},\"ingress\":[{}]}"))
                .toList();
        assertThat(Policy.residuals(many, ISOLATED)).hasSize(51).last().isEqualTo("30 more of this kind");
    }

    private static List<String> residuals(String spec) {
        return Policy.residuals(List.of(policy("theirs", spec)), ISOLATED);
    }

    private static Policy policy(String name, String spec) {
        try {
            return new Policy(name, "u", Map.of(), KubernetesCalls.JSON.readTree(spec));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
