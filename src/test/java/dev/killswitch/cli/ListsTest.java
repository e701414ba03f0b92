package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists, and the switches of automation. */
class ListsTest {
    private final FakeServer server = new FakeServer();
    private final Terminal terminal = new Terminal(server);

    @Test
    void containments_areListedByPage() {
        server.says(
                "GET v1/containments?state=ended&limit=1&after=c-0",
                "{\"items\":[%s],\"next\":\"c-s-1\"}".formatted(Samples.containment("released", "null")));

        var ran = terminal.run("containments", "--state=ended", "--limit=1", "--after=c-0");

        assertThat(ran.out())
                .isEqualTo("c-s-1   kubernetes.isolate-pod shop/toolbox on range-cluster   released, not proven yet   "
                        + "since 2026-03-01T10:00:02.000Z (13 min ago)   by a responder\n");
        assertThat(ran.err()).isEqualTo("ks: there are more: --after c-s-1\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void nothingContained_isNoMistake() {
        server.says("GET v1/containments?limit=50", "{\"items\":[],\"next\":null}");

        var ran = terminal.run("containments", "--state=all");

        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).isEqualTo("ks: none\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void incidents_sayWhatTheyAreAbout() {
        server.says("GET v1/incidents?limit=50", """
                {"items":[{"incident":"i-1","opened":"2026-03-01T08:00:00.000Z","state":"contained","alerts":1,"orders":0,
                 "steps":2,"standing":1,"rules":["shell"],"targets":[{"id":"shop/toolbox"},{"id":"alice"}]}],"next":null}""");

        assertThat(terminal.run("incidents").out())
                .isEqualTo("i-1   contained   opened 2026-03-01T08:00:00.000Z (2 h ago)   1 of 2 standing   "
                        + "shop/toolbox, alice\n");
    }

    @Test
    void deliveries_sayWhatCouldNotBeRead() {
        server.says("GET v1/deliveries?state=unread&limit=50", """
                {"items":[{"delivery":"d-1","source":"falco","received":"2026-02-26T10:00:00.000Z","state":"unread","status":422,
                 "bytes":17,"where":"/output_fields","why":"no object"}],"next":null}""");

        assertThat(terminal.run("deliveries").out())
                .isEqualTo("d-1   falco   received 2026-02-26T10:00:00.000Z (3 days ago)   answered 422   17 bytes   "
                        + "/output_fields: no object\n");
    }

    @Test
    void replay_saysWhatCameOfIt() {
        server.says("POST v1/deliveries/d-1/replay", 202, """
                {"delivery":"d-1","alerts":[{"alert":"a-1","finding":"f","incident":"i-1","decision":"act",
                 "matches":[{"rule":"shell"}],"steps":[%s],"why":"rule shell matched"}],"recorded":true}""".formatted(Samples.step("s-1", "intended")));

        assertThat(terminal.run("replay", "d-1").out()).isEqualTo("""
                        alert       a-1   finding f
                                    act: rule shell matched
                                    rules shell
                                    kubernetes.isolate-pod shop/toolbox on range-cluster   not done yet
                                    ks incident i-1
                        """);
    }

    @Test
    void replayOfASource_takesTheOldestFirst_andGoesOnBehindOneThatFails() {
        server.says("GET v1/deliveries?state=unread&limit=500", """
                        {"items":[{"delivery":"d-3","source":"falco"},{"delivery":"d-2","source":"other"},
                         {"delivery":"d-1","source":"falco"}],"next":null}""")
                .says("POST v1/deliveries/d-1/replay", 422, "{\"title\":\"unreadable\",\"status\":422}")
                .says("POST v1/deliveries/d-3/replay", 202, "{\"delivery\":\"d-3\",\"alerts\":[]}");

        var ran = terminal.run("replay", "--source", "falco");

        assertThat(server.paths("POST"))
                .containsExactly("POST v1/deliveries/d-1/replay", "POST v1/deliveries/d-3/replay");
        assertThat(ran.err()).contains("unreadable (422)").contains("of falco read again: 2");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
        assertThat(terminal.run("replay").code()).isEqualTo(Exit.USAGE.code());
    }

    @Test
    void delivery_showsItsBody_madeHarmless() {
        server.says("GET v1/deliveries/d-1", """
                {"delivery":"d-1","source":"falco","received":"2026-02-26T10:00:00.000Z","state":"unread","status":422,
                 "bytes":9,"where":"byte 2","why":"no value","body":"eyJhIjobW2R9"}""");

        assertThat(terminal.run("delivery", "d-1").out())
                .isEqualTo("d-1   falco   received 2026-02-26T10:00:00.000Z (3 days ago)   answered 422   9 bytes   "
                        + "byte 2: no value\n{\"a\":\\x1b[d}\n");
    }

    @ParameterizedTest
    @CsvSource({"arm, armed", "observe, observing", "pause, paused"})
    void automation_isSwitchedForEverythingOrOneConnection(String word, String mode) {
        server.says(
                "POST v1/automation",
                "{\"mode\":\"armed\",\"connections\":[{\"connection\":\"prod-eu\",\"mode\":\"%s\",\"effective\":\"%s\"}]}"
                        .formatted(mode, mode));

        var ran = terminal.run(word, "--connection", "prod-eu", "--reason", "drill");

        assertThat(ran.out()).isEqualTo("automation  armed for everything; prod-eu " + mode + "\n");
        assertThat(server.posted())
                .isEqualTo("{\"mode\":\"%s\",\"connection\":\"prod-eu\",\"reason\":\"drill\"}".formatted(mode));
        terminal.run(word);
        assertThat(server.posted()).isEqualTo("{\"mode\":\"%s\"}".formatted(mode));
    }

    @Test
    void connectionArmedWhileEverythingIsPaused_saysWhatHolds() {
        server.says(
                "POST v1/automation",
                "{\"mode\":\"paused\",\"connections\":[{\"connection\":\"prod-eu\",\"mode\":\"armed\",\"effective\":\"paused\"}]}");

        assertThat(terminal.run("arm", "--connection", "prod-eu").out())
                .isEqualTo("automation  paused for everything; prod-eu paused (its own: armed)\n");
    }

    @Test
    void armingThatTheRoleForbids_isFour() {
        server.says(
                "POST v1/automation",
                403,
                "{\"title\":\"who asks may not do this\",\"status\":403,\"detail\":\"to let it do more is an operator's\"}");

        var ran = terminal.run("arm");

        assertThat(ran.err()).contains("to let it do more is an operator's");
        assertThat(ran.code()).isEqualTo(Exit.NOT_ALLOWED.code());
    }

    @ParameterizedTest
    @CsvSource({"version", "--version"})
    void version_isPrinted(String word) {
        assertThat(terminal.run(word).out()).isEqualTo("ks 1.2.3\n");
    }

    @Test
    void completion_knowsEveryCommand() {
        var ran = terminal.run("completion");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .startsWith("#!/usr/bin/env bash")
                .contains("isolate")
                .contains("--connection");
    }
}
