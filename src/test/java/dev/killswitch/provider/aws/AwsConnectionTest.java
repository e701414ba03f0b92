package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Connection.Permissions;
import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.FakeSink;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Rung;
import dev.killswitch.action.Target;
import dev.killswitch.range.Fault;
import dev.killswitch.range.aws.PracticeAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsConnectionTest {
    private static final String QUARANTINE = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3";

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

    /** The service ends while somebody is still at work: whoever is gets an answer, and no defect is told. */
    @Test
    void whoeverAsksOnceItIsClosed_isAnswered() {
        Target alice = place.target(Kinds.USER, "alice");
        Connection connection = place.connection();
        connection.close();
        connection.warm(Place.soon());
        assertThat(connection.unreachable()).isPresent();
        assertThat(place.resolve(Kinds.USER, "alice")).isInstanceOf(Resolved.Unreachable.class);
        assertThat(connection.related(alice, Kinds.ACCESS_KEY, Place.soon())).isInstanceOf(Related.Unreachable.class);
        assertThat(connection.action("aws.deny-user").inspect(place.call(alice)))
                .isInstanceOf(Inspected.Unreachable.class);
    }

    @Test
    void key_isFoundByItsId_inTheAccountThatItSays() {
        String key = PracticeAccount.keyId("ci-deployer", 2);
        assertThat(place.resolve(Kinds.ACCESS_KEY, key))
                .isEqualTo(new Resolved.Found(new Target("acme", Kinds.ACCESS_KEY, key, key)));
    }

    @ParameterizedTest
    @CsvSource({
        "aws.user, alice, AIDA",
        "aws.user, arn:aws:iam::111122223333:user/alice, AIDA",
        "aws.role, batch, AROA",
        "aws.role, arn:aws:iam::111122223333:role/batch, AROA",
    })
    void principal_isFoundByNameAndByArn_andItsUidIsAwss(String kind, String id, String uid) {
        Target target = place.target(kind, id);
        assertThat(target.id()).isEqualTo(id.substring(id.lastIndexOf('/') + 1));
        assertThat(target.uid()).startsWith(uid);
    }

    @ParameterizedTest
    @CsvSource({
        "aws.access-key, AKIAQNZGKIQY56JQ7WML, 029608264753",
        "aws.access-key, GeneratedFindingAccessKeyId, AKIA",
        "aws.access-key, '', AKIA",
        "aws.user, nobody, NoSuchEntity",
        "aws.user, '', named by",
        "aws.user, al*ce, named by",
        "aws.user, alice&UserName=bob, named by",
        "aws.user, arn:aws:iam::111122223333:role/batch, ARN",
        "aws.user, arn:aws:iam::444455556666:user/alice, 444455556666",
        "aws.role, ../batch, named by",
        "aws.bucket, logs, aws.bucket",
    })
    void whatIsNotHere_isNothing_andSaysWhy(String kind, String id, String why) {
        assertThat(place.resolve(kind, id))
                .isInstanceOfSatisfying(
                        Resolved.Nothing.class,
                        nothing -> assertThat(nothing.why()).contains(why));
    }

    @Test
    void temporaryKey_rootKey_andFederatedUser_areRefused_andSayWhatToDo() {
        assertThat(place.resolve(Kinds.ACCESS_KEY, "ASIAQNZGKIQY56JQ7WML"))
                .isInstanceOfSatisfying(
                        Resolved.Refused.class, no -> assertThat(no.why()).contains("aws.deny-role"));
        assertThat(place.resolve(Kinds.ACCESS_KEY, PracticeAccount.rootKeyId()))
                .isInstanceOfSatisfying(
                        Resolved.Refused.class, no -> assertThat(no.why()).contains("root"));
        assertThat(place.resolve(Kinds.FEDERATED_USER, "111122223333:bob"))
                .isInstanceOfSatisfying(
                        Resolved.Refused.class, no -> assertThat(no.why()).contains("aws.deny-user"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ASIAQNZGKIQY56JQ7WML", "no key"})
    void whatIsNoLastingKey_isRefusedByTheActionToo(String id) {
        var target = new Target("acme", Kinds.ACCESS_KEY, id, id);
        assertThat(place.action("aws.disable-access-key").inspect(place.call(target)))
                .isInstanceOf(Inspected.Refused.class);
        var root = new Target("acme", Kinds.ACCESS_KEY, PracticeAccount.rootKeyId(), PracticeAccount.rootKeyId());
        assertThat(place.action("aws.disable-access-key").inspect(place.call(root)))
                .isInstanceOf(Inspected.Refused.class);
    }

    @Test
    void credential_isFoundByItsUserAndId_andAServiceCredentialByItsIdAlone() {
        Target deployers = place.credential("ci-deployer", Credential.SERVICE_CREDENTIAL);
        assertThat(deployers.id()).isEqualTo("ci-deployer/" + deployers.uid());
        assertThat(place.target(Kinds.SERVICE_CREDENTIAL, deployers.uid())).isEqualTo(deployers);
        assertThat(place.target(Kinds.SERVICE_CREDENTIAL, place.arn("user/" + deployers.id())))
                .isEqualTo(deployers);
        Target ssh = place.credential("ci-deployer", Credential.SSH_KEY);
        assertThat(place.resolve(Kinds.SSH_KEY, ssh.uid()))
                .isInstanceOfSatisfying(
                        Resolved.Nothing.class,
                        nothing -> assertThat(nothing.why()).contains("named by its user"));
        assertThat(place.resolve(Kinds.SSH_KEY, "alice/" + ssh.uid()))
                .as("another's key")
                .isInstanceOf(Resolved.Nothing.class);
        assertThat(place.resolve(Kinds.SERVICE_CREDENTIAL, "ACCAAAAAAAAAAAAAAAAAA"))
                .isInstanceOf(Resolved.Nothing.class);
    }

    @Test
    void serviceCredentialOfARenamedUser_isStillReleased() {
        Target credential = place.credential("alice", Credential.SERVICE_CREDENTIAL);
        Inspected.Found found = found("aws.disable-service-credential", credential);
        var action = place.action("aws.disable-service-credential");
        assertThat(action.apply(place.call(credential), found.before())).isInstanceOf(Outcome.Done.class);
        place.admin().updateUser(r -> r.userName("alice").newUserName("mallory"));
        assertThat(action.release(place.call(credential), found.before())).isEqualTo(new Released.Restored());
        assertThat(place.credentials("mallory", Credential.SERVICE_CREDENTIAL)).containsValue("Active");
    }

    @Test
    void credentialsOfAUser_areTheirReferences_ofEachKind() {
        Target user = place.target(Kinds.USER, "alice");
        for (Credential kind : Credential.values()) {
            String id = place.credentials("alice", kind).firstKey();
            String shown = kind == Credential.ACCESS_KEY ? id : "alice/" + id;
            assertThat(place.connection().related(user, kind.kind(), Place.soon()))
                    .isEqualTo(new Related.Found(List.of(
                            new Reference("acme", kind.kind(), shown, Map.of("account", PracticeAccount.ACCOUNT)))));
        }
    }

    @Test
    void scopeOfAnotherAccount_isNotOurs() {
        var elsewhere = new Reference("acme", Kinds.USER, "alice", Map.of("account", "444455556666"));
        assertThat(place.connection().resolve(elsewhere, Place.soon())).isInstanceOf(Resolved.Nothing.class);
        var here = new Reference("acme", Kinds.USER, "alice", Map.of("account", PracticeAccount.ACCOUNT));
        assertThat(place.connection().resolve(here, Place.soon())).isInstanceOf(Resolved.Found.class);
    }

    @Test
    void severalAccounts_wantTheArn_andShowIt() {
        try (Connection two = Place.connect(settings("\"111122223333\", \"444455556666\""), Clock.systemUTC())) {
            assertThat(two.resolve(new Reference("acme", Kinds.USER, "alice", Map.of()), Place.soon()))
                    .isInstanceOfSatisfying(
                            Resolved.Nothing.class,
                            nothing -> assertThat(nothing.why()).contains("ARN"));
            var scoped = new Reference("acme", Kinds.USER, "alice", Map.of("account", PracticeAccount.ACCOUNT));
            assertThat(two.resolve(scoped, Place.soon())).isInstanceOfSatisfying(Resolved.Found.class, found -> {
                assertThat(found.target().id()).isEqualTo(place.arn("user/alice"));
                assertThat(two.action("aws.deny-user").inspect(place.call(found.target())))
                        .isInstanceOf(Inspected.Found.class);
            });
        }
    }

    @Test
    void keysOfAUser_areItsKeys_withTheirAccount() {
        Target user = place.target(Kinds.USER, "ci-deployer");
        Related related = place.connection().related(user, Kinds.ACCESS_KEY, Place.soon());
        assertThat(related)
                .isEqualTo(new Related.Found(List.of(
                        reference(PracticeAccount.keyId("ci-deployer", 1)),
                        reference(PracticeAccount.keyId("ci-deployer", 2)))));
        Target role = place.target(Kinds.ROLE, "batch");
        assertThat(place.connection().related(role, Kinds.ACCESS_KEY, Place.soon()))
                .isEqualTo(new Related.Found(List.of()));
        range.faults().next("Action=ListAccessKeys", new Fault.Status(503));
        assertThat(place.connection().related(user, Kinds.ACCESS_KEY, Place.soon()))
                .isInstanceOf(Related.Unreachable.class);
    }

    @Test
    void identity_isUnknownUntilAsked_andThenAutomationMay() {
        assertThat(place.connection().notReady()).isPresent();
        assertThat(range.faults().seen()).isEmpty();
        range.faults().next("Action=GetCallerIdentity", new Fault.Status(500));
        place.connection().warm(Place.soon());
        assertThat(place.connection().notReady()).isPresent();
        assertThat(place.connection().unreachable()).isPresent();
        place.connection().warm(Place.soon());
        assertThat(place.connection().notReady()).isEmpty();
        assertThat(place.connection().unreachable()).isEmpty();

        range.faults().next("Action=GetCallerIdentity", new Fault.Status(500));
        place.connection().warm(Place.soon());
        assertThat(place.connection().unreachable()).isPresent();
        assertThat(place.connection().notReady())
                .as("who does not answer has not become another")
                .isEmpty();
    }

    @Test
    void whereWeDoNotKnowOurselves_aPersonDecides() {
        Target alice = place.target(Kinds.USER, "alice");
        range.faults().next("Action=GetCallerIdentity", new Fault.Status(500));
        assertThat(found("aws.deny-user", alice).facts().sensitive()).containsExactly("own-identity-unknown");
        assertThat(found("aws.deny-user", alice).facts().sensitive()).isEmpty();
    }

    @Test
    void ourselves_areNeverATarget_neitherTheRoleNorWhoAssumesIt() {
        assertRefused("aws.deny-role", place.target(Kinds.ROLE, "Responder"), "ourselves");
        assertRefused("aws.deny-user", place.target(Kinds.USER, "killswitch-hub"), "ourselves");
        assertRefused(
                "aws.disable-access-key",
                place.target(Kinds.ACCESS_KEY, PracticeAccount.keyId("killswitch-hub", 1)),
                "ourselves");
    }

    @Test
    void rolesThatAwsKeepsForItself_areRefused() {
        assertRefused("aws.deny-role", place.target(Kinds.ROLE, "AWSServiceRoleForSupport"), "service-linked");
        assertRefused(
                "aws.deny-role",
                place.target(Kinds.ROLE, "AWSReservedSSO_Operator_0123456789abcdef"),
                "Identity Center");
    }

    @Test
    void credentialsOfAnotherAccount_touchNothing() {
        String yaml = """
                accounts: ["444455556666"]
                credentials-file: "%s"
                endpoint: "%s"
                """.formatted(range.credentials(), place.endpoint());
        try (Connection wrong = Place.connect(yaml, Clock.systemUTC())) {
            wrong.warm(Place.soon());
            assertThat(wrong.notReady())
                    .hasValueSatisfying(why ->
                            assertThat(why).contains("account 444455556666").contains("account 111122223333"));
        }
    }

    @Test
    void roleThatMayNotBeAssumed_isNoPermission_andSaysWhich() {
        String yaml = settings("\"111122223333\"").replace("killswitch/Responder", "batch");
        try (Connection wrong = Place.connect(yaml, Clock.systemUTC())) {
            assertThat(wrong.resolve(new Reference("acme", Kinds.USER, "alice", Map.of()), Place.soon()))
                    .isInstanceOfSatisfying(
                            Resolved.Refused.class,
                            no -> assertThat(no.why()).contains("sts:AssumeRole: AccessDenied"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "empty", "broken"})
    void credentialsThatAreNotThere_areSaid_andReadOnceTheyAre(String state) throws IOException {
        Path file = directory.resolve("late");
        if (!state.equals("missing")) {
            Files.writeString(file, state.equals("empty") ? "" : "aws_access_key_id = AKIA\n[");
        }
        String yaml = settings("\"111122223333\"").replace(range.credentials().toString(), file.toString());
        try (Connection late = Place.connect(yaml, Clock.systemUTC())) {
            var alice = new Reference("acme", Kinds.USER, "alice", Map.of());
            assertThat(late.resolve(alice, Place.soon()))
                    .isInstanceOfSatisfying(
                            Resolved.Unreachable.class,
                            away -> assertThat(away.why())
                                    .contains(state.equals("broken") ? "no credentials" : file.toString()));
            Files.writeString(file, PracticeAccount.credentials());
            assertThat(late.resolve(alice, Place.soon())).isInstanceOf(Resolved.Found.class);
        }
    }

    @Test
    void warming_makesTheFirstCallOfEachClient() {
        place.connection().warm(Place.soon());
        assertThat(range.faults().seen())
                .containsExactly(
                        "POST / Action=AssumeRole",
                        "POST / Action=GetCallerIdentity",
                        "POST / Action=GetCallerIdentity",
                        "POST / Action=GetRole",
                        "POST / Action=DescribeSecurityGroups");
    }

    /** The whole way of a key from its id to the write: what stands between an alert and a dead credential. */
    @Test
    void wayOfAKey_isFourReadsAndOneWrite_onceWarm() {
        place.connection().warm(Place.soon());
        range.faults().clear();
        Target key = place.target(Kinds.ACCESS_KEY, PracticeAccount.keyId("alice", 1));
        Inspected.Found found = found("aws.disable-access-key", key);
        place.action("aws.disable-access-key").apply(place.call(key), found.before());
        assertThat(range.faults().seen())
                .extracting(line -> line.substring(line.indexOf('=') + 1))
                .containsExactly(
                        "GetAccessKeyLastUsed", "GetUser", "ListAccessKeys", "ListAccessKeys", "UpdateAccessKey");
    }

    @Test
    void factsOfAKey_nameItsOwner_soThatItCanBeProtected() {
        Inspected.Found found = found(
                "aws.disable-access-key", place.target(Kinds.ACCESS_KEY, PracticeAccount.keyId("break-glass", 1)));
        assertThat(found.facts().names()).containsExactly(place.arn("user/break-glass"));
        assertThat(found.facts().blast()).containsEntry("keys-of-user", 1).containsEntry("active-keys-of-user", 1);
        assertThat(found.before().json())
                .isEqualTo("{\"account\":\"111122223333\",\"user\":\"break-glass\",\"status\":\"Active\"}");
    }

    @Test
    void quarantineByAws_isAFact_andOutlivesTheRelease() {
        place.admin().attachUserPolicy(r -> r.userName("alice").policyArn(QUARANTINE));
        Target alice = place.target(Kinds.USER, "alice");
        Inspected.Found found = found("aws.deny-user", alice);
        assertThat(found.facts().blast())
                .isEqualTo(
                        Map.of("quarantined-by-aws", 1, "attached-policies", 1, "denied-already", 0, "access-keys", 1));
        assertThat(found.facts().names()).containsExactly(place.arn("user/alice"));
        assertThat(found.alreadySo()).isFalse();
        place.action("aws.deny-user").apply(place.call(alice), found.before());
        place.action("aws.deny-user").release(place.call(alice), found.before());
        assertThat(place.user("alice")).endsWith("[AWSCompromisedKeyQuarantineV3]");
    }

    @Test
    void whatWasSoBefore_staysSoAfterTheRelease() {
        Target alice = place.target(Kinds.USER, "alice");
        Target key = place.target(Kinds.ACCESS_KEY, place.keyOf("alice"));
        place.admin().attachUserPolicy(r -> r.userName("alice").policyArn(Place.DENY_ALL));
        place.admin()
                .updateAccessKey(r -> r.userName("alice").accessKeyId(key.id()).status("Inactive"));
        String world = place.user("alice");
        for (var door :
                Map.of("aws.deny-user", alice, "aws.disable-access-key", key).entrySet()) {
            Inspected.Found found = found(door.getKey(), door.getValue());
            assertThat(found.alreadySo()).isTrue();
            var action = place.action(door.getKey());
            assertThat(action.apply(place.call(door.getValue()), found.before()))
                    .isEqualTo(new Outcome.AlreadyDone());
            assertThat(action.release(place.call(door.getValue()), found.before()))
                    .isEqualTo(new Released.Restored());
            assertThat(place.user("alice")).isEqualTo(world);
        }
    }

    @Test
    void userMadeAnewUnderTheSameName_isAnother() {
        Target alice = place.target(Kinds.USER, "alice");
        Inspected.Found found = found("aws.deny-user", alice);
        place.removeUser("alice");
        place.admin().createUser(r -> r.userName("alice"));
        var action = place.action("aws.deny-user");
        assertThat(action.inspect(place.call(alice))).isInstanceOf(Inspected.Gone.class);
        assertThat(action.apply(place.call(alice), found.before())).isInstanceOf(Outcome.Gone.class);
        assertThat(action.release(place.call(alice), found.before())).isEqualTo(new Released.Gone());
    }

    @Test
    void userWhoTookAnotherName_doesNotGetAwayWithTheKey() {
        Target key = place.target(Kinds.ACCESS_KEY, place.keyOf("alice"));
        var action = place.action("aws.disable-access-key");
        Inspected.Found found = found("aws.disable-access-key", key);
        place.admin().updateUser(r -> r.userName("alice").newUserName("mallory"));
        assertThat(action.apply(place.call(key), found.before())).isInstanceOf(Outcome.Changed.class);
        Inspected.Found again = found("aws.disable-access-key", key);
        assertThat(action.apply(place.call(key), again.before())).isInstanceOf(Outcome.Done.class);
        place.admin().updateUser(r -> r.userName("mallory").newUserName("alice"));
        assertThat(action.release(place.call(key), again.before())).isEqualTo(new Released.Restored());
        assertThat(place.user("alice")).contains("=Active");
    }

    @Test
    void tenPoliciesAttached_isRefused_andSaysThatAQuotaIsUsedUp() {
        for (int number = 0; number < 10; number++) {
            String arn = "arn:aws:iam::aws:policy/Filler" + number;
            place.admin().attachUserPolicy(r -> r.userName("alice").policyArn(arn));
        }
        Target alice = place.target(Kinds.USER, "alice");
        assertThat(place.action("aws.deny-user")
                        .apply(place.call(alice), found("aws.deny-user", alice).before()))
                .isInstanceOfSatisfying(Outcome.Refused.class, no -> {
                    assertThat(no.why()).contains("quota").contains("next: aws.deny-user-by-boundary");
                    assertThat(no.stronger()).isEqualTo(Rung.same(DenyByBoundary.OF_USER));
                });
        try (Connection second = Place.connect(settings("\"111122223333\""), Clock.systemUTC())) {
            assertThat(second.action("aws.deny-user")
                            .apply(
                                    place.call(alice),
                                    found("aws.deny-user", alice).before()))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            no -> assertThat(no.stronger())
                                    .as("the next one whose tier is on")
                                    .isEqualTo(Rung.same(DenyInside.OF_USER)));
        }
    }

    @Test
    void tierThatIsNotSwitchedOn_beginsNothing_andStillReleases() {
        Target alice = place.target(Kinds.USER, "alice");
        Inspected.Found found = found("aws.deny-user", alice);
        place.action("aws.deny-user").apply(place.call(alice), found.before());
        try (Connection off =
                Place.connect(settings("\"111122223333\"").replace("tiers: [tier1, tier2]\n", ""), Clock.systemUTC())) {
            var action = off.action("aws.deny-user");
            assertThat(action.inspect(place.call(alice))).isInstanceOf(Inspected.Refused.class);
            assertThat(action.apply(place.call(alice), found.before())).isInstanceOf(Outcome.Refused.class);
            assertThat(action.release(place.call(alice), found.before())).isEqualTo(new Released.Restored());
        }
        assertThat(place.user("alice")).endsWith("[]");
    }

    @Test
    void evidence_isTakenPieceByPiece_andWhatIsMissingIsNamed() {
        var sink = new FakeSink("groups.json");
        Target key = place.target(Kinds.ACCESS_KEY, place.keyOf("alice"));
        range.faults().next("Action=ListMFADevices", new Fault.Status(403));
        Outcome outcome = place.connection().collect(place.call(key), sink);
        assertThat(outcome).isEqualTo(new Outcome.Done("7 pieces, 2 left out"));
        assertThat(sink.absent())
                .containsExactly(entry("mfa-devices.json", "no permission iam:ListMFADevices: AccessDenied, HTTP 403"));
        assertThat(sink.pieces())
                .containsEntry("console-password.json", "{\"since\":null}")
                .containsEntry("access-keys.json", "{\"access-keys\":[\"" + key.id() + " Active\"]}")
                .containsEntry("attached-policies.json", "{\"attached-policies\":[]}");
    }

    @Test
    void permissions_areAskedOfTheSimulator() {
        for (ActionSpec spec : new AwsProvider().actions()) {
            assertThat(place.connection().permissions(spec, Place.soon())).isEqualTo(new Permissions.Known(List.of()));
        }
        var greedy = new ActionSpec(
                "aws.more",
                new ActionSpec.Meaning("does what a test wants", "nothing", "at once"),
                Kinds.USER,
                "tier1",
                ActionSpec.Stage.DENY,
                false,
                ActionSpec.Undo.NONE,
                "more",
                Duration.ofSeconds(1),
                List.of(),
                List.of("iam:CreateUser", "iam:GetUser"),
                new ActionSpec.ByHand(List.of(), List.of()),
                List.of());
        assertThat(place.connection().permissions(greedy, Place.soon()))
                .isEqualTo(new Permissions.Known(List.of("iam:CreateUser in account 111122223333")));
    }

    @Test
    void actionOfAnotherProvider_isADefect() {
        assertThatThrownBy(() -> place.connection().action("kubernetes.kill-pod"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Inspected.Found found(String action, Target target) {
        Inspected inspected = place.action(action).inspect(place.call(target));
        assertThat(inspected).isInstanceOf(Inspected.Found.class);
        return (Inspected.Found) inspected;
    }

    private void assertRefused(String action, Target target, String why) {
        assertThat(place.action(action).inspect(place.call(target)))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class, no -> assertThat(no.why()).contains(why));
        assertThat(range.faults().seen()).noneMatch(line -> line.matches(".*Action=(Attach|Detach|Update).*"));
    }

    private String settings(String accounts) {
        return """
                role: "arn:aws:iam::{account}:role/killswitch/Responder"
                accounts: [%s]
                credentials-file: "%s"
                endpoint: "%s"
                tiers: [tier1, tier2]
                settling: 0s
                """.formatted(accounts, range.credentials(), place.endpoint());
    }

    private static Reference reference(String key) {
        return new Reference("acme", Kinds.ACCESS_KEY, key, Map.of("account", PracticeAccount.ACCOUNT));
    }
}
