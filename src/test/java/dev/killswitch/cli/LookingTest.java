package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.cli.Terminal.Ran;
import org.junit.jupiter.api.Test;

/** Commands that only look. */
class LookingTest {
    private static final String ARMED = "GET q/health/armed";
    private static final String STANDING = "GET v1/containments?state=standing&limit=500";

    private final FakeServer server = new FakeServer()
            .says("GET v1/connections", Samples.CONNECTIONS)
            .says("GET v1/automation", """
                    {"mode":"armed","connections":[{"connection":"range-account","mode":"armed","effective":"armed"},
                     {"connection":"range-cluster","mode":"observing","effective":"observing"}]}""")
            .says("GET v1/sources", """
                    {"items":[{"source":"falco","kind":"falco","heard":"2026-03-01T10:11:00.000Z","silent":false,"troubles":[]},
                     {"source":"guardduty","kind":"guardduty","heard":null,"silent":true,"troubles":["no secret"]}]}""");
    private final Terminal terminal = new Terminal(server);

    @Test
    void oneThingThatTwoHold_isOneThing() {
        String one = Samples.containment("standing", Samples.PROVEN);
        server.says(STANDING, "{\"items\":[%s,%s],\"next\":null}".formatted(one, one.replace("c-s-1", "c-s-2")));

        assertThat(terminal.run("status").out())
                .contains("contained   1 thing\n")
                .contains("by a responder   held too by c-s-2\n");
    }

    @Test
    void status_saysOfWhatWasLost_thatItHoldsNoMore_notThatItWasProven() {
        server.says(
                STANDING, "{\"items\":[%s],\"next\":null}".formatted(Samples.containment("drifted", Samples.PROVEN)));

        assertThat(terminal.run("status").out())
                .contains("shop/toolbox on range-cluster   drifted: NO LONGER IN FORCE   since ")
                .doesNotContain("drifted, proven");
    }

    @Test
    void status_showsWhatStandsAndWhyAutomationWouldNotAct() {
        server.says(
                        STANDING,
                        "{\"items\":[%s],\"next\":null}".formatted(Samples.containment("standing", Samples.PROVEN)))
                .says(ARMED, 503, """
                        {"status":"DOWN","checks":[{"name":"rulebook","status":"UP"},
                         {"name":"automation","status":"DOWN","why":["range-cluster is observing","a second thing"]}]}""");

        Ran ran = terminal.run("status");

        assertThat(ran.out()).isEqualTo("""
                        server      http://localhost:8080/
                        automation  armed for everything; range-account armed; range-cluster observing
                        armed       NO: automation would not act
                                    automation: range-cluster is observing; a second thing
                        contained   1 thing
                                    c-s-1   kubernetes.isolate-pod shop/toolbox on range-cluster   standing, proven   \
                        since 2026-03-01T10:00:02.000Z (13 min ago)   by a responder
                        connections 2
                                    range-account   aws   armed   ready
                                    range-cluster   kubernetes   armed   ready
                                        kubernetes.kill-pod missing: delete pods
                        sources     2
                                    falco   falco   heard 2026-03-01T10:11:00.000Z (3 min ago)
                                    guardduty   guardduty   heard never   SILENT past its heartbeat
                                        no secret
                        """);
        assertThat(ran.code()).isZero();
    }

    @Test
    void status_thatIsArmed_saysSo() {
        server.says(STANDING, "{\"items\":[],\"next\":null}").says(ARMED, "{\"status\":\"UP\",\"checks\":[]}");

        assertThat(terminal.run("status").out()).contains("armed       yes").contains("contained   nothing\n");
    }

    @Test
    void status_thatIsArmedWithTrouble_saysBoth_andShowsPages() {
        server.says(STANDING, "{\"items\":[],\"next\":null}").says(ARMED, """
                        {"status":"DEGRADED","checks":[{"name":"rulebook","status":"DEGRADED","why":["refused"]}]}""").says("GET v1/pages?limit=5", """
                        {"items":[{"at":"2026-03-01T10:13:00.000Z","subject":"rulebook","why":"not taken"},
                         {"at":"2026-03-01T10:12:00.000Z","subject":"s-1","why":"it failed"}]}""");

        assertThat(terminal.run("status").out()).contains("""
                        armed       yes: automation would act, but somebody has to look
                                    rulebook: refused
                        contained   nothing
                        pages       2026-03-01T10:13:00.000Z (60 s ago)   rulebook   not taken
                                    2026-03-01T10:12:00.000Z (2 min ago)   s-1   it failed
                        """);
    }

    @Test
    void why_printsTheSixLinesAsTheyCome() {
        server.says(
                "GET v1/why?q=AccessDenied%3A%20alice",
                "alice was DENIED at 10:00Z\nbecause  rule x matched\u001b[2J\nfrom     alert a\n");

        Ran ran = terminal.run("why", "AccessDenied:", "alice");

        assertThat(ran.out())
                .isEqualTo("alice was DENIED at 10:00Z\nbecause  rule x matched\\x1b[2J\nfrom     alert a\n");
        assertThat(server.asked.getFirst().accept()).isEqualTo("text/plain");
    }

    @Test
    void why_inJson_asksForIt() {
        server.says("GET v1/why?q=alice", "{\"subject\":\"alice\",\"lines\":[]}");

        assertThat(terminal.run("why", "alice", "--json").out()).contains("\"subject\" : \"alice\"");
        assertThat(server.asked.getFirst().accept()).isEqualTo("application/json");
    }

    @Test
    void why_ofALongText_asksAboutItsBeginning() {
        String path = "GET v1/why?q=" + "%C3%A4".repeat(3_500 / 6);
        server.says(path, "said\n");

        Ran ran = terminal.run("why", "ä".repeat(4_000));

        assertThat(ran.out()).isEqualTo("said\n");
        assertThat(ran.err()).isEqualTo("ks: the text is long; only its beginning is asked about\n");
    }

    @Test
    void why_ofSomethingUnknown_isNotDone() {
        server.says(
                "GET v1/why?q=x",
                404,
                "{\"title\":\"no such thing\",\"status\":404,\"detail\":\"nothing is known of x\"}");

        Ran ran = terminal.run("why", "x");

        assertThat(ran.err()).isEqualTo("ks: no such thing (404)\n    nothing is known of x\n");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }

    @Test
    void incident_showsStepsAndTimeline() {
        server.says("GET v1/incidents/i-1", Samples.incident(Samples.step("s-1", "unproven")))
                .says("GET v1/incidents/i-1/timeline", """
                        {"incident":"i-1","rows":[
                          {"ledger":17,"at":"2026-03-01T10:00:00.100Z","sinceStart":"PT0.1S","occurred":null,"phase":"decide",
                           "who":{"rule":"shell"},"what":"rule shell matched","evidence":null},
                          {"ledger":18,"at":"2026-03-01T10:00:00.200Z","phase":"act","who":{"role":"responder"},"what":"a\\nb"}],
                         "builtOn":{"size":20,"root":"9f3c"}}""");

        assertThat(terminal.run("incident", "i-1").out()).isEqualTo("""
                        incident    i-1   contained   opened 2026-03-01T10:00:00.000Z (14 min ago)
                        step        kubernetes.isolate-pod shop/toolbox on range-cluster   applied; NOT PROVEN
                                    containment c-s-1
                        timeline    2 entries
                          2026-03-01T10:00:00.100Z  L#17  rule shell  rule shell matched
                          2026-03-01T10:00:00.200Z  L#18  responder  a\\nb
                        ledger      20 entries, root 9f3c
                        why         ks why i-1
                        """);
    }

    @Test
    void incident_saysWhichStepsWereReleasedSince() {
        String incident = Samples.incident(
                        Samples.step("s-1", "proven"),
                        Samples.step("s-2", "applied"),
                        Samples.step("s-3", "unproven"),
                        Samples.step("s-4", "proven"))
                .replace("\"containments\":[]", """
                        "containments":[
                          {"containment":"c-s-1","state":"released","release":{"release":"r-1","state":"released","became":"restored"}},
                          {"containment":"c-s-2","state":"released","release":null},
                          {"containment":"c-s-3","state":"standing","release":null},
                          {"containment":"c-s-4","state":"drifted","release":null}]""");
        server.says("GET v1/incidents/i-1", incident)
                .says("GET v1/incidents/i-1/timeline", "{\"incident\":\"i-1\",\"rows\":[]}");

        assertThat(terminal.run("incident", "i-1").out())
                .contains("applied; proven; since RELEASED: restored\n")
                .contains("applied; not proven yet; since RELEASED\n")
                .contains("applied; NOT PROVEN\n")
                .contains("applied; proven; since NO LONGER IN FORCE\n");
    }

    @Test
    void incident_inJson_isBothAnswers() {
        server.says("GET v1/incidents/i-1", Samples.incident())
                .says("GET v1/incidents/i-1/timeline", "{\"incident\":\"i-1\",\"rows\":[]}");

        assertThat(terminal.run("incident", "i-1", "--json").out())
                .contains("\"incident\" : {")
                .contains("\"timeline\" : {");
    }
}
