package dev.killswitch.cli;

import static dev.killswitch.cli.Samples.accepted;
import static dev.killswitch.cli.Samples.containment;
import static dev.killswitch.cli.Samples.incident;
import static dev.killswitch.cli.Samples.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.cli.Terminal.Ran;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderCommandTest {
    private static final String ORDERS = "POST v1/orders";

    private final FakeServer server = new FakeServer()
            .says("GET v1/connections", Samples.CONNECTIONS)
            .says("GET v1/containments/c-s-1", containment("standing", Samples.PROVEN));
    private final Terminal terminal = new Terminal(server);

    @ParameterizedTest
    @CsvSource({
        "revoke pod-token TOKEN",
        "deny writes User:TOKEN",
        "preview isolate pod TOKEN",
        "isolate pod shop/toolbox --reason TOKEN",
    })
    void tokenOnTheCommandLine_isNeitherSentNorPrinted(String words) {
        String token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0000.c2lnbmF0dXJl";

        Ran ran = terminal.run(words.replace("TOKEN", token).split(" "));

        assertThat(ran.err()).contains("ks do kubernetes.revoke-token - < FILE").doesNotContain("eyJ");
        assertThat(ran.code()).isEqualTo(Exit.USAGE.code());
        assertThat(server.asked).isEmpty();
    }

    @Test
    void isolatePod_saysWhatItDoesAndWhatHappened() {
        server.says(ORDERS, 202, accepted(step("s-1", "intended")))
                .says("GET v1/incidents/i-1", incident(step("s-1", "applied")))
                .says("GET v1/incidents/i-1", incident(step("s-1", "proven")));

        Ran ran = terminal.run("isolate", "pod", "shop/toolbox");

        assertThat(ran.out()).isEqualTo("""
                        now         isolate pod shop/toolbox on range-cluster (the only kubernetes connection)
                        order       o-1   incident i-1
                        step        kubernetes.isolate-pod shop/toolbox on range-cluster
                                    applied; proven
                                    seen: a probe was cut off
                                    to open it again (undo: exact): ks release c-s-1
                        why         ks why i-1
                        """);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(server.isClosed()).isTrue();
        assertThat(server.posted())
                .isEqualTo("{\"action\":\"kubernetes.isolate-pod\",\"target\":{\"connection\":\"range-cluster\","
                        + "\"kind\":\"kubernetes.pod\",\"id\":\"shop/toolbox\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "writes, User:alice, kubernetes.deny-subject-writes, kubernetes.subject",
        "image, registry.example/shop/web, kubernetes.block-image, kubernetes.image",
    })
    void deny_ordersWhatTheWordMeans(String noun, String target, String name, String kind) {
        server.says(ORDERS, 202, accepted(step("s-1", "proven")))
                .says("GET v1/incidents/i-1", incident(step("s-1", "proven")));

        assertThat(terminal.run("deny", noun, target).code()).isZero();
        assertThat(server.posted())
                .isEqualTo("{\"action\":\"" + name + "\",\"target\":{\"connection\":\"range-cluster\",\"kind\":\""
                        + kind + "\",\"id\":\"" + target + "\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "pod, shop/toolbox, range-cluster, action, kubernetes.kill-pod, kubernetes.pod",
        "key, AKIAEXAMPLE, range-account, action, aws.disable-access-key, aws.access-key",
        "user, alice, range-account, recipe, aws.contain-user, aws.user",
        "role, batch, range-account, action, aws.deny-role, aws.role",
    })
    void kill_ordersWhatTheWordMeans(
            String noun, String target, String connection, String sort, String name, String kind) {
        server.says(ORDERS, 202, accepted(step("s-1", "proven")))
                .says("GET v1/incidents/i-1", incident(step("s-1", "proven")));

        assertThat(terminal.run("kill", noun, target).code()).isZero();
        assertThat(server.posted())
                .isEqualTo("{\"%s\":\"%s\",\"target\":{\"connection\":\"%s\",\"kind\":\"%s\",\"id\":\"%s\"}}"
                        .formatted(sort, name, connection, kind, target));
    }

    @ParameterizedTest
    @CsvSource({
        "kill workload shop/Deployment/web, recipe, kubernetes.contain-workload, shop/Deployment/web",
        "stop workload shop/StatefulSet/db, action, kubernetes.scale-to-zero, shop/StatefulSet/db",
        "stop job shop/report-1, action, kubernetes.suspend-job, shop/Job/report-1",
        "stop job shop/Job/report-1, action, kubernetes.suspend-job, shop/Job/report-1",
        "stop cronjob shop/report, recipe, kubernetes.contain-cronjob, shop/CronJob/report",
    })
    void workload_isOrderedByItsKind(String words, String sort, String name, String id) {
        server.says(ORDERS, 202, accepted(step("s-1", "proven")))
                .says("GET v1/incidents/i-1", incident(step("s-1", "proven")));

        assertThat(terminal.run(words.split(" ", -1)).code()).isZero();
        assertThat(server.posted())
                .isEqualTo(("{\"%s\":\"%s\",\"target\":{\"connection\":\"range-cluster\","
                                + "\"kind\":\"kubernetes.workload\",\"id\":\"%s\"}}")
                        .formatted(sort, name, id));
    }

    @Test
    void everyOption_isInTheOrder() {
        server.says(ORDERS, 202, accepted(step("s-1", "proven")));

        terminal.run(
                "kill",
                "pod",
                "shop/toolbox",
                "--connection=elsewhere",
                "--grace=0",
                "--reason=it mines coins",
                "--override=protected,stale",
                "--confirm=3",
                "--ttl=1h30m",
                "--idempotency-key=once");

        assertThat(server.paths("GET")).doesNotContain("GET v1/connections");
        assertThat(server.posted())
                .contains("\"connection\":\"elsewhere\"")
                .contains("\"parameters\":{\"grace\":0}")
                .contains("\"reason\":\"it mines coins\"")
                .contains("\"ttl\":\"PT1H30M\"")
                .contains("\"override\":[\"protected\",\"stale\"]")
                .contains("\"confirm\":3");
        assertThat(server.asked.getFirst().headers()).containsEntry("Idempotency-Key", "once");
    }

    @Test
    void severalConnections_theOneThatHasTheThingIsTaken() {
        var two = new FakeServer()
                .says("GET v1/connections", Samples.TWO_CLUSTERS)
                .says(
                        "GET v1/targets?q=shop%2Ftoolbox&kind=kubernetes.pod",
                        "{\"items\":[{\"connection\":\"prod-us\",\"kind\":\"kubernetes.pod\",\"id\":\"shop/toolbox\"}]}")
                .says(ORDERS, 202, accepted(step("s-1", "proven")));

        Ran ran = new Terminal(two).run("kill", "pod", "shop/toolbox");

        assertThat(ran.out())
                .startsWith("now         kill pod shop/toolbox on prod-us (the only connection that has it)\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void severalConnections_andNoneHasTheThing_areListed() {
        var two = new FakeServer()
                .says("GET v1/connections", Samples.TWO_CLUSTERS)
                .says("GET v1/targets?q=shop%2Ftoolbox&kind=kubernetes.pod", "{\"items\":[]}");

        Ran ran = new Terminal(two).run("kill", "pod", "shop/toolbox");

        assertThat(ran.err()).isEqualTo("""
                        ks: no connection has pod shop/toolbox; name one with --connection:
                            prod-eu
                            prod-us
                        """);
        assertThat(ran.code()).isEqualTo(Exit.USAGE.code());
        assertThat(two.paths("POST")).isEmpty();
    }

    @Test
    void userIsContained_stepsThatFollowAreWaitedFor() {
        server.says(ORDERS, 202, accepted(step("s-1", "intended")))
                .says("GET v1/incidents/i-1", incident(step("s-0", "intended"), step("s-1", "proven")))
                .says(
                        "GET v1/incidents/i-1",
                        incident(step("s-0", "intended"), step("s-1", "proven"), step("s-2", "intended")))
                .says(
                        "GET v1/incidents/i-1",
                        incident(step("s-0", "intended"), step("s-1", "proven"), step("s-2", "proven")));

        Ran ran = terminal.run("kill", "user", "alice", "--json");

        assertThat(ran.out())
                .contains("\"s-1\"")
                .contains("\"s-2\"")
                .doesNotContain("intended")
                .doesNotContain("s-0");
        assertThat(ran.code()).isZero();
    }

    @Test
    void stepThatDoesNotEnd_isLeftAfterTwentySeconds() {
        server.says(ORDERS, 202, accepted(step("s-1", "intended")))
                .says("GET v1/incidents/i-1", incident(step("s-1", "intended")));

        Ran ran = terminal.run("isolate", "pod", "shop/toolbox");

        assertThat(ran.out())
                .contains("not done yet")
                .contains("later       it goes on; look again with: ks incident i-1");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
        assertThat(Duration.between(Terminal.START, terminal.now)).isEqualTo(Follow.PATIENCE);
    }

    @ParameterizedTest
    @CsvSource({
        "applied, applied; not proven yet, 0",
        "proven, applied; proven, 0",
        "proven-for-new, applied; proven for what is new, 0",
        "unproven, applied; NOT PROVEN, 0",
        "partial, applied; PARTIAL, 1",
        "failed, FAILED, 1",
        "refused, REFUSED, 1",
        "gone, GONE, 1",
        "unknown, UNKNOWN, 1",
    })
    void eachEnd_isSaidAndHasItsExitCode(String state, String says, int code) {
        server.says(ORDERS, 202, accepted(step("s-1", "intended")))
                .says("GET v1/incidents/i-1", incident(step("s-1", state)));

        Ran ran = terminal.run("isolate", "pod", "shop/toolbox");

        assertThat(ran.out()).contains("            " + says);
        assertThat(ran.code()).isEqualTo(code);
    }

    @Test
    void partialContainment_saysWhatStillWorks() {
        var fresh = new FakeServer()
                .says("GET v1/connections", Samples.CONNECTIONS)
                .says(ORDERS, 202, accepted(step("s-1", "partial")))
                .says(
                        "GET v1/containments/c-s-1",
                        containment(
                                "standing",
                                "{\"is\":\"partial\",\"how\":null,\"stillWorks\":[\"policy shop/allow lets dns in\"]}"));

        assertThat(new Terminal(fresh).run("isolate", "pod", "shop/toolbox").out())
                .contains("            still works: policy shop/allow lets dns in\n");
    }

    @Test
    void actWithoutRecord_isSaidLoudlyAndNotFollowed() {
        server.says(ORDERS, """
                {"order":"o-1","incident":"i-1","steps":[%s],"recorded":false,"why":"the disk is full"}""".formatted(step("s-1", "applied")));
        terminal.ink = Machine.Ink.COLOURS;

        Ran ran = terminal.run("isolate", "pod", "shop/toolbox");

        assertThat(ran.out())
                .contains("\u001b[1;31mNOT RECORDED (recorded: false): it acted, and the record cannot be written yet: "
                        + "the disk is full\u001b[0m\n")
                .contains("applied; not proven yet");
        assertThat(ran.code()).isZero();
        assertThat(server.paths("GET")).doesNotContain("GET v1/incidents/i-1");
    }

    @Test
    void guardSaysNo_itsWordsAndWhatToAddAreTold() {
        server.says(ORDERS, 422, """
                {"type":"urn:killswitch:problem:held","title":"a guard says no","status":422,
                 "detail":"protected: kube-system is protected",
                 "problems":[{"where":"protected","found":"kube-system is protected",
                   "expected":"\\"protected\\" in override, and the count of things in confirm"}],
                 "steps":[%s]}""".formatted(step("s-1", "refused")));

        Ran ran = terminal.run("kill", "pod", "kube-system/dns");

        assertThat(ran.err()).isEqualTo("""
                        ks: a guard says no (422)
                            protected: kube-system is protected; expected "protected" in override, and the count of things in confirm
                            to do it all the same, add: --override protected --confirm 1
                        """);
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }

    @Test
    void guardThatHoldsForEverybody_noWayRoundItIsOffered() {
        server.says(ORDERS, 422, """
                {"title":"a guard says no","status":422,"detail":"guards say no to all of it",
                 "problems":[{"where":"ourselves","found":"this is us","expected":"another order: this one holds for everybody"}]}""");

        assertThat(terminal.run("kill", "pod", "shop/toolbox").err()).doesNotContain("to do it all the same");
    }

    @Test
    void answerIsLost_theOrderIsSentAgainWithTheSameKey() {
        server.isSilent(ORDERS).says(ORDERS, 202, accepted(step("s-1", "proven")));

        Ran ran = terminal.run("kill", "pod", "shop/toolbox");

        assertThat(ran.code()).isZero();
        assertThat(server.asked.stream()
                        .filter(request -> request.method().equals("POST"))
                        .map(request -> request.headers().get("Idempotency-Key")))
                .containsExactly("ks-1", "ks-1");
    }

    @Test
    void serverStaysSilent_saysHowToSendItAgain() {
        server.isSilent(ORDERS);

        Ran ran = terminal.run("kill", "pod", "shop/toolbox");

        assertThat(ran.err())
                .contains("could not reach the server at http://localhost:8080/: nobody listens there")
                .contains("to send it again so that it acts once: --idempotency-key ks-1");
        assertThat(ran.code()).isEqualTo(Exit.UNREACHABLE.code());
        assertThat(server.paths("POST")).hasSize(3);
    }

    @Test
    void preview_writesNothingAndShowsGuardsAndFacts() {
        server.says("POST v1/orders?preview=true", """
                {"steps":[{"step":"s-1","action":"kubernetes.kill-pod","target":{"connection":"range-cluster",
                  "kind":"kubernetes.pod","id":"shop/payments-0","uid":"u-1"},"stage":"kill","verdict":"person",
                  "guards":[{"guard":"sensitive","says":"it is of a StatefulSet"}],"state":"intended","containment":null,
                  "inspected":{"alreadySo":false,"blast":{"pods":1,"replicas":1},"sensitive":[],
                  "notes":["Flux may put it back"],"undo":"none","permissions":"ok","trouble":null,
                  "stronger":[{"action":"a.more","taken":true},{"action":"a.most","taken":false}]}}]}""");
        String shown = """
                preview     kill pod shop/payments-0 on range-cluster (the only kubernetes connection); nothing is written
                would       kubernetes.kill-pod shop/payments-0 on range-cluster
                            in spite of sensitive: it is of a StatefulSet
                            already so: no; undo: none; pods: 1; replicas: 1; permissions: ok
                            note: Flux may put it back
                            if refused or partial, takes: a.more
                            if refused or partial, may name: a.most
                """;

        assertThat(terminal.run("preview", "kill", "pod", "shop/payments-0"))
                .isEqualTo(new Ran(0, shown, ""))
                .isEqualTo(terminal.run("kill", "pod", "shop/payments-0", "--preview"));
        assertThat(server.paths("POST")).containsOnly("POST v1/orders?preview=true");
    }

    @Test
    void refusedOnTheLiveThing_namesTheGuardOnce_andWhatMakesItStepAside() {
        String held = """
                {"step":"s-1","action":"aws.disable-access-key","target":{"connection":"range-account",
                  "kind":"aws.access-key","id":"AKIAEXAMPLE","uid":null},"stage":"credential","verdict":"person",
                  "guards":[{"guard":"protected","says":"user/break-glass is protected",
                    "expected":"\\"protected\\" in override, and the count of things in confirm"}],
                  "state":"refused","containment":null,"why":"protected: user/break-glass is protected"}""";
        server.says(ORDERS, 202, accepted(step("s-1", "intended"))).says("GET v1/incidents/i-1", incident(held));

        Ran ran = terminal.run("kill", "key", "AKIAEXAMPLE");

        assertThat(ran.out() + ran.err())
                .containsOnlyOnce("protected: user/break-glass is protected")
                .contains("to do it all the same, add: --override protected --confirm 1");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }

    @Test
    void previewThatSomethingElseStopsToo_offersNoGuardToOverride() {
        server.says("POST v1/orders?preview=true", """
                {"steps":[{"step":"s-1","action":"kubernetes.isolate-pod","target":{"connection":"range-cluster",
                  "kind":"kubernetes.pod","id":"kube-system/dns","uid":"u-1"},"stage":"isolate","verdict":"person",
                  "guards":[{"guard":"protected","says":"kube-system is protected",
                    "expected":"\\"protected\\" in override, and the count of things in confirm"}],
                  "state":"refused","containment":null,"why":"it is on its node's network"}]}""");

        assertThat(terminal.run("preview", "isolate", "pod", "kube-system/dns").out())
                .contains("because: it is on its node's network", "guard protected: kube-system is protected")
                .doesNotContain("to do it all the same");
    }

    @Test
    void previewOfNothing_saysWouldNotAndWhy() {
        server.says("POST v1/orders?preview=true", """
                {"steps":[{"step":"s-1","action":"kubernetes.kill-pod","target":{"connection":"range-cluster",
                  "kind":"kubernetes.pod","id":"shop/none","uid":null},"stage":"kill","verdict":"never","guards":[],
                  "state":"gone","containment":null,"why":"nothing is called shop/none",
                  "inspected":{"alreadySo":null,"blast":{},"sensitive":[],"undo":null,
                    "permissions":"unknown: not asked for","trouble":"nothing is called shop/none"}}]}""");

        assertThat(terminal.run("preview", "kill", "pod", "shop/none")).isEqualTo(new Ran(1, """
                preview     kill pod shop/none on range-cluster (the only kubernetes connection); nothing is written
                would NOT   kubernetes.kill-pod shop/none on range-cluster
                            because: nothing is called shop/none
                """, ""));
    }

    @Test
    void previewThatNothingWouldComeOf_isNotDone() {
        server.says("POST v1/orders?preview=true", "{\"steps\":[%s]}".formatted(step("s-1", "refused")));

        Ran ran = terminal.run("preview", "isolate", "pod", "shop/toolbox");

        assertThat(ran.out()).contains("would NOT   kubernetes.isolate-pod");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }

    @Test
    void hostileServerText_cannotSteerTheTerminal() {
        server.says(ORDERS, 422, """
                {"title":"no\\u001b]0;owned\\u0007","status":422,"detail":"a\\nks: done\\u202e","problems":
                 [{"where":"x\\u009b2J","found":"\\u001b[2J","expected":"y"}]}""");

        Ran ran = terminal.run("kill", "pod", "shop/toolbox");

        assertThat(ran.err()).isEqualTo("""
                        ks: no\\x1b]0;owned\\x07 (422)
                            a\\nks: done\\u202e
                            x\\x9b2J: \\x1b[2J; expected y
                        """);
    }

    @Test
    void hostileServerText_staysEscapedInJson() {
        server.says(
                "POST v1/orders?preview=true",
                "{\"steps\":[{\"state\":\"intended\",\"action\":\"\\u001b[2J\\u009b\\u202e\"}]}");

        assertThat(terminal.run("preview", "kill", "pod", "a/b", "--json").out())
                .contains("\\u001B[2J\\u009b\\u202e")
                .matches("[\\x20-\\x7e\\n]*");
    }
}
