package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTest {
    private static final String ASK = "POST v1/containments/c-1/release";
    private static final String LOOK = "GET v1/containments/c-1";
    private static final String RUNNING = "{\"release\":\"r-1\",\"state\":\"running\",\"needs\":\"nothing\"}";

    private final FakeServer server = new FakeServer();
    private final Terminal terminal = new Terminal(server);

    private static String containment(String state) {
        return "{\"containment\":\"c-1\",\"release\":{\"release\":\"r-1\",\"state\":\"%s\"}}".formatted(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop/toolbox", "r-1", "s-1"})
    void whatHasNoContainmentsName_isToldWhereToFindIt(String name) {
        var ran = terminal.run("release", name);

        assertThat(ran.err())
                .contains("expected a containment, c-…, or an incident, i-…", "is said by: ks why " + name);
        assertThat(ran.code()).isEqualTo(Exit.USAGE.code());
        assertThat(server.asked).isEmpty();
    }

    @Test
    void releaseThatRuns_isFollowedToItsEnd() {
        server.says(ASK, 202, RUNNING).says(LOOK, containment("running")).says(LOOK, containment("released"));

        var ran = terminal.run("release", "c-1", "--reason", "false alarm");

        assertThat(ran.out()).isEqualTo("release     r-1   of c-1\nstate       released: it is open again\n");
        assertThat(ran.code()).isZero();
        assertThat(server.posted()).isEqualTo("{\"reason\":\"false alarm\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gone|it is gone, there was nothing left to open",
                "held-by-others|it stays closed, others hold the same still",
                "restored|it is open again"
            })
    void releasedThing_isOnlyCalledOpenWhereItIs(String became, String says) {
        server.says(ASK, 202, RUNNING).says(LOOK, """
                {"containment":"c-1","release":{"release":"r-1","state":"released","became":"%s"}}""".formatted(became));

        assertThat(terminal.run("release", "c-1").out()).endsWith("state       released: " + says + "\n");
    }

    @Test
    void incident_releasesAllThatStands_theLastOneFirst() {
        server.says("GET v1/incidents/i-1", """
                        {"incident":"i-1","containments":[{"containment":"c-1","state":"standing"},
                         {"containment":"c-2","state":"ended"},{"containment":"c-3","state":"due"}]}""")
                .says("POST v1/containments/c-3/release", 409, "{\"title\":\"conflict\",\"status\":409}")
                .says(ASK, 202, RUNNING)
                .says(LOOK, containment("released"));

        var ran = terminal.run("release", "i-1");

        assertThat(server.paths("POST")).containsExactly("POST v1/containments/c-3/release", ASK);
        assertThat(ran.out())
                .isEqualTo("releasing   2 of i-1: c-3 c-1\nrelease     r-1   of c-1\n"
                        + "state       released: it is open again\n");
        assertThat(ran.err()).contains("conflict (409)");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }

    @Test
    void incidentOfWhichNothingStands_saysSo() {
        server.says("GET v1/incidents/i-1", "{\"incident\":\"i-1\",\"containments\":[]}");

        var ran = terminal.run("release", "i-1", "--json");

        assertThat(ran.err()).contains("nothing of i-1 stands");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }

    @Test
    void secondPerson_isAskedFor() {
        server.says(
                ASK,
                202,
                "{\"release\":\"r-1\",\"state\":\"needs-second-person\",\"needs\":\"a second person's approval\"}");

        var ran = terminal.run("release", "c-1");

        assertThat(ran.out()).isEqualTo("""
                        release     r-1   of c-1
                        state       needs-second-person: NOT RELEASED yet
                        needs       a second person's approval
                                    somebody else runs: ks approve r-1
                        """);
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
        assertThat(server.paths("GET")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ended, a person has to", "failed, it may be asked for again"})
    void releaseThatDidNotWork_isNotDone(String state, String says) {
        server.says(ASK, 202, RUNNING).says(LOOK, containment(state));

        var ran = terminal.run("release", "c-1");

        assertThat(ran.out()).contains("NOT RELEASED").contains(says);
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }

    @Test
    void whatIsLeftToAPerson_isShownAsText() {
        String ended = """
                {"containment":"c-1","release":{"release":"r-1","state":"ended","became":"by-hand",
                 "byHand":["kubectl -n shop create secret generic db \\u001b[2J","# then: tell its users"]}}""";
        server.says(ASK, 202, RUNNING).says(LOOK, ended);

        var ran = terminal.run("release", "c-1");

        assertThat(ran.out()).endsWith("""
                        state       ended: NOT RELEASED by us, a person has to:
                        by hand     kubectl -n shop create secret generic db \\x1b[2J
                        by hand     # then: tell its users
                        """);
        assertThat(terminal.run("release", "c-1", "--json").out()).contains("kubectl -n shop create secret");
        server.says("GET v1/incidents/i-1", """
                        {"incident":"i-1","steps":[{"step":"s-1","state":"proven","containment":"c-1"}],
                         "containments":[%s]}""".formatted(ended)).says("GET v1/incidents/i-1/timeline", "{}");
        assertThat(terminal.run("incident", "i-1").out()).contains("by hand     # then: tell its users\n");
    }

    @Test
    void releaseThatDoesNotEnd_isLeftAfterTwentySeconds() {
        server.says(ASK, 202, RUNNING).says(LOOK, containment("running"));

        var ran = terminal.run("release", "c-1", "--json");

        assertThat(ran.out()).contains("\"state\" : \"running\"");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
        assertThat(Duration.between(Terminal.START, terminal.now)).isEqualTo(Follow.PATIENCE);
    }

    @Test
    void approval_findsWhatItReleases() {
        server.says("POST v1/releases/r-1/approve", 202, RUNNING)
                .says(
                        "GET v1/containments?limit=500",
                        "{\"items\":[{\"containment\":\"c-0\"},%s]}".formatted(containment("running")))
                .says(LOOK, containment("released"));

        var ran = terminal.run("approve", "r-1");

        assertThat(ran.out()).isEqualTo("release     r-1   of c-1\nstate       released: it is open again\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void approvalOfWhatIsFurtherBack_isToldAsItStands() {
        server.says("POST v1/releases/r-1/approve", 202, RUNNING)
                .says("GET v1/containments?limit=500", "{\"items\":[]}");

        assertThat(terminal.run("approve", "r-1").out())
                .isEqualTo("release     r-1\nstate       running: it goes on; look again with: ks why r-1\n");
    }

    @Test
    void ownApproval_isRefusedByTheServer() {
        server.says(
                "POST v1/releases/r-1/approve",
                409,
                "{\"title\":\"it is not as the request takes it to be\",\"status\":409,\"detail\":\"you asked for it yourself\"}");

        var ran = terminal.run("approve", "r-1");

        assertThat(ran.err()).contains("you asked for it yourself");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }
}
