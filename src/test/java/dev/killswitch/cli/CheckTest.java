package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckTest {
    private final FakeServer server = new FakeServer();
    private final Terminal terminal = new Terminal(server);

    private static final String SAID = """
            {"items":[
             {"connection":"acme","kind":"aws","ready":true,"why":null,"permissions":[
              {"action":"aws.deny-user","permissions":"missing: iam:DetachUserPolicy in account 444455556666","accounts":[
               {"account":"111122223333","permissions":"ok"},
               {"account":"444455556666","permissions":"missing: iam:DetachUserPolicy"},
               {"account":"777788889999","permissions":"unknown: not measured: no permission iam:SimulatePrincipalPolicy"}]},
              {"action":"aws.deny-role","permissions":"ok","accounts":[
               {"account":"111122223333","permissions":"ok"},
               {"account":"444455556666","permissions":"ok"},
               {"account":"777788889999","permissions":"unknown: not measured: no permission iam:SimulatePrincipalPolicy"}]}]},
             {"connection":"lab","kind":"kubernetes","ready":true,"why":null,"permissions":[]},
             {"connection":"prod-eu","kind":"kubernetes","ready":false,"why":"nobody answers","permissions":[
              {"action":"kubernetes.kill-pod","permissions":"ok","accounts":[]}]}]}""";

    @Test
    void eachAccount_saysWhatWouldWork_andWhatNot() {
        server.says("GET v1/connections", SAID);
        var ran = terminal.run("check");
        assertThat(ran.out()).isEqualTo("""
                connection  acme   aws
                            account 111122223333: 2 of 2 actions would work today
                            account 444455556666: 1 of 2 actions would work today
                                aws.deny-user missing: iam:DetachUserPolicy
                            account 777788889999: 0 of 2 actions would work today
                                unknown: not measured: no permission iam:SimulatePrincipalPolicy
                connection  lab   kubernetes
                            no action is switched on here: it only looks
                connection  prod-eu   kubernetes
                            NOT READY: nobody answers
                            1 of 1 action would work today
                """);
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }

    @Test
    void oneConnection_whereAllWouldWork_isDone() {
        server.says("GET v1/connections", SAID);
        assertThat(terminal.run("check", "lab").code()).isZero();
        assertThat(terminal.run("check", "prod-eu", "--json").out())
                .contains("\"prod-eu\"")
                .doesNotContain("acme");
    }

    @Test
    void connectionThatIsNotThere_isSaid() {
        server.says("GET v1/connections", SAID);
        var ran = terminal.run("check", "nowhere");
        assertThat(ran.err()).contains("the server has no connection nowhere");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }
}
