package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterProfileTest {
    private static final String PATH = "v1/connections/prod-eu/profile";

    private final FakeServer server = new FakeServer();
    private final Terminal terminal = new Terminal(server);

    private static String profile(String measuring, String failed) {
        return """
                {"connection":"prod-eu","facts":[
                 {"fact":"enforces","says":"yes","basis":"measured","source":"a canary in killswitch-canary",
                  "at":"2026-03-01T08:00:00.000Z"},
                 {"fact":"network-plugin","says":"unknown","basis":"unknown","source":"nobody has looked yet","at":null}],
                 "doubt":null,"measuring":%s,"failed":%s}""".formatted(measuring, failed);
    }

    @Test
    void profile_saysWhereEachThingIsKnownFrom() {
        server.says("GET " + PATH, profile("null", "null"));
        var ran = terminal.run("cluster", "profile", "prod-eu");
        assertThat(ran.out()).isEqualTo("""
                        cluster     prod-eu
                                    enforces: yes   (measured, a canary in killswitch-canary, 2026-03-01T08:00:00.000Z (2 h ago))
                                    network-plugin: unknown   (unknown, nobody has looked yet)
                        """);
        assertThat(ran.code()).isZero();
    }

    @Test
    void withoutAName_allClustersAreShown() {
        server.says("GET v1/connections", """
                {"items":[{"connection":"acme","kind":"aws"},{"connection":"prod-eu","kind":"kubernetes"}]}""");
        server.says("GET " + PATH, profile("null", "null"));
        assertThat(terminal.run("cluster", "profile").out()).startsWith("cluster     prod-eu\n");
    }

    @Test
    void canary_isWaitedFor() {
        server.says(
                "POST " + PATH,
                202,
                profile("{\"since\":\"2026-03-01T10:00:00.000Z\",\"until\":\"2026-03-01T10:03:00.000Z\"}", "null"));
        server.says("GET " + PATH, profile("null", "null"));
        var ran = terminal.run("cluster", "profile", "prod-eu", "--canary");
        assertThat(ran.out()).contains("enforces: yes").doesNotContain("measuring");
        assertThat(ran.code()).isZero();
    }

    @Test
    void canaryThatIsNotWaitedFor_saysUntilWhen() {
        server.says(
                "POST " + PATH,
                202,
                profile("{\"since\":\"2026-03-01T10:00:00.000Z\",\"until\":\"2026-03-01T10:03:00.000Z\"}", "null"));
        var ran = terminal.run("cluster", "profile", "prod-eu", "--canary", "--no-wait");
        assertThat(ran.out()).contains("measuring   until 2026-03-01T10:03:00.000Z at the latest");
        assertThat(ran.code()).isZero();
    }

    @Test
    void canaryThatSawNothing_isShouted_andNotDone() {
        server.says(
                "POST " + PATH,
                202,
                profile("null", "{\"why\":\"unproven: pods gave no answer\",\"at\":\"2026-03-01T10:00:00.000Z\"}"));
        var ran = terminal.run("cluster", "profile", "prod-eu", "--canary");
        assertThat(ran.out()).contains("the last canary saw nothing: unproven: pods gave no answer");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void canaryOnOneOfSeveral_hasToBeNamed() {
        server.says("GET v1/connections", """
                {"items":[{"connection":"a","kind":"kubernetes"},{"connection":"b","kind":"kubernetes"}]}""");
        var ran = terminal.run("cluster", "profile", "--canary");
        assertThat(ran.err()).contains("expected which cluster to measure, one of a, b");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void tierThatIsOff_isTold() {
        server.says("POST " + PATH, 409, """
                {"title":"it is not as the request takes it to be","status":409,"detail":"tier canary is off on this connection"}""");
        var ran = terminal.run("cluster", "profile", "prod-eu", "--canary");
        assertThat(ran.err()).contains("tier canary is off on this connection");
        assertThat(ran.code()).isEqualTo(1);
    }
}
