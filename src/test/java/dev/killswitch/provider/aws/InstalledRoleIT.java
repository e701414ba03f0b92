package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.servers.Evaluator;
import dev.killswitch.servers.Moto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * The role as an administrator gets it: the template is deployed, what came of it is read back, and a program that nobody
 * here wrote judges what that allows, over every action that AWS has.
 */
class InstalledRoleIT {
    private static final Path TEMPLATE = Path.of("helm/aws/member-account.template.yaml");
    private static final String ACCOUNT = "123456789012";
    private static final String HUB = "arn:aws:iam::999999999999:role/killswitch/Hub";
    private static final AtomicInteger STACKS = new AtomicInteger();
    private static final String DENY_ALL = "arn:aws:iam::aws:policy/AWSDenyAll";
    private static final String ALICE = "arn:aws:iam::" + ACCOUNT + ":user/alice";

    private static final List<String> ATTACHES =
            List.of("iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:DetachRolePolicy", "iam:DetachUserPolicy");

    private Moto moto;
    private IamClient iam;

    @BeforeEach
    void open() {
        moto = Moto.shared();
        iam = Place.client(
                moto.endpoint(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "none")));
        undeploy();
    }

    @AfterEach
    void close() {
        undeploy();
        iam.close();
    }

    private void undeploy() {
        if (iam.listRoles().roles().stream().anyMatch(role -> role.roleName().equals("Responder"))) {
            iam.listRolePolicies(r -> r.roleName("Responder"))
                    .policyNames()
                    .forEach(policy ->
                            iam.deleteRolePolicy(r -> r.roleName("Responder").policyName(policy)));
            iam.deleteRole(r -> r.roleName("Responder"));
        }
    }

    private void deploy(String... tiers) throws IOException {
        var parameters = new TreeMap<String, String>();
        MemberTemplate.tiers().forEach(tier -> parameters.put(PolicyDocuments.capital(tier), "off"));
        List.of(tiers).forEach(tier -> parameters.put(PolicyDocuments.capital(tier), "on"));
        parameters.put("HubRole", HUB);
        parameters.put("ExternalId", "an-id-of-ours");
        moto.stack("killswitch-" + STACKS.incrementAndGet(), Files.readString(TEMPLATE), parameters);
    }

    private Evaluator.Asking responder() {
        return responder(Policies.ofRole(iam, "Responder"));
    }

    private static Evaluator.Asking responder(List<JsonNode> policies) {
        return new Evaluator.Asking(
                "arn:aws:sts::" + ACCOUNT + ":assumed-role/Responder/killswitch",
                ACCOUNT,
                policies,
                List.of(),
                Map.of("aws:PrincipalArn", "arn:aws:iam::" + ACCOUNT + ":role/killswitch/Responder"));
    }

    @Test
    void template_isWhatCloudFormationTakes() {
        assertThat(Moto.lint(TEMPLATE)).isEmpty();
    }

    @Test
    void template_makesTheRole_withThePolicyOfEachTierThatIsOn() throws IOException {
        deploy("tier1");
        assertThat(iam.getRole(r -> r.roleName("Responder")).role().arn())
                .isEqualTo("arn:aws:iam::" + ACCOUNT + ":role/killswitch/Responder");
        assertThat(Policies.ofRole(iam, "Responder"))
                .containsExactlyInAnyOrder(PolicyDocuments.look(), PolicyDocuments.tier("tier1"));
        undeploy();
        deploy(MemberTemplate.tiers().toArray(String[]::new));
        var all = new ArrayList<JsonNode>(List.of(PolicyDocuments.look()));
        MemberTemplate.tiers().forEach(tier -> all.add(PolicyDocuments.tier(tier)));
        assertThat(Policies.ofRole(iam, "Responder")).containsExactlyInAnyOrderElementsOf(all);
    }

    /** Of all that AWS knows: nothing but what is declared, and no right that gives rights. */
    @Test
    void firstTier_isAllowedWhatItDeclares_andNothingElseOfAllThatAwsHas() throws IOException {
        deploy("tier1");
        List<Evaluator.Said> said = Evaluator.judgeAll(responder());
        assertThat(said).hasSizeGreaterThan(20_000);
        var expected = new TreeSet<>(PolicyDocuments.permissions("tier1"));
        expected.addAll(AwsProvider.LOOKING);
        // These only with the one policy; and who one is AWS tells everybody.
        expected.removeAll(ATTACHES);
        expected.add("sts:GetCallerIdentity");
        assertThat(allowed(said)).containsExactlyElementsOf(expected);
        assertThat(said.stream()
                        .filter(Evaluator.Said::isAllowed)
                        .filter(one -> !List.of("Read", "List").contains(one.level()))
                        .map(one -> one.action() + " " + one.level())
                        .distinct())
                .containsExactlyInAnyOrder(
                        "iam:UpdateAccessKey Write",
                        "iam:UpdateSSHPublicKey Write",
                        "iam:UpdateServiceSpecificCredential Write",
                        "iam:UpdateSigningCertificate Write");
        // Where an ARN could be two kinds of things nothing was judged: no policy of ours has such an action.
        assertThat(said.stream()
                        .filter(one -> one.says().equals("Ambiguous"))
                        .map(Evaluator.Said::action)
                        .filter(PolicyDocuments.permissions("tier1")::contains))
                .isEmpty();
    }

    /** With it nobody gains: it denies. */
    @Test
    void firstTier_attachesTheOneDenial() throws IOException {
        deploy("tier1");
        assertThat(allowed(Evaluator.judgeAll(responder().saying("iam:PolicyARN", DENY_ALL), "iam")))
                .containsAll(ATTACHES);
        JsonNode denial = Policies.read(iam.getPolicyVersion(r -> r.policyArn(DENY_ALL)
                        .versionId(iam.getPolicy(p -> p.policyArn(DENY_ALL))
                                .policy()
                                .defaultVersionId()))
                .policyVersion()
                .document());
        denial.path("Statement")
                .forEach(statement ->
                        assertThat(statement.path("Effect").asText()).isEqualTo("Deny"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::aws:policy/AdministratorAccess",
                "arn:aws:iam::aws:policy/IAMFullAccess",
                "arn:aws:iam::aws:policy/job-function/AWSDenyAll",
                "arn:aws:iam::aws:policy/AWSDenyAllOfIt",
                "arn:aws:iam::123456789012:policy/AWSDenyAll",
                "arn:aws:iam::123456789012:policy/aws:policy/AWSDenyAll"
            })
    void firstTier_attachesNoOtherPolicy_toAnybody(String policy) throws IOException {
        deploy("tier1");
        assertThat(allowed(Evaluator.judgeAll(responder().saying("iam:PolicyARN", policy), "iam")))
                .doesNotContainAnyElementsOf(ATTACHES);
    }

    @ParameterizedTest
    @CsvSource({
        "role/killswitch/Responder",
        "role/killswitch/Hub",
        "user/killswitch/hub",
        "role/breakglass/alone",
        "user/break-glass/alone",
        "role/OrganizationAccountAccessRole",
        "role/AWSControlTowerExecution",
        "role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport",
        "role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef"
    })
    void noTier_changesUs_norBreakGlass(String protectedOne) throws IOException {
        deploy(MemberTemplate.tiers().toArray(String[]::new));
        String kind = protectedOne.startsWith("role/") ? "Role" : "User";
        var writes = MemberTemplate.tiers().stream()
                .flatMap(tier -> PolicyDocuments.permissions(tier).stream())
                .filter(permission -> permission.startsWith("iam:") && !Scope.looks(permission))
                .filter(permission ->
                        Scope.of(permission).resources().getFirst().contains(":" + kind.toLowerCase(Locale.ROOT) + "/"))
                .distinct()
                .map(permission -> Map.entry(permission, "arn:aws:iam::" + ACCOUNT + ":" + protectedOne))
                .toList();
        assertThat(writes).isNotEmpty();
        assertThat(Evaluator.judge(responder().saying("iam:PolicyARN", DENY_ALL), writes))
                .allSatisfy(said -> assertThat(said.says()).endsWith("Denied"));
    }

    /** The document of a tier and what is always there: no action needs another tier's. */
    @Test
    void everyPermissionThatAnActionDeclares_isEnoughWithItsOwnTier() {
        for (String tier : PolicyDocuments.tiers()) {
            Evaluator.Asking asking = responder(List.of(PolicyDocuments.look(), PolicyDocuments.tier(tier)));
            Map<Optional<Scope.Only>, List<String>> alike = PolicyDocuments.permissions(tier).stream()
                    .collect(Collectors.groupingBy(
                            permission -> Scope.of(permission).only()));
            alike.forEach((only, permissions) -> assertThat(Evaluator.judge(
                            only.map(one -> asking.saying(one.key(), one.value()))
                                    .orElse(asking),
                            permissions.stream()
                                    .flatMap(permission -> Scope.of(permission).resources().stream()
                                            .map(resource -> Map.entry(permission, sample(resource))))
                                    .toList()))
                    .allSatisfy(said -> assertThat(said.says())
                            .as("%s: %s on %s", tier, said.action(), said.resource())
                            .isEqualTo("Allowed")));
        }
    }

    private static String sample(String resource) {
        if (resource.equals("*")) {
            return resource;
        }
        String[] parts = resource.split(":", 6);
        parts[3] = parts[3].replace("*", "eu-west-1");
        parts[4] = parts[4].replace("*", ACCOUNT);
        parts[5] = parts[5].replace("*", "x1");
        return String.join(":", parts);
    }

    @ParameterizedTest
    @CsvSource({
        "999999999999:role/killswitch/Hub, an-id-of-ours, Allowed",
        "999999999999:role/killswitch/Hub, another-id, ImplicitlyDenied",
        "999999999999:role/killswitch/Hub, , ImplicitlyDenied",
        "999999999999:role/Hub, an-id-of-ours, ImplicitlyDenied",
        "123456789012:role/killswitch/Hub, an-id-of-ours, ImplicitlyDenied",
        "123456789012:user/alice, an-id-of-ours, ImplicitlyDenied"
    })
    void role_isForTheHubAlone_andForTheIdAlone(String principal, String externalId, String says) throws IOException {
        deploy("tier1");
        JsonNode trust =
                Policies.read(iam.getRole(r -> r.roleName("Responder")).role().assumeRolePolicyDocument());
        var may = new Evaluator.Asking(
                "arn:aws:iam::" + principal,
                ACCOUNT,
                List.of(PolicyDocuments.hub()),
                List.of(),
                externalId == null ? Map.of() : Map.of("sts:ExternalId", externalId));
        assertThat(Evaluator.judge(
                                may, trust, "sts:AssumeRole", "arn:aws:iam::" + ACCOUNT + ":role/killswitch/Responder")
                        .says())
                .isEqualTo(says);
    }

    /** Said on the page: these are an administrator's rights. */
    @Test
    void secondTier_givesAnything() throws IOException {
        deploy("tier1", "tier2");
        assertThat(Evaluator.judge(responder(), "iam:PutUserPolicy", ALICE).isAllowed())
                .isTrue();
    }

    private static SortedSet<String> allowed(List<Evaluator.Said> said) {
        return said.stream()
                .filter(Evaluator.Said::isAllowed)
                .map(Evaluator.Said::action)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
