package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Provider;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsProviderTest {
    private static final String ACCOUNT = "accounts: [\"111122223333\"]\n";

    @Test
    void serviceLoader_findsIt() {
        assertThat(ServiceLoader.load(Provider.class)).hasAtLeastOneElementOfType(AwsProvider.class);
    }

    @Test
    void actions_areNamedByKind_canBeUndoneExactly_andCanBeDoneByHand() {
        assertThat(new AwsProvider().actions())
                .extracting(ActionSpec::name)
                .containsExactly(
                        "aws.deny-user",
                        "aws.deny-role",
                        "aws.disable-access-key",
                        "aws.disable-signing-certificate",
                        "aws.disable-ssh-key",
                        "aws.disable-service-credential",
                        "aws.deny-session",
                        "aws.revoke-role-sessions",
                        "aws.deny-user-inside",
                        "aws.deny-role-inside",
                        "aws.protect-instance",
                        "aws.isolate-interface",
                        "aws.edit-role-trust",
                        "aws.deny-user-by-boundary",
                        "aws.deny-role-by-boundary",
                        "aws.deny-principal-user",
                        "aws.deny-principal-role");
        assertThat(new AwsProvider().actions()).allSatisfy(spec -> {
            assertThat(spec.undo()).isEqualTo(Undo.EXACT);
            assertThat(spec.tier()).matches("tier[123]|boundary|organization");
            assertThat(spec.permissions())
                    .allMatch(permission -> permission.matches("(iam|ec2|organizations):[A-Z][A-Za-z]+"));
            assertThat(spec.byHand().contain()).isNotEmpty().noneMatch(line -> line.contains("delete"));
            assertThat(spec.byHand().release()).isNotEmpty();
            assertThat(spec.d3fend()).isNotEmpty();
        });
    }

    @Test
    void leastThatIsWritten_isOneAccount_andTheRestHasDefaults() {
        var problems = new Problems();
        AwsSettings settings = read(ACCOUNT, problems);
        assertThat(problems.found()).isEmpty();
        assertThat(settings.accounts()).containsExactly(new AccountId("111122223333"));
        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.regions()).containsExactly("us-east-1");
        assertThat(settings.tiers()).as("we only look").isEmpty();
        assertThat(settings.settling()).hasSeconds(5);
        assertThat(settings.role()).isEmpty();
        assertThat(settings.endpoint()).isEmpty();
    }

    @Test
    void everyKey_isRead() {
        var problems = new Problems();
        AwsSettings settings = read("""
                role: "arn:aws:iam::{account}:role/killswitch/Responder"
                external-id: acme-42
                credentials-file: /run/secrets/aws
                accounts: ["111122223333", "029608264753"]
                region: eu-west-1
                regions: [eu-west-1, eu-central-1]
                endpoint: https://iam.internal.example
                tiers: [tier1]
                settling: 4s
                """, problems);
        assertThat(problems.found()).isEmpty();
        assertThat(settings.roleIn(new AccountId("029608264753")))
                .contains("arn:aws:iam::029608264753:role/killswitch/Responder");
        assertThat(settings.externalId()).contains("acme-42");
        assertThat(settings.credentialsFile()).contains(Path.of("/run/secrets/aws"));
        assertThat(settings.accounts()).hasSize(2);
        assertThat(settings.region()).isEqualTo("eu-west-1");
        assertThat(settings.regions()).containsExactly("eu-west-1", "eu-central-1");
        assertThat(settings.endpoint())
                .hasValueSatisfying(uri -> assertThat(uri).hasHost("iam.internal.example"));
        assertThat(settings.tiers()).containsExactly("tier1");
        assertThat(settings.settling()).hasSeconds(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "accounts: []",
                "accounts: [\"1111\"]",
                "accounts: [\"111122223333\", \"029608264753\"]",
                "{accounts: [\"111122223333\", \"029608264753\"], role: \"arn:aws:iam::111122223333:role/R\"}",
                "{accounts: [\"111122223333\"], role: Responder}",
                "{accounts: [\"111122223333\"], role: \"arn:aws:iam::*:role/R\"}",
                "{accounts: [\"111122223333\"], role: \"arn:aws:iam::{account}:role/R{x}\"}",
                "{accounts: [\"111122223333\"], region: Ireland}",
                "{accounts: [\"111122223333\"], regions: [Ireland]}",
                "{accounts: [\"111122223333\"], endpoint: \"http://iam.example\"}",
                "{accounts: [\"111122223333\"], endpoint: \"http://127.0.0.1.example\"}",
                "{accounts: [\"111122223333\"], endpoint: \"http://user@127.0.0.1:1\"}",
                "{accounts: [\"111122223333\"], endpoint: \"ftp://127.0.0.1\"}",
                "{accounts: [\"111122223333\"], endpoint: \"not a uri\"}",
                "{accounts: [\"111122223333\"], tiers: [tier9]}",
                "{accounts: [\"111122223333\"], settling: 1h}",
                "{accounts: [\"111122223333\"], external-id: \"a b\"}",
                "{accounts: [\"111122223333\"], acounts: x}",
            })
    void mistake_isToldWithItsPlace(String yaml) {
        var problems = new Problems();
        read(yaml, problems);
        assertThat(problems.found())
                .hasSize(1)
                .allSatisfy(problem -> assertThat(problem.where()).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1", "https://iam.example:8443/x"})
    void endpoint_isEncrypted_orOnThisMachine(String endpoint) {
        var problems = new Problems();
        assertThat(read(ACCOUNT + "endpoint: \"" + endpoint + "\"", problems).endpoint())
                .isPresent();
        assertThat(problems.found()).isEmpty();
    }

    @Test
    void opening_callsNothing_andWaitsForNobody() {
        try (Connection connection = Place.connect(ACCOUNT + "endpoint: \"http://127.0.0.1:1\"", Clock.systemUTC())) {
            assertThat(connection.name()).isEqualTo("acme");
            assertThat(connection.notReady()).isPresent();
        }
        assertThatThrownBy(() -> Place.connect("accounts: [1]", Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"acme, killswitch-acme", "'acme eu/1', killswitch-acme-eu-1"})
    void sessionName_isWhatCloudTrailShows(String connection, String shown) {
        assertThat(AwsClients.sessionName(connection)).isEqualTo(shown);
        assertThat(AwsClients.sessionName(connection.repeat(40))).hasSize(64);
    }

    private static AwsSettings read(String yaml, Problems problems) {
        Document document = Document.read("test.yaml", yaml, problems);
        AwsSettings settings = AwsSettings.read(document.root());
        document.finish();
        return settings;
    }
}
