package dev.killswitch.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.marcnuri.helm.LintResult;
import dev.killswitch.Golden;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Provider;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart renders, and what it refuses to. */
class HelmTest {
    private static final Set<String> LOOKING = Set.of("get", "list", "watch");

    @Test
    void chart_hasNoFault(@TempDir Path copy) throws IOException {
        LintResult lint = Chart.lint(copy);

        assertThat(lint.isFailed()).as(() -> lint.getMessages().toString()).isFalse();
        assertThat(lint.getMessages()).allMatch(message -> message.contains("icon is recommended"));
    }

    @Test
    void defaultValues_renderAsReviewed() {
        Golden.assertSame(HelmTest.class, "helm/default.yaml", Chart.render("security", Chart.IMAGE));
    }

    @Test
    void everythingOn_rendersAsReviewed() {
        Golden.assertSame(HelmTest.class, "helm/all.yaml", Chart.renderAll("security"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image.repository         | ``                | /image/repository",
                "image.tag                | ``                | /image/tag",
                "image.digest             | sha1:beef         | /image/digest",
                "rbac.tiers[0]            | everything        | /rbac/tiers/0",
                "rbac.tier                | kill              | 'tier' not allowed",
                "service.port             | 0                 | /service/port",
                "persistence.size         | much              | /persistence/size",
                "rules.first\\.txt        | format: 1         | invalid propertyName 'first.txt'",
                "secrets[0]               | No_Name           | /secrets/0",
                "replicas                 | 2                 | 'replicas' not allowed",
                "configuration.data-directory   | /data             | configuration.data-directory: the chart decides it",
                "configuration.store.url        | jdbc:sqlite:x     | configuration.store.url: the chart decides it",
                "configuration.rules.directory  | /rules            | configuration.rules.directory: the chart decides it",
                "configuration.connections.here.tiers[0] | node     | configuration.connections.here.tiers: node is not among rbac.tiers",
            })
    void wrongValue_isRefusedByItsName(String key, String value, String told) {
        var values = new HashMap<>(Chart.IMAGE);
        values.put(key, value);

        assertThatThrownBy(() -> Chart.render("security", values)).hasMessageContaining(told);
    }

    /** What the chart's values switch on where nobody says. */
    private static final Set<String> DEFAULT_TIERS = Set.of("isolate", "kill");

    @Test
    void tiers_areThoseOfTheActions_andTheLogs() throws IOException {
        JsonNode schema = new JsonMapper().readTree(Files.readString(Path.of("helm/values.schema.json")));
        assertThat(schema.at("/properties/rbac/properties/tiers/items/enum").valueStream())
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(actions().map(ActionSpec::tier), Stream.of("evidence", "deny-policies"))
                                .collect(Collectors.toSet()));
    }

    @Test
    void defaultRules_letEveryActionDoWhatItDeclares() {
        List<PolicyRule> rules = rules(Chart.render("security", Chart.IMAGE));

        assertThat(declared())
                .isNotEmpty()
                .allSatisfy(permission -> assertThat(granted(rules)).contains(permission));
    }

    @Test
    void defaultRules_writeNothingButWhatActionsDeclareAndOurNotes() {
        var writes = new TreeSet<>(granted(rules(Chart.render("security", Chart.IMAGE))));
        writes.removeIf(permission -> LOOKING.contains(permission.substring(0, permission.indexOf(' '))));

        var may = new TreeSet<>(declared());
        may.addAll(Set.of("create events", "patch events"));
        assertThat(may).containsAll(writes);
    }

    @Test
    void noRules_everReadSecretsOrGrantWhatAnybodyHas() {
        assertThat(granted(rules(Chart.renderAll("security"))))
                .doesNotContain("get secrets", "list secrets", "watch secrets", "create pods/exec")
                .noneMatch(permission -> permission.contains("*"))
                .noneMatch(permission -> permission.startsWith("bind ")
                        || permission.startsWith("escalate ")
                        || permission.startsWith("impersonate "));
    }

    /** What the actions of every Kubernetes provider say that they need, in the words of {@code kubectl auth can-i}. */
    private static Set<String> declared() {
        return actions()
                .filter(spec -> DEFAULT_TIERS.contains(spec.tier()))
                .map(ActionSpec::permissions)
                .flatMap(List::stream)
                .collect(Collectors.toSet());
    }

    private static Stream<ActionSpec> actions() {
        return ServiceLoader.load(Provider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.kind().equals("kubernetes"))
                .flatMap(provider -> provider.actions().stream());
    }

    private static Set<String> granted(List<PolicyRule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.getVerbs().stream()
                        .flatMap(verb -> rule.getResources().stream()
                                .flatMap(resource -> rule.getApiGroups().stream()
                                        .map(group -> verb + " " + resource + (group.isEmpty() ? "" : "." + group)))))
                .collect(Collectors.toSet());
    }

    private static List<PolicyRule> rules(String rendered) {
        return objects(rendered)
                .filter(ClusterRole.class::isInstance)
                .flatMap(role -> ((ClusterRole) role).getRules().stream())
                .toList();
    }

    private static Stream<HasMetadata> objects(String rendered) {
        return Stream.of(rendered.split("\n---\n", -1))
                .filter(document -> document.contains("kind:"))
                .map(document -> (HasMetadata) new KubernetesSerialization().unmarshal(document));
    }
}
