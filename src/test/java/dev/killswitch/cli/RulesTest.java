package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {
    private static final String GOOD = """
            format: 1
            rules:
              - name: leaked-key
                mode: enforce
                sources: [guardduty]
                when: alert.severity >= severity.HIGH
                targets: {user: entity.kind == "aws.user"}
                do:
                  - {recipe: aws.contain-user, on: user}
                examples:
                  - name: a user is contained
                    alert: {entities: [{kind: aws.user, id: alice}]}
                    expect: ["aws.contain-user alice"]
            """;

    private final FakeServer server = new FakeServer();
    private final Terminal terminal = new Terminal(server);

    @TempDir
    Path temporary;

    private Path rules;

    @BeforeEach
    void rules() throws IOException {
        rules = Files.createDirectory(temporary.resolve("rules"));
    }

    @Test
    void goodDirectory_isGood() throws IOException {
        Files.writeString(rules.resolve("keys.yaml"), GOOD);

        var ran = terminal.run("rules", "check", rules.toString(), "--source", "guardduty");

        assertThat(ran.out())
                .matches(
                        "good        1 rule, digest [0-9a-f]{64}\n            leaked-key   enforce   keys.yaml:3:.*\n");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(server.asked).isEmpty();
    }

    @Test
    void badDirectory_isToldWhole() throws IOException {
        Files.writeString(rules.resolve("keys.yaml"), GOOD.replace("aws.contain-user, on", "aws.contian-user, on"));
        Files.writeString(
                rules.resolve("more.yaml"),
                GOOD.replace("severity.HIGH", "severity.HIHG").replace("leaked", "other"));

        var ran = terminal.run("rules", "check", rules.toString());

        assertThat(ran.out())
                .contains("keys.yaml:9:")
                .contains("aws.contian-user")
                .contains("more.yaml:6:")
                .contains("    when: alert.severity >= severity.HIHG");
        assertThat(ran.err())
                .contains("the sources are taken to be the practice range's")
                .contains("3 problems: a server would refuse all of it");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }

    @Test
    void json_hasDigestOrProblems() throws IOException {
        Files.writeString(rules.resolve("keys.yaml"), GOOD);
        assertThat(terminal.run("rules", "check", rules.toString(), "--json").out())
                .contains("\"digest\" : \"")
                .contains("\"rule\" : \"leaked-key\"");

        Files.writeString(rules.resolve("keys.yaml"), GOOD.replace("format: 1", "format: 2"));
        assertThat(terminal.run("rules", "check", rules.toString(), "--json").out())
                .contains("\"where\" : \"keys.yaml:1:");
    }

    @Test
    void sources_areThoseOfTheConfiguration() throws IOException {
        Files.writeString(rules.resolve("keys.yaml"), GOOD.replace("[guardduty]", "[gd-prod]"));
        Path config = Files.writeString(
                temporary.resolve("killswitch.yaml"), "sources:\n  gd-prod: {kind: guardduty}\nconnections: {}\n");

        assertThat(terminal.run("rules", "check", rules.toString(), "--config", config.toString()))
                .satisfies(ran -> assertThat(ran.code()).isZero());
        assertThat(terminal.run("rules", "check", rules.toString(), "--source", "falco")
                        .out())
                .contains("'gd-prod'");
    }

    @Test
    void tiers_areThoseOfTheConfiguration() throws IOException {
        Files.writeString(rules.resolve("keys.yaml"), GOOD);
        Path config = Files.writeString(
                temporary.resolve("killswitch.yaml"),
                "sources:\n  guardduty: {kind: guardduty}\n"
                        + "connections:\n  acme: {kind: aws, accounts: [\"111122223333\"]}\n");

        var ran = terminal.run("rules", "check", rules.toString(), "--config", config.toString());

        assertThat(ran.out())
                .contains("keys.yaml:9:")
                .contains("rule 'leaked-key' needs tier tier1 on connection acme, for aws.deny-user")
                .contains("killswitch.yaml:4:");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }

    @Test
    void configurationThatIsNone_isAWrongCommandLine() throws IOException {
        Path config = Files.writeString(temporary.resolve("killswitch.yaml"), "sources: [\n");

        var broken = terminal.run("rules", "check", rules.toString(), "--config", config.toString());
        assertThat(broken.err()).contains("killswitch.yaml:");
        assertThat(broken.code()).isEqualTo(Exit.USAGE.code());
        assertThat(terminal.run("rules", "check", rules.toString(), "--config", "/nowhere")
                        .err())
                .contains("/nowhere cannot be read (NoSuchFileException)");
    }

    @Test
    void noDirectory_isNotGood() {
        var ran = terminal.run("rules", "check", temporary.resolve("nowhere").toString());

        assertThat(ran.out()).contains("no directory");
        assertThat(ran.code()).isEqualTo(Exit.NOT_DONE.code());
    }

    @Test
    void oneRule_isTurnedOffAndOn() {
        server.says("POST v1/rules/shell/off", rule("off")).says("POST v1/rules/shell/on", rule("on"));

        assertThat(terminal.run("rules", "off", "shell", "--reason", "too eager")
                        .out())
                .isEqualTo("rule        shell   enforce   TURNED OFF   a.yaml:3:5\n");
        assertThat(server.posted()).isEqualTo("{\"reason\":\"too eager\"}");
        assertThat(terminal.run("rules", "on", "shell").out()).isEqualTo("rule        shell   enforce   a.yaml:3:5\n");
        assertThat(server.posted()).isEqualTo("{}");
    }

    @Test
    void liveRules_areListedWithWhatIsNotLive() {
        server.says(
                "GET v1/rulebook",
                "{\"digest\":\"9f3c\",\"rules\":[%s],\"refused\":[\"a.yaml:1:1: x; expected y\"]}"
                        .formatted(rule("on")));

        assertThat(terminal.run("rules", "list").out()).isEqualTo("""
                        rulebook    9f3c
                        rule        shell   enforce   a.yaml:3:5
                        refused     what lies there now is NOT LIVE:
                                    a.yaml:1:1: x; expected y
                        """);
    }

    private static String rule(String position) {
        return "{\"rule\":\"shell\",\"mode\":\"enforce\",\"position\":\"%s\",\"where\":\"a.yaml:3:5\"}"
                .formatted(position);
    }
}
