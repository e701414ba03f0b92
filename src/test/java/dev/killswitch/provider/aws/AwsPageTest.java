package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page says what the code does. */
class AwsPageTest {
    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("docs/aws.md"));
    }

    @Test
    void policyOfEachTier_allowsWhatEachActionNeeds_andNoOtherWrite() throws IOException {
        Set<String> first = allowed(blocks("json").getFirst());
        Set<String> second = allowed(blocks("json").getLast());
        assertThat(first).containsAll(needed("tier1"));
        assertThat(second).containsAll(needed("tier2"));
        assertThat(writes(first))
                .containsExactly(
                        "iam:AttachRolePolicy",
                        "iam:AttachUserPolicy",
                        "iam:DetachRolePolicy",
                        "iam:DetachUserPolicy",
                        "iam:UpdateAccessKey",
                        "iam:UpdateSSHPublicKey",
                        "iam:UpdateServiceSpecificCredential",
                        "iam:UpdateSigningCertificate");
        assertThat(writes(second))
                .containsExactly(
                        "iam:DeleteRolePolicy", "iam:DeleteUserPolicy", "iam:PutRolePolicy", "iam:PutUserPolicy");
    }

    private static List<String> needed(String tier) {
        return new AwsProvider()
                .actions().stream()
                        .filter(spec -> spec.tier().equals(tier))
                        .flatMap(spec -> spec.permissions().stream())
                        .toList();
    }

    private static List<String> writes(Set<String> allowed) {
        return allowed.stream()
                .filter(name -> !name.matches("iam:(Get|List|Simulate).*"))
                .toList();
    }

    private static Set<String> allowed(String document) throws IOException {
        var allowed = new TreeSet<String>();
        for (JsonNode statement : new JsonMapper().readTree(document).path("Statement")) {
            if (statement.path("Effect").asText().equals("Allow")) {
                JsonNode actions = statement.path("Action");
                (actions.isArray() ? actions : List.of(actions)).forEach(action -> allowed.add(action.asText()));
            }
        }
        return allowed;
    }

    /** All that our calls name as a permission when they are refused. */
    @Test
    void policy_allowsEveryCallThatIsMade() throws IOException {
        var calls = new StringBuilder();
        for (String source : List.of("AwsCalls", "CredentialCalls", "Credential", "InlineCalls")) {
            calls.append(Files.readString(Path.of("src/main/java/dev/killswitch/provider/aws/" + source + ".java")));
        }
        Set<String> named = new TreeSet<>(Arrays.asList(calls.toString().split("[^A-Za-z:]+")));
        named.removeIf(word -> !word.matches("iam:[A-Z][a-z]+[A-Za-z]*") || word.equals("iam:PolicyARN"));
        assertThat(named)
                .hasSizeGreaterThan(10)
                .allSatisfy(call -> assertThat(String.join("", blocks("json"))).contains(call));
    }

    @Test
    void example_isRead() {
        var problems = new Problems();
        Document document = Document.read("docs/aws.md", blocks("yaml").getFirst(), problems);
        var acme = document.root().section("connections").section("acme");
        assertThat(acme.text("kind")).contains("aws");
        assertThat(AwsSettings.read(acme).accounts()).hasSize(2);
        document.finish();
        assertThat(problems.found()).isEmpty();
    }

    @Test
    void tables_nameEveryKey_andEveryAction() {
        assertThat(page)
                .contains(
                        "| `accounts` |",
                        "| `role` |",
                        "| `external-id` |",
                        "| `credentials-file` |",
                        "| `region` |",
                        "| `endpoint` |",
                        "| `tiers` |",
                        "| `settling` |");
        assertThat(new AwsProvider().actions())
                .allSatisfy(spec -> assertThat(page).containsPattern("\n\\|[^|]*`" + spec.name() + "`"));
    }

    private static List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
