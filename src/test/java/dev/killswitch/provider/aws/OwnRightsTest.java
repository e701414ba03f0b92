package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Connection.Checked;
import dev.killswitch.action.Connection.Permissions;
import dev.killswitch.engine.FakeClock;
import dev.killswitch.range.Answer;
import dev.killswitch.range.Fault;
import dev.killswitch.range.RangeServer;
import dev.killswitch.range.Request;
import dev.killswitch.range.StateFile;
import dev.killswitch.range.World;
import dev.killswitch.range.aws.PracticeAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would not work is known before anybody needs it, account by account. */
class OwnRightsTest {
    private static final String SIMULATE = "Action=SimulatePrincipalPolicy";

    @TempDir
    private Path directory;

    private final FakeClock clock = new FakeClock(Instant.parse("2026-11-24T10:00:00Z"));
    private final Lacking world = new Lacking();
    private RangeServer server;
    private Path credentials;

    /** The practice account, whose simulator says no to some. */
    private static final class Lacking implements World {
        private final World account = new PracticeAccount(StateFile.nowhere(), Clock.systemUTC());
        private final Set<String> lacking = new CopyOnWriteArraySet<>();
        private final List<String> asked = new CopyOnWriteArrayList<>();

        @Override
        public Answer answer(Request request) {
            Answer answer = account.answer(request);
            if (!request.body().contains(SIMULATE)) {
                return answer;
            }
            asked.add(request.body());
            String body = answer.body();
            for (String permission : lacking) {
                String named = "<EvalActionName>" + permission + "</EvalActionName><EvalDecision>";
                assertThat(answer.status()).isEqualTo(200);
                body = body.replace(named + "allowed", named + "implicitDeny");
            }
            return new Answer(answer.status(), answer.contentType(), body, answer.headers());
        }

        @Override
        public Answer refusal(Request request, int status) {
            return account.refusal(request, status);
        }
    }

    @BeforeEach
    void open() throws IOException {
        server = RangeServer.start(world);
        credentials = Files.writeString(directory.resolve("credentials"), PracticeAccount.credentials());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Connection connect(String accounts, String tiers) {
        return Place.connect("""
                role: "arn:aws:iam::{account}:role/killswitch/Responder"
                tiers: [%s]
                accounts: [%s]
                credentials-file: "%s"
                endpoint: "%s"
                """.formatted(tiers, accounts, credentials, server.uri()), clock);
    }

    private Instant soon() {
        return clock.instant().plusSeconds(10);
    }

    private static ActionSpec spec(String name) {
        return AwsProvider.ACTIONS.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void missingPermission_isNamed_ofEachActionThatNeedsIt_andOfNoOther() {
        world.lacking.add("iam:DetachUserPolicy");
        try (Connection acme = connect("\"111122223333\"", "tier1")) {
            assertThat(acme.permissions(spec("aws.deny-user"), soon()))
                    .isEqualTo(new Permissions.Known(List.of("iam:DetachUserPolicy in account 111122223333")));
            assertThat(acme.permissions(spec("aws.deny-role"), soon())).isEqualTo(new Permissions.Known(List.of()));
            acme.tend(soon());
            assertThat(acme.checked())
                    .isEqualTo(new Checked(
                            List.of("aws.deny-user lacks iam:DetachUserPolicy in account 111122223333"), List.of()));
        }
    }

    /** Each is asked about on what it is asked for, and with what it may attach: AWS says no to what is not said. */
    @Test
    void simulator_isAskedAsTheDocumentsGive_onceForAllActions() {
        try (Connection acme = connect("\"111122223333\"", "tier1")) {
            AwsProvider.ACTIONS.stream()
                    .filter(spec -> spec.tier().equals("tier1"))
                    .forEach(spec -> acme.permissions(spec, soon()));
        }
        assertThat(world.asked)
                .hasSizeLessThan(10)
                .anySatisfy(body -> assertThat(body)
                        .contains("iam%3AAttachUserPolicy", "user%2Fkillswitch-asks", "policy%2FAWSDenyAll")
                        .doesNotContain("iam%3AAttachRolePolicy", "iam%3AGetUser"))
                .anySatisfy(body -> assertThat(body)
                        .contains("iam%3AUpdateAccessKey", "user%2Fkillswitch-asks")
                        .doesNotContain("ContextEntries"))
                .anySatisfy(body -> assertThat(body)
                        .contains("iam%3AGetUser", "ResourceArns.member.1=*")
                        .doesNotContain("ContextEntries"));
    }

    @Test
    void accountThatDoesNotAnswer_hidesNoOther() {
        try (Connection acme = connect("\"111122223333\", \"444455556666\"", "tier1")) {
            var said = acme.permissionsByAccount(spec("aws.deny-user"), soon());
            assertThat(said.get("111122223333")).isEqualTo(new Permissions.Known(List.of()));
            assertThat(said.get("444455556666"))
                    .isInstanceOfSatisfying(
                            Permissions.Unreachable.class,
                            away -> assertThat(away.why()).startsWith("not measured: "));
            assertThat(acme.permissions(spec("aws.deny-user"), soon()))
                    .isInstanceOfSatisfying(
                            Permissions.Unreachable.class,
                            away -> assertThat(away.why()).startsWith("account 444455556666: not measured: "));
        }
    }

    @Test
    void simulatorThatWeMayNotAsk_isNoMeasurement_andNoMissingPermission() {
        server.faults().next(SIMULATE, new Fault.Status(403));
        try (Connection acme = connect("\"111122223333\"", "tier1")) {
            acme.tend(soon());
            assertThat(acme.checked().missing()).isEmpty();
            assertThat(acme.checked().unmeasured())
                    .singleElement()
                    .satisfies(why -> assertThat(why)
                            .startsWith("account 111122223333: not measured: no permission"
                                    + " iam:SimulatePrincipalPolicy: "));
            clock.advance(Duration.ofSeconds(61));
            acme.tend(soon());
            assertThat(acme.checked()).isEqualTo(new Checked(List.of(), List.of()));
        }
    }

    @Test
    void look_isRepeatedNowAndThen_notEachSecond_andSeesWhatWasMended() {
        world.lacking.add("iam:UpdateAccessKey");
        try (Connection acme = connect("\"111122223333\"", "tier1")) {
            assertThat(acme.checked()).isEqualTo(new Checked(List.of(), List.of()));
            acme.tend(soon());
            int calls = world.asked.size();
            assertThat(acme.checked().missing()).hasSize(1);
            world.lacking.clear();
            clock.advance(Duration.ofMinutes(9));
            acme.tend(soon());
            assertThat(world.asked).hasSize(calls);
            clock.advance(Duration.ofMinutes(1));
            acme.tend(soon());
            assertThat(acme.checked().missing()).isEmpty();
        }
    }

    @Test
    void answer_isRememberedForAMoment_andThenAskedAnew() {
        try (Connection acme = connect("\"111122223333\"", "tier1")) {
            acme.permissions(spec("aws.deny-user"), soon());
            int calls = world.asked.size();
            clock.advance(Duration.ofSeconds(14));
            acme.permissions(spec("aws.deny-user"), soon());
            assertThat(world.asked).hasSize(calls);
            world.lacking.add("iam:AttachUserPolicy");
            clock.advance(Duration.ofSeconds(1));
            assertThat(acme.permissions(spec("aws.deny-user"), soon()))
                    .isEqualTo(new Permissions.Known(List.of("iam:AttachUserPolicy in account 111122223333")));
        }
    }

    @Test
    void connectionThatOnlyLooks_asksNothing() {
        try (Connection acme = connect("\"111122223333\"", "")) {
            acme.tend(soon());
        }
        assertThat(world.asked).isEmpty();
    }
}
