package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoCommandTest {
    private static final String CATALOG = """
            {"items":[{"action":"kubernetes.withdraw-network-policy","targetKind":"kubernetes.networkpolicy","parameters":[
              {"name":"direction","type":"text","fallback":null,"meaning":"ingress, egress or both","choices":[]},
              {"name":"way","type":"text","fallback":"in","meaning":"which way","choices":["in","out"]},
              {"name":"most","type":"count","fallback":"1","meaning":"how many"},
              {"name":"all","type":"switch","fallback":"false","meaning":"whether all"}]},
              {"action":"kubernetes.revoke-token","targetKind":"kubernetes.token","parameters":[]}],
             "recipes":[{"recipe":"kubernetes.contain-serviceaccount","targetKind":"kubernetes.serviceaccount"}]}""";
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0000.c2lnbmF0dXJl";

    /** Of {@code system:serviceaccount:shop:web}. */
    private static final String LEAKED = "eyJhbGciOiJSUzI1NiJ9"
            + ".eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQ6c2hvcDp3ZWIifQ.c2lnbmF0dXJlLW9mLXNvbWUtbGVuZ3Ro";

    private final FakeServer server = new FakeServer()
            .says("GET v1/connections", Samples.CONNECTIONS)
            .says("GET v1/actions", CATALOG)
            .says("POST v1/orders", 202, Samples.accepted(Samples.step("s-1", "proven")))
            .says("GET v1/incidents/i-1", Samples.incident(Samples.step("s-1", "proven")));
    private final Terminal terminal = new Terminal(server);

    @Test
    void parameters_areTypedByTheCatalogue() {
        var ran = terminal.run(
                "do",
                "kubernetes.withdraw-network-policy",
                "shop/allow-web",
                "--param",
                "direction=in=gress,x",
                "--param=most=3",
                "--param=all=true");

        assertThat(ran.out())
                .startsWith("now         kubernetes.withdraw-network-policy shop/allow-web on range-cluster (the only");
        assertThat(ran.code()).isZero();
        assertThat(server.posted())
                .isEqualTo("{\"action\":\"kubernetes.withdraw-network-policy\",\"target\":{\"connection\":"
                        + "\"range-cluster\",\"kind\":\"kubernetes.networkpolicy\",\"id\":\"shop/allow-web\"},"
                        + "\"parameters\":{\"direction\":\"in=gress,x\",\"most\":3,\"all\":true}}");
    }

    @Test
    void recipe_isOrderedAsOne() {
        assertThat(terminal.run("do", "kubernetes.contain-serviceaccount", "shop/web")
                        .code())
                .isZero();
        assertThat(server.posted()).startsWith("{\"recipe\":\"kubernetes.contain-serviceaccount\",");
    }

    @Test
    void preview_writesNothing() {
        server.says("POST v1/orders?preview=true", "{\"steps\":[%s]}".formatted(Samples.step("s-1", "intended")));

        var ran = terminal.run("preview", "do", "kubernetes.contain-serviceaccount", "shop/web");

        assertThat(ran.out()).startsWith("preview     kubernetes.contain-serviceaccount shop/web");
        assertThat(terminal.run("do", "kubernetes.contain-serviceaccount", "shop/web", "--preview"))
                .isEqualTo(ran);
        assertThat(server.paths("POST")).containsOnly("POST v1/orders?preview=true");
    }

    @ParameterizedTest
    @CsvSource({
        "kubernetes.nothing, direction=both, the server has no action or recipe kubernetes.nothing",
        "kubernetes.withdraw-network-policy, most=1, needs --param direction=",
        "kubernetes.withdraw-network-policy, much=1, has no parameter much; it takes direction (text)",
        "kubernetes.withdraw-network-policy, most=-1, expected a count for most",
        "kubernetes.withdraw-network-policy, all=yes, expected true or false for all",
        "kubernetes.withdraw-network-policy, way=up, 'expected one of in, out for way, found ''up'''",
        "kubernetes.contain-serviceaccount, x=1, it takes none",
    })
    void mistake_isToldBeforeAnythingIsSent(String action, String parameter, String says) {
        var ran = terminal.run("do", action, "shop/web", "--param", parameter);

        assertThat(ran.err()).contains(says);
        assertThat(ran.code()).isEqualTo(Exit.USAGE.code());
        assertThat(server.paths("POST")).isEmpty();
    }

    @Test
    void tokenOnTheCommandLine_isNeitherSentNorPrinted() {
        var ran = terminal.run("do", "kubernetes.revoke-token", TOKEN);

        assertThat(ran.err()).contains("ks do kubernetes.revoke-token - < FILE").doesNotContain("eyJ");
        assertThat(ran.code()).isEqualTo(Exit.USAGE.code());
        assertThat(server.asked).isEmpty();
    }

    @Test
    void tokenOnStandardInput_isTheTarget_andIsNeitherPrintedNorAskedFor() {
        terminal.input = LEAKED + "\n";

        var ran = terminal.run("do", "kubernetes.revoke-token", "-");

        assertThat(ran.out()).startsWith("now         kubernetes.revoke-token - on range-cluster");
        assertThat(ran.out() + ran.err()).doesNotContain("eyJ");
        assertThat(server.posted()).contains("\"kind\":\"kubernetes.token\",\"id\":\"" + LEAKED + "\"");
        assertThat(server.paths("GET")).noneMatch(path -> path.contains("eyJ"));
        assertThat(ran.code()).isZero();
    }

    @Test
    void tokenOnStandardInput_severalClusters_oneHasToBeNamed() {
        var two = new FakeServer()
                .says("GET v1/connections", Samples.TWO_CLUSTERS)
                .says("GET v1/actions", CATALOG);
        var there = new Terminal(two);
        there.input = LEAKED;

        var ran = there.run("do", "kubernetes.revoke-token", "-");

        assertThat(ran.err()).contains("name one with --connection", "prod-us").doesNotContain("eyJ");
        assertThat(ran.code()).isEqualTo(Exit.USAGE.code());
        assertThat(two.paths("GET")).noneMatch(path -> path.contains("eyJ"));
        assertThat(two.paths("POST")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", TOKEN, LEAKED + " " + LEAKED})
    void standardInputThatIsNoToken_isNotSent(String input) {
        terminal.input = input;

        var ran = terminal.run("do", "kubernetes.revoke-token", "-");

        assertThat(ran.err()).contains("expected one token of a ServiceAccount on standard input");
        assertThat(ran.code()).isEqualTo(Exit.USAGE.code());
        assertThat(server.paths("POST")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cordon node worker-3, kubernetes.cordon-node, kubernetes.node",
        "freeze namespace shop, kubernetes.freeze-namespace, kubernetes.namespace",
        "freeze serviceaccount shop/web, kubernetes.freeze-serviceaccount, kubernetes.serviceaccount",
    })
    void shortVerbs_orderWhatTheyMean(String words, String name, String kind) {
        assertThat(terminal.run(words.split(" ", -1)).code()).isZero();
        assertThat(server.posted()).startsWith("{\"action\":\"" + name + "\"").contains("\"kind\":\"" + kind + "\"");
    }
}
