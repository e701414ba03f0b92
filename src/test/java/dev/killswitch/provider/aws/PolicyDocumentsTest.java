package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.killswitch.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What an administrator of accounts installs is made of what the actions declare, and held here. */
class PolicyDocumentsTest {
    private static final Path HERE = Path.of("helm/aws");
    private static final String TEMPLATE = "member-account.template.yaml";

    /** All that IAM takes inside of one role, white space not counted. */
    private static final int INSIDE_A_ROLE_MAX = 10_240;

    private static final int ONE_POLICY_MAX = 6_144;
    private static final int SERVICE_CONTROL_POLICY_MAX = 5_120;

    @Test
    void documents_areWhatTheActionsDeclare() {
        PolicyDocuments.files()
                .forEach((file, document) ->
                        Golden.assertSame(PolicyDocumentsTest.class, Path.of(file), WideJson.of(document)));
    }

    @Test
    void template_isMadeOfTheSame() {
        Golden.assertSame(PolicyDocumentsTest.class, HERE.resolve(TEMPLATE), MemberTemplate.text());
    }

    @Test
    void page_explainsTheSame() {
        Golden.assertSame(PolicyDocumentsTest.class, Path.of("docs/aws/permissions.md"), PermissionPage.text());
    }

    @Test
    void noFile_isLeftOver() throws IOException {
        var expected = new TreeSet<String>();
        PolicyDocuments.files().keySet().forEach(file -> expected.add(file.substring("helm/aws/".length())));
        expected.add(TEMPLATE);
        try (Stream<Path> files = Files.list(HERE)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void everyDeclaredPermission_isAllowed_andNothingElse() {
        for (String tier : PolicyDocuments.tiers()) {
            var allowed = new TreeSet<String>();
            for (JsonNode statement : PolicyDocuments.tier(tier).path("Statement")) {
                if (statement.path("Effect").asText().equals("Allow")) {
                    texts(statement.path("Action")).forEach(allowed::add);
                }
            }
            assertThat(allowed).containsExactlyElementsOf(PolicyDocuments.permissions(tier));
        }
    }

    @Test
    void documents_fitIntoWhatAwsTakes() throws IOException {
        int inside = squeezed(PolicyDocuments.look());
        for (String tier : MemberTemplate.tiers()) {
            inside += squeezed(PolicyDocuments.tier(tier));
        }
        assertThat(inside).isLessThanOrEqualTo(INSIDE_A_ROLE_MAX);
        for (JsonNode document : PolicyDocuments.files().values()) {
            assertThat(squeezed(document)).isLessThanOrEqualTo(ONE_POLICY_MAX);
        }
        assertThat(squeezed(PolicyDocuments.guard())).isLessThanOrEqualTo(SERVICE_CONTROL_POLICY_MAX);
    }

    private static int squeezed(JsonNode document) {
        return document.toString().length();
    }

    /** The template has the very documents: read by another program than the one that wrote it. */
    @Test
    void template_hasTheDocuments() throws IOException {
        JsonNode template = new JsonMapper().valueToTree(new Yaml().load(Files.readString(HERE.resolve(TEMPLATE))));
        JsonNode role = template.path("Resources").path("Responder").path("Properties");
        assertThat(role.path("AssumeRolePolicyDocument"))
                .isEqualTo(PolicyDocuments.trust(
                        new JsonMapper().valueToTree(Map.of("Ref", "HubRole")),
                        new JsonMapper().valueToTree(Map.of("Ref", "ExternalId"))));
        JsonNode resources = template.path("Resources");
        assertThat(resources).hasSize(MemberTemplate.tiers().size() + 2);
        assertThat(document(resources.path("LookPolicy"))).isEqualTo(PolicyDocuments.look());
        for (String tier : MemberTemplate.tiers()) {
            JsonNode policy = resources.path(PolicyDocuments.capital(tier) + "Policy");
            assertThat(document(policy)).isEqualTo(PolicyDocuments.tier(tier));
            assertThat(template.path("Conditions").has(policy.path("Condition").asText()))
                    .isTrue();
        }
        assertThat(template.path("Parameters").path("Tier1").path("Default").asText())
                .isEqualTo("on");
        assertThat(template.path("Parameters").path("Tier2").path("Default").asText())
                .isEqualTo("off");
    }

    private static JsonNode document(JsonNode policy) {
        return policy.path("Properties").path("PolicyDocument");
    }

    /** All that our calls name as a permission when they are refused is in a document; two need none. */
    @Test
    void everyCallThatIsMade_isAllowed() throws IOException {
        var allowed = new TreeSet<>(AwsProvider.LOOKING);
        PolicyDocuments.tiers().forEach(tier -> allowed.addAll(PolicyDocuments.permissions(tier)));
        // These need none, or stand in what we deny to others.
        allowed.addAll(List.of(
                "sts:GetCallerIdentity", "sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"));
        var named = new TreeSet<String>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/dev/killswitch/provider/aws"))) {
            for (Path source :
                    sources.filter(file -> !file.endsWith("Scope.java")).toList()) {
                Pattern.compile("\"([a-z0-9-]+:[A-Z][A-Za-z]+)\"")
                        .matcher(Files.readString(source))
                        .results()
                        .forEach(found -> named.add(found.group(1)));
            }
        }
        // Keys of conditions, not calls.
        named.removeIf(name -> name.startsWith("aws:"));
        named.removeAll(List.of("iam:PolicyARN", "iam:PermissionsBoundary"));
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(allowed).containsAll(named);
    }

    @Test
    void examples_trustNobodyUntilTheyAreFilledIn() {
        assertThat(PolicyDocuments.trust().toString()).doesNotContainPattern("[0-9]{12}:");
    }

    private static List<String> texts(JsonNode node) {
        return node.isTextual()
                ? List.of(node.asText())
                : Stream.iterate(0, i -> i < node.size(), i -> i + 1)
                        .map(i -> node.get(i).asText())
                        .toList();
    }
}
