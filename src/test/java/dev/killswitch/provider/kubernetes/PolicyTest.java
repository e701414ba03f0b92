package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        List<String> expected = ways == null ? List.of() : List.of(ways.split(",", -1));
        assertThat(residuals("{\"podSelector\":{}," + fields + "}"))
                .extracting(opening -> opening.direction().way())
                .isEqualTo(expected);
    }

    /** What is let through, in words: all that a rule may say. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "ingress":[{}]                                                                    | in every port from anywhere
            "ingress":[{"ports":[{"port":80,"protocol":"TCP"},{"port":"dns","protocol":"UDP"}]}] | in TCP 80, UDP dns from anywhere
            "ingress":[{"ports":[{"port":8000,"endPort":8080},{"protocol":"SCTP"}]}]          | in TCP 8000-8080, every SCTP port from anywhere
            "ingress":[{"from":[{"podSelector":{}}]}]                                         | in every port from all pods here
            "ingress":[{"from":[{"podSelector":{"matchLabels":{"app":"a"}}}]}]                | in every port from pods with app=a here
            "ingress":[{"from":[{"namespaceSelector":{}}]}]                                   | in every port from all pods of all namespaces
            "ingress":[{"from":[{"namespaceSelector":{"matchExpressions":[{"key":"team","operator":"NotIn","values":["a","b"]}]}}]}] | in every port from all pods of namespaces with team notin (a,b)
            "ingress":[{"from":[{"podSelector":{"matchExpressions":[{"key":"app","operator":"In","values":["a"]},{"key":"x","operator":"Exists"}]},"namespaceSelector":{"matchExpressions":[{"key":"y","operator":"DoesNotExist"}]}}]}] | in every port from pods with app in (a),x of namespaces with !y
            "egress":[{"to":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/16","10.2.0.0/16"]}},{"ipBlock":{"cidr":"::/0"}}]}] | out every port to 10.0.0.0/8 except 10.1.0.0/16, 10.2.0.0/16, ::/0
            """)
    void rule_isTold_withPortsAndPeers(String fields, String words) {
        assertThat(residuals("{\"podSelector\":{}," + fields + ",\"policyTypes\":[\"Ingress\",\"Egress\"]}"))
                .extracting(Opening::told)
                .containsExactly("NetworkPolicy theirs lets " + words);
    }

    @Test
    void longRule_isToldShort() {
        String ports = IntStream.range(1, 100)
                .mapToObj(port -> "{\"port\":" + port + "}")
                .collect(Collectors.joining(","));
        assertThat(residuals("{\"podSelector\":{},\"ingress\":[{\"ports\":[" + ports + "]}]}"))
                .extracting(Opening::told)
                .containsExactly("NetworkPolicy theirs lets in TCP 1, TCP 2, TCP 3, TCP 4, TCP 5, TCP 6, TCP 7, TCP 8,"
                        + " TCP 9, TCP 10 and 89 more from anywhere");
    }

    /** Where each pod of a namespace is denied both ways, two of them talk only if both ends are let. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "ingress":[{"from":[{"podSelector":{}}]}]                                                                |
            "ingress":[{"from":[{"podSelector":{}},{"namespaceSelector":{}}]}]                                       | in every port from all pods of all namespaces
            "ingress":[{"from":[{"podSelector":{}}]}],"egress":[{"to":[{"podSelector":{}}]}]                         | in every port from all pods here;out every port to all pods here
            "ingress":[{"from":[{"podSelector":{}}],"ports":[{"port":80}]}],"egress":[{"to":[{"podSelector":{}}],"ports":[{"port":53}]}] |
            "egress":[{"to":[{"podSelector":{}}]}]                                                                   |
            "egress":[{"to":[{"ipBlock":{"cidr":"10.0.0.0/8"}}]}]                                                    | out every port to 10.0.0.0/8
            """)
    void wholeNamespaceDenied_leavesOnlyWhatBothEndsLet(String fields, String words) {
        List<String> expected = words == null
                ? List.of()
                : Stream.of(words.split(";", -1))
                        .map(one -> "NetworkPolicy theirs lets " + one)
                        .toList();
        var policies = List.of(
                policy("theirs", "{\"podSelector\":{}," + fields + ",\"policyTypes\":[\"Ingress\",\"Egress\"]}"));
        assertThat(Policy.residuals(policies)).extracting(Opening::told).isEqualTo(expected);
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
        assertThat(Opening.told(Policy.residuals(many, ISOLATED), "shop", ""))
                .hasSize(51)
                .last()
                .isEqualTo("30 more of this kind");
    }

    private static List<Opening> residuals(String spec) {
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
