package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.killswitch.action.Action;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Target;
import dev.killswitch.servers.Evaluator;
import dev.killswitch.servers.Evaluator.Asking;
import dev.killswitch.servers.Moto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Somebody who may do everything is contained by us; what stands then is read back from the server, and judged by a program
 * that nobody here wrote: what he can still do, and whether anybody can undo it. The page on installing says the same.
 */
class ContainedAttackerIT {
    private static final String ACCOUNT = "123456789012";
    private static final String ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static final String ALICE = "arn:aws:iam::" + ACCOUNT + ":user/alice";
    private static final String BATCH = "arn:aws:iam::" + ACCOUNT + ":role/batch";
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";

    /** By these one would free oneself, or make another of oneself. */
    private static final String[] IDENTITY = {"iam", "sts", "organizations", "sso", "identitystore", "account"};

    @TempDir
    private Path directory;

    private Place place;

    @BeforeEach
    void open() throws IOException {
        Moto moto = Moto.shared();
        String credentials = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = none\n";
        place = Place.at(
                moto.endpoint(),
                ACCOUNT,
                Files.writeString(directory.resolve("credentials"), credentials),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "none")));
        place.removeUser("alice");
        place.removeUser("mallory");
        place.removeRole("batch");
        place.removeRole("Responder");
        for (String user : List.of("alice", "mallory")) {
            place.admin().createUser(r -> r.userName(user));
            place.admin().attachUserPolicy(r -> r.userName(user).policyArn(ADMINISTRATOR));
        }
        place.admin().createAccessKey(r -> r.userName("alice"));
        place.admin().createRole(r -> r.roleName("batch").assumeRolePolicyDocument(TRUST));
        place.admin().attachRolePolicy(r -> r.roleName("batch").policyArn(ADMINISTRATOR));
        place.admin()
                .createRole(r -> r.roleName("Responder").path("/killswitch/").assumeRolePolicyDocument(TRUST));
    }

    @AfterEach
    void close() {
        place.removeUser("alice");
        place.removeUser("mallory");
        place.removeRole("batch");
        place.close();
    }

    private void contain(String action, Target target) {
        Action one = place.action(action);
        Inspected.Found found = (Inspected.Found) one.inspect(place.call(target));
        assertThat(one.apply(place.call(target), found.before())).isInstanceOf(Outcome.Done.class);
    }

    private Asking alice() {
        return new Asking(
                ALICE, ACCOUNT, Policies.ofUser(place.admin(), "alice"), List.of(), Map.of("aws:PrincipalArn", ALICE));
    }

    /** A session of a key, which outlives it. */
    private Asking sessionOfAlice() {
        return alice().saying("aws:TokenIssueTime", "2026-11-24T09:00:00Z");
    }

    private Asking mallory() {
        String arn = "arn:aws:iam::" + ACCOUNT + ":user/mallory";
        return new Asking(
                arn, ACCOUNT, Policies.ofUser(place.admin(), "mallory"), List.of(), Map.of("aws:PrincipalArn", arn));
    }

    private Asking batch(String session, String issued) {
        String id = place.admin().getRole(r -> r.roleName("batch")).role().roleId();
        return new Asking(
                "arn:aws:sts::" + ACCOUNT + ":assumed-role/batch/" + session,
                ACCOUNT,
                Policies.ofRole(place.admin(), "batch"),
                List.of(),
                Map.of(
                        "aws:PrincipalArn", BATCH,
                        "aws:userid", id + ":" + session,
                        "aws:TokenIssueTime", issued));
    }

    private static JsonNode guard() throws IOException {
        return new JsonMapper().readTree(Files.readString(Path.of("helm/aws/guard.scp.json")));
    }

    /** What AWS tells everybody, whatever denies. */
    private static void assertPowerless(Asking who) {
        assertThat(Evaluator.judgeAll(who, IDENTITY))
                .hasSizeGreaterThan(300)
                .filteredOn(Evaluator.Said::isAllowed)
                .extracting(Evaluator.Said::action)
                .containsExactly("sts:GetCallerIdentity");
    }

    @Test
    void beforeAnything_heCouldDoAnything() {
        assertThat(Evaluator.judge(alice(), "iam:CreateUser", ALICE).isAllowed())
                .isTrue();
        assertThat(Evaluator.judge(batch("deploy", "2026-11-24T09:00:00Z"), "iam:CreateUser", ALICE)
                        .isAllowed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.deny-user", "aws.deny-user-inside"})
    void deniedUser_frees_neitherHimself_norWithASessionMadeBefore(String action) {
        contain(action, place.target(Kinds.USER, "alice"));
        assertPowerless(alice());
        assertPowerless(sessionOfAlice());
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.deny-role", "aws.deny-role-inside"})
    void deniedRole_freesItself_byNoSession(String action) {
        contain(action, place.target(Kinds.ROLE, "batch"));
        assertPowerless(batch("deploy", "2026-11-24T09:00:00Z"));
        assertPowerless(
                batch("later", Clock.systemUTC().instant().plusSeconds(3_600).toString()));
    }

    /** Said on its page: whoever may assume the role comes again under another name. */
    @Test
    void deniedSession_canDoNothing_andAnotherOneAnything() {
        contain("aws.deny-session", place.target(Kinds.SESSION, "batch/deploy"));
        assertPowerless(batch("deploy", "2026-11-24T09:00:00Z"));
        Asking other = batch("deploy2", "2026-11-24T09:00:00Z");
        assertThat(Evaluator.judge(other, "iam:DeleteRolePolicy", BATCH).isAllowed())
                .isTrue();
    }

    @Test
    void revokedSessions_canDoNothing_andOnesToComeAnything() {
        contain("aws.revoke-role-sessions", place.target(Kinds.ROLE, "batch"));
        assertPowerless(
                batch("deploy", Clock.systemUTC().instant().minusSeconds(60).toString()));
        Asking later =
                batch("deploy", Clock.systemUTC().instant().plusSeconds(3_600).toString());
        assertThat(Evaluator.judge(later, "iam:DeleteRolePolicy", BATCH).isAllowed())
                .isTrue();
    }

    /** Why the user is to be denied as well: a session of the key has the user's rights, and the key back. */
    @Test
    void sessionOfAKeyThatIsInactive_setsItActiveAgain() {
        contain("aws.disable-access-key", place.target(Kinds.ACCESS_KEY, place.keyOf("alice")));
        assertThat(Evaluator.judge(sessionOfAlice(), "iam:UpdateAccessKey", ALICE)
                        .isAllowed())
                .isTrue();
        contain("aws.deny-user", place.target(Kinds.USER, "alice"));
        assertPowerless(sessionOfAlice());
    }

    @Test
    void administratorWhoIsNotContained_liftsADenial_unlessTheGuardIsThere() throws IOException {
        contain("aws.deny-user", place.target(Kinds.USER, "alice"));
        Asking he = mallory().saying("iam:PolicyARN", Place.DENY_ALL);
        assertThat(Evaluator.judge(he, "iam:DetachUserPolicy", ALICE).says()).isEqualTo("Allowed");
        assertThat(Evaluator.judge(he.under(guard()), "iam:DetachUserPolicy", ALICE)
                        .says())
                .isEqualTo("ExplicitlyDenied");
        assertThat(Evaluator.judge(he.under(guard()), "iam:DetachRolePolicy", BATCH)
                        .says())
                .isEqualTo("ExplicitlyDenied");
        // Other policies are his to take off, as before.
        assertThat(Evaluator.judge(
                                mallory().saying("iam:PolicyARN", ADMINISTRATOR).under(guard()),
                                "iam:DetachUserPolicy",
                                ALICE)
                        .says())
                .isEqualTo("Allowed");
    }

    /** The guard knows no policy inside: said on the page. */
    @Test
    void denialInside_isLiftedByAnAdministrator_guardOrNot() throws IOException {
        contain("aws.deny-user-inside", place.target(Kinds.USER, "alice"));
        assertThat(Evaluator.judge(mallory().under(guard()), "iam:DeleteUserPolicy", ALICE)
                        .says())
                .isEqualTo("Allowed");
    }

    @Test
    void underTheGuard_nobodyTurnsOurRole_orMakesTheOneThatMay() throws IOException {
        for (String role : List.of("killswitch/Responder", "breakglass/alone", "stacksets-exec-0123")) {
            String arn = "arn:aws:iam::" + ACCOUNT + ":role/" + role;
            List<Evaluator.Said> said = Evaluator.judge(
                    mallory().saying("iam:PolicyARN", ADMINISTRATOR).under(guard()),
                    List.of(
                            Map.entry("iam:AttachRolePolicy", arn),
                            Map.entry("iam:CreateRole", arn),
                            Map.entry("iam:DeleteRole", arn),
                            Map.entry("iam:DeleteRolePermissionsBoundary", arn),
                            Map.entry("iam:DeleteRolePolicy", arn),
                            Map.entry("iam:DetachRolePolicy", arn),
                            Map.entry("iam:PutRolePermissionsBoundary", arn),
                            Map.entry("iam:PutRolePolicy", arn),
                            Map.entry("iam:UpdateAssumeRolePolicy", arn)));
            assertThat(said).allSatisfy(one -> assertThat(one.says()).isEqualTo("ExplicitlyDenied"));
        }
    }

    @Test
    void underTheGuard_weContain_andLetGo() throws IOException {
        var we = new Asking(
                "arn:aws:sts::" + ACCOUNT + ":assumed-role/Responder/killswitch",
                ACCOUNT,
                List.of(PolicyDocuments.look(), PolicyDocuments.tier("tier1")),
                List.of(guard()),
                Map.of(
                        "aws:PrincipalArn",
                        "arn:aws:iam::" + ACCOUNT + ":role/killswitch/Responder",
                        "iam:PolicyARN",
                        Place.DENY_ALL));
        assertThat(Evaluator.judge(
                        we,
                        List.of(
                                Map.entry("iam:AttachUserPolicy", ALICE),
                                Map.entry("iam:DetachUserPolicy", ALICE),
                                Map.entry("iam:AttachRolePolicy", BATCH),
                                Map.entry("iam:DetachRolePolicy", BATCH))))
                .allSatisfy(one -> assertThat(one.says()).isEqualTo("Allowed"));
    }
}
