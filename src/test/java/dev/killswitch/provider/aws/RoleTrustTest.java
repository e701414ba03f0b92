package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Rung;
import dev.killswitch.action.Target;
import dev.killswitch.range.aws.PracticeAccount;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** Who may still assume a role, and what its boundary leaves. */
class RoleTrustTest {
    private static final String ONE =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},"
                    + "\"Action\":\"sts:AssumeRole\"}}";

    @TempDir
    private Path directory;

    private OnRange range;
    private Place place;
    private Action action;
    private Target role;

    @BeforeEach
    void open() {
        range = new OnRange(directory);
        place = range.place();
        action = place.action("aws.edit-role-trust");
        role = place.target(Kinds.ROLE, "batch");
    }

    @AfterEach
    void close() {
        range.close();
    }

    @Test
    void closedRole_isAssumedByNobody_untilTheRelease() {
        assume();
        Inspected.Found found = found(call("c-1"));
        assertThat(found.facts().blast()).containsEntry("trust-statements", 1);
        action.apply(call("c-1"), found.before());
        assertThatThrownBy(this::assume).isInstanceOf(StsException.class);
        assertThat(action.prove(call("c-1"), found.before()))
                .isInstanceOfSatisfying(Proof.ProvenForNew.class, proof -> {
                    assertThat(proof.how()).contains("our statement Killswitchc1", "acknowledged by", "effective by");
                    assertThat(proof.survives()).contains("sessions");
                });
        action.release(call("c-1"), found.before());
        assume();
    }

    /** AWS takes one statement by itself, too; what comes back is what was there, letter by letter of its values. */
    @Test
    void statementByItself_comesBackAsItWas() {
        place.admin().updateAssumeRolePolicy(r -> r.roleName("batch").policyDocument(ONE));
        Inspected.Found found = found(call("c-1"));
        action.apply(call("c-1"), found.before());
        assertThat(TrustDocument.size(DenyDocument.parsed(place.trust("batch"))))
                .isEqualTo(2);
        assertThat(action.release(call("c-1"), found.before())).isEqualTo(new Released.Restored());
        assertThat(place.trust("batch")).isEqualTo(ONE);
    }

    @Test
    void closedForAnotherContainment_isSoAlready_andOneReleaseOpensIt() {
        String untouched = place.trust("batch");
        action.apply(call("c-1"), found(call("c-1")).before());
        Inspected.Found second = found(call("c-2"));
        assertThat(second.alreadySo()).isTrue();
        assertThat(action.apply(call("c-2"), second.before())).isEqualTo(new Outcome.AlreadyDone());
        assertThat(action.release(call("c-2"), second.before())).isEqualTo(new Released.Restored());
        assertThat(place.trust("batch")).isEqualTo(untouched);
    }

    /** Whoever let himself in meanwhile is not let in by our release. */
    @Test
    void statementThatSomebodyAdded_isDrift_andStaysAsItIs() {
        Inspected.Found found = found(call("c-1"));
        action.apply(call("c-1"), found.before());
        String theirs = place.trust("batch")
                .replace(
                        "\"Statement\":[",
                        "\"Statement\":[{\"Effect\":\"Allow\","
                                + "\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"sts:AssumeRole\"},");
        place.admin().updateAssumeRolePolicy(r -> r.roleName("batch").policyDocument(theirs));
        assertThat(action.release(call("c-1"), found.before()))
                .isEqualTo(new Released.Drifted(
                        "the trust policy that was there, and our statement Killswitchc1",
                        "a trust policy of 3 statements, 1 of them unknown to us, ours among them"));
        assertThat(place.trust("batch")).isEqualTo(theirs);
    }

    @Test
    void statementThatSomebodyTookOut_isNoLongerSo() {
        Inspected.Found found = found(call("c-1"));
        String untouched = place.trust("batch");
        action.apply(call("c-1"), found.before());
        place.admin().updateAssumeRolePolicy(r -> r.roleName("batch").policyDocument(untouched));
        assertThat(action.standing(call("c-1")))
                .isInstanceOfSatisfying(
                        Inspected.Found.class,
                        again -> assertThat(again.alreadySo()).isFalse());
        assertThat(action.prove(call("c-1"), found.before())).isInstanceOf(Proof.Unproven.class);
    }

    @Test
    void trustPolicyThatIsFull_isRefused_andNamesWhatNeedsNoRoom() {
        String full = ONE.replace("\"Effect\"", "\"Sid\":\"" + "x".repeat(1_850) + "\",\"Effect\"");
        place.admin().updateAssumeRolePolicy(r -> r.roleName("batch").policyDocument(full));
        assertThat(action.apply(call("c-1"), found(call("c-1")).before()))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, no -> assertThat(no.stronger()).isEqualTo(Rung.same(DenyRole.SPEC)));
    }

    /** Our rights reach for one boundary alone: what stood there before, a person puts back. */
    @Test
    void boundaryThatStoodThere_isReplaced_andItsWayBackIsAPersons() {
        place.admin().putRolePermissionsBoundary(r -> r.roleName("batch").permissionsBoundary(Place.READ_ONLY));
        action = place.action("aws.deny-role-by-boundary");
        Inspected.Found found = found(call("c-1"));
        assertThat(found.undo()).isEqualTo(Undo.BY_HAND);
        assertThat(found.facts().notes()).singleElement().asString().contains(Place.READ_ONLY);
        assertThat(action.apply(call("c-1"), found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(action.release(call("c-1"), found.before()))
                .isEqualTo(new Released.ByHand(
                        List.of("aws iam put-role-permissions-boundary --role-name batch --permissions-boundary "
                                + Place.READ_ONLY)));
        assertThat(place.role("batch")).endsWith("within " + Place.DENY_ALL);
        place.admin().putRolePermissionsBoundary(r -> r.roleName("batch").permissionsBoundary(Place.READ_ONLY));
        assertThat(action.release(call("c-1"), found.before())).isEqualTo(new Released.Restored());
    }

    private Inspected.Found found(Call call) {
        return (Inspected.Found) action.inspect(call);
    }

    private Call call(String containment) {
        return new Call(role, Parameters.NONE, new Call.Mark(containment, "i-1"), Place.soon());
    }

    private void assume() {
        var administrator = AwsBasicCredentials.create(PracticeAccount.keyId("break-glass", 1), "none");
        try (var sts = StsClient.builder()
                .endpointOverride(place.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(administrator))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            sts.assumeRole(r -> r.roleArn(place.arn("role/batch")).roleSessionName("night"));
        }
    }
}
