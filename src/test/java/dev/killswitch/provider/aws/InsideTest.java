package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.range.aws.PracticeAccount;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The second tier: which sessions die, and that no other does. */
class InsideTest {
    @TempDir
    private Path directory;

    private OnRange range;
    private Place place;

    @BeforeEach
    void open() {
        range = new OnRange(directory);
        place = range.place();
    }

    @AfterEach
    void close() {
        range.close();
    }

    @Test
    void sessionDenied_isRefused_andTheOtherOneGoesOn_untilTheRelease() {
        Credentials stolen = assume("i-0123456789abcdef0");
        Credentials other = assume("i-0fedcba9876543210");
        Target session = place.target(Kinds.SESSION, "batch/i-0123456789abcdef0");
        Action action = place.action("aws.deny-session");
        Inspected.Found found = found(action, call(session, "c-1"));
        assertThat(action.apply(call(session, "c-1"), found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(may(stolen)).isFalse();
        assertThat(may(other)).isTrue();
        assertThat(action.release(call(session, "c-1"), found.before())).isEqualTo(new Released.Restored());
        assertThat(may(stolen)).isTrue();
    }

    @Test
    void sessionsGivenOutBefore_areRefused_andLaterOnesGoOn() {
        Credentials old = assume("old");
        Target role = place.target(Kinds.ROLE, "batch");
        Action action = place.action("aws.revoke-role-sessions");
        action.apply(call(role, "c-1"), found(action, call(role, "c-1")).before());
        assertThat(may(old)).isFalse();
        Instant cut = DenyDocument.cut(DenyDocument.parsed(place.inside("batch").get("killswitch-c-1")))
                .orElseThrow();
        assertThat(cut).isBetween(now().plusSeconds(4), now().plusSeconds(7));
    }

    /** Who looks after somebody else did must write nothing: two policies would want two releases. */
    @Test
    void sessionDeniedForAnotherContainment_isSoAlready_andOneReleaseOpensIt() {
        Target session = place.target(Kinds.SESSION, "batch/i-0123456789abcdef0");
        Action action = place.action("aws.deny-session");
        action.apply(call(session, "c-1"), found(action, call(session, "c-1")).before());
        Inspected.Found second = found(action, call(session, "c-2"));
        assertThat(second.alreadySo()).isTrue();
        assertThat(action.apply(call(session, "c-2"), second.before())).isEqualTo(new Outcome.AlreadyDone());
        assertThat(action.effect(call(session, "c-1"))).isEqualTo(action.effect(call(session, "c-2")));
        assertThat(action.release(call(session, "c-2"), second.before())).isEqualTo(new Released.Restored());
        assertThat(place.inside("batch")).isEmpty();
    }

    /** A later time ends more sessions than an earlier one: each containment has its own, and gives back its own. */
    @Test
    void sessionsRevokedAgain_areRevokedUntilThen_andEachReleaseIsItsOwn() {
        Target role = place.target(Kinds.ROLE, "batch");
        Action action = place.action("aws.revoke-role-sessions");
        Inspected.Found first = found(action, call(role, "c-1"));
        action.apply(call(role, "c-1"), first.before());
        Inspected.Found second = found(action, call(role, "c-2"));
        assertThat(second.alreadySo()).isFalse();
        assertThat(action.apply(call(role, "c-2"), second.before())).isInstanceOf(Outcome.Done.class);
        assertThat(action.effect(call(role, "c-1"))).isNotEqualTo(action.effect(call(role, "c-2")));
        assertThat(place.inside("batch")).containsOnlyKeys("killswitch-c-1", "killswitch-c-2");
        action.release(call(role, "c-1"), first.before());
        assertThat(place.inside("batch")).containsOnlyKeys("killswitch-c-2");
    }

    @Test
    void timeThatHasPassedSinceTheLook_isLookedAtAgain_andNothingIsWritten() {
        Target role = place.target(Kinds.ROLE, "batch");
        var denial = new RevokeRoleSessions(
                Clock.fixed(now().minus(Duration.ofMinutes(1)), ZoneOffset.UTC), Duration.ofSeconds(5));
        String late = denial.document(call(role, "c-1")).toString();
        Action action = place.action("aws.revoke-role-sessions");
        var before = new Before(
                1,
                found(action, call(role, "c-1"))
                        .before()
                        .json()
                        .replaceFirst("\"document\":.*", "\"document\":" + late.replace("$", "") + "}"));
        assertThat(action.apply(call(role, "c-1"), before)).isInstanceOf(Outcome.Changed.class);
        assertThat(place.inside("batch")).isEmpty();
    }

    @Test
    void policiesInsideAreFull_isRefused_andSaysThatAQuotaIsUsedUp() {
        String filler = "{\"Version\":\"2012-10-17\",\"Statement\":[],\"Id\":\"" + "x".repeat(10_150) + "\"}";
        place.admin()
                .putRolePolicy(r -> r.roleName("batch").policyName("theirs").policyDocument(filler));
        Target session = place.target(Kinds.SESSION, "batch/i-0123456789abcdef0");
        Action action = place.action("aws.deny-session");
        assertThat(action.apply(
                        call(session, "c-1"),
                        found(action, call(session, "c-1")).before()))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, no -> assertThat(no.why()).contains("quota"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Responder/killswitch-acme",
                "AWSServiceRoleForSupport/x1",
                "AWSReservedSSO_Operator_0123456789abcdef/bob"
            })
    void sessionOfARoleThatIsNotOurs_isRefused(String id) {
        Target session = place.target(Kinds.SESSION, id);
        assertThat(place.action("aws.deny-session").inspect(call(session, "c-1")))
                .isInstanceOf(Inspected.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"batch", "batch/a", "batch/a b", "batch/a\"b", "AROA:x", "batch/a*", "batch/${aws:username}"})
    void whatIsNoSession_isNothing(String id) {
        assertThat(place.resolve(Kinds.SESSION, id)).isInstanceOf(Resolved.Nothing.class);
    }

    @Test
    void sessionOfAnAlert_isFoundByTheRolesId_whateverRoleIsNamedWithIt() {
        Target batch = place.target(Kinds.ROLE, "batch");
        Target named = place.target(Kinds.SESSION, "batch/i-0123456789abcdef0");
        assertThat(named.uid()).isEqualTo(batch.uid() + ":i-0123456789abcdef0");
        for (String role : new String[] {"batch", "Responder", "nobody"}) {
            var reference = new Reference("acme", Kinds.SESSION, named.uid(), Map.of("role", role));
            assertThat(place.connection().resolve(reference, Place.soon())).isEqualTo(new Resolved.Found(named));
        }
        assertThat(place.target(Kinds.SESSION, "arn:aws:sts::111122223333:assumed-role/batch/i-0123456789abcdef0"))
                .isEqualTo(named);
        assertThat(place.resolve(Kinds.SESSION, "AROAIOSFODNN7EXAMPLE:x1")).isInstanceOf(Resolved.Nothing.class);
    }

    private static Inspected.Found found(Action action, Call call) {
        return (Inspected.Found) action.inspect(call);
    }

    private static Call call(Target target, String containment) {
        return new Call(target, Parameters.NONE, new Call.Mark(containment, "i-1"), Place.soon());
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }

    private Credentials assume(String name) {
        URI endpoint = place.endpoint();
        try (StsClient sts = StsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(PracticeAccount.keyId("break-glass", 1), "none")))
                .build()) {
            return sts.assumeRole(r -> r.roleArn(place.arn("role/batch")).roleSessionName(name))
                    .credentials();
        }
    }

    private boolean may(Credentials session) {
        try (var client = Place.client(
                place.endpoint(),
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey())))) {
            client.listUsers();
            return true;
        } catch (IamException e) {
            assertThat(e.statusCode()).isEqualTo(403);
            return false;
        }
    }
}
