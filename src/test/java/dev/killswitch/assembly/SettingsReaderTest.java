package dev.killswitch.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.Golden;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Provider;
import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.assembly.SettingsReader.Reading;
import dev.killswitch.assembly.SettingsReader.Written;
import dev.killswitch.config.Overrides;
import dev.killswitch.plan.Mode;
import dev.killswitch.rule.Site;
import dev.killswitch.web.People.Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole configuration: its defaults, its documented form, and mistakes told all at once. */
class SettingsReaderTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final Pattern SNIPPET = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void nothingSaid_isTheDefaults() {
        Settings settings = ready("", Overrides.none());
        assertThat(settings.dataDirectory()).isEqualTo(Path.of("data"));
        assertThat(settings.sources()).isEmpty();
        assertThat(settings.connections()).isEmpty();
        assertThat(settings.watchEvery()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.rules()).isEmpty();
        assertThat(settings.issuer()).isEmpty();
    }

    @Test
    void theDocumentedConfiguration_isRead() throws IOException {
        Matcher snippet = SNIPPET.matcher(Files.readString(Path.of("docs/configuration.md")));
        assertThat(snippet.find()).isTrue();
        Settings settings = ready(snippet.group(1), Overrides.none());
        assertThat(settings.places().keySet()).containsExactlyInAnyOrder("prod-eu", "acme");
        assertThat(settings.places().get("prod-eu").unsaid()).isEqualTo(Mode.OBSERVING);
        assertThat(settings.places().get("acme").tiers()).containsExactly("tier1");
        assertThat(settings.issuer()).map(Issuer.Remote::name).contains("https://idp.example");
        settings.connections().values().forEach(Connection::close);
    }

    @Test
    void newInstallation_startsObserving() {
        Settings settings = ready("connections: {acme: {kind: aws, accounts: [\"111122223333\"]}}\n", Overrides.none());
        assertThat(settings.places().get("acme").unsaid()).isEqualTo(Mode.OBSERVING);
        settings.connections().values().forEach(Connection::close);
    }

    @Test
    void valueFromOutside_wins_andOneThatFitsNoKeyIsToldWithTheNearest() {
        Map<String, String> properties = Map.of("killswitch.data-directory", "elsewhere");
        assertThat(ready("", Overrides.of(properties, Map.of(), Set.of())).dataDirectory())
                .isEqualTo(Path.of("elsewhere"));
        Map<String, String> variables = Map.of("KILLSWITCH_DATA_DIRECTRY", "elsewhere");
        assertThat(wrong("", Overrides.of(Map.of(), variables, Set.of())))
                .contains("KILLSWITCH_DATA_DIRECTRY")
                .contains("KILLSWITCH_DATA_DIRECTORY");
    }

    @Test
    void everyMistake_isToldAtOnce_withItsPlaceAndTheNearestName() {
        String told = wrong("""
                automation: {start: armd}
                sources:
                  falco: {kind: falko, proof: {bearer-file: x}}
                  other: {kind: falco, proof: {bearer-file: x}, scope: {connection: prod}}
                conections: {}
                store: {disk-reserve: much}
                """, Overrides.none());
        assertThat(told)
                .contains("test.yaml:1:21")
                .contains("falko")
                .contains("falco")
                .contains("'prod'")
                .contains("conections")
                .contains("connections")
                .contains("much");
    }

    @Test
    void mistakesOfOneKey_areToldAsReviewed() {
        Golden.assertSame(
                SettingsReaderTest.class,
                "config/keys.txt",
                Stream.of(
                                "people: {issuer: 'https://idp.example'}",
                                "people: {jwks: 'https://idp.example/keys'}",
                                "people: {audiences: [killswitch]}",
                                "people: {jwks: 'keys of ours', issuer: 'https://idp.example'}",
                                "people: {jwks: 'http://idp.example/keys', issuer: 'https://idp.example'}",
                                "people: {jwks: '', issuer: ''}",
                                "engine: {watch-every: 0s}",
                                "evidence: {wait-max: 6m}",
                                "evidence: {piece-max: 1G, kept: 1s}",
                                "connections: {a: {kind: kubernetes, evidence: maybe}}",
                                "rules: {every: 0s}",
                                "rules: {every: 2d}")
                        .map(text -> "== " + text + "\n" + wrong(text + "\n", Overrides.none()) + "\n")
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void eachSource_leadsToWhatItIsBoundTo_orToWhatHasAccounts() {
        Settings settings = ready("""
                connections:
                  prod: {kind: kubernetes, kubeconfig: /nowhere, tiers: [isolate]}
                  lab: {kind: kubernetes, kubeconfig: /nowhere}
                  acme: {kind: aws, accounts: ["111122223333"], tiers: [tier1]}
                sources:
                  falco: {kind: falco, proof: {bearer-file: x}, scope: {connection: prod}}
                  am: {kind: alertmanager, proof: {bearer-file: x}, scope: {connection: prod},
                       clusters: {label: cluster, connections: {l: lab}}}
                  gd: {kind: guardduty, proof: {bearer-file: x}}
                  quiet: {kind: falco, proof: {bearer-file: x}, scope: {connection: prod}, may: observe}
                """, Overrides.none());
        assertThat(leadsTo(settings, "falco")).containsExactly("prod");
        assertThat(leadsTo(settings, "am")).containsExactlyInAnyOrder("prod", "lab");
        assertThat(leadsTo(settings, "gd")).containsExactly("acme");
        assertThat(leadsTo(settings, "quiet")).isEmpty();
        assertThat(settings.reach().get("falco"))
                .singleElement()
                .extracting(Site::where)
                .isEqualTo("test.yaml:2:57");
        settings.connections().values().forEach(Connection::close);
    }

    private static List<String> leadsTo(Settings settings, String source) {
        return settings.reach().get(source).stream().map(Site::connection).toList();
    }

    @Test
    void connectionThatASourceMaps_andIsNotThere_isAMistake() {
        assertThat(wrong("""
                connections: {prod: {kind: kubernetes, kubeconfig: /nowhere}}
                sources:
                  am: {kind: alertmanager, proof: {bearer-file: x},
                       clusters: {label: cluster, connections: {l: prodd}}}
                """, Overrides.none())).contains("'prodd'").contains("prod");
    }

    private static Settings ready(String text, Overrides overrides) {
        Reading reading = read(text, overrides);
        assertThat(reading)
                .as(() -> reading instanceof Reading.Wrong no ? no.problems().rendered() : "")
                .isInstanceOf(Reading.Ready.class);
        return ((Reading.Ready) reading).settings();
    }

    private static String wrong(String text, Overrides overrides) {
        Reading reading = read(text, overrides);
        assertThat(reading).isInstanceOf(Reading.Wrong.class);
        return ((Reading.Wrong) reading).problems().rendered();
    }

    private static Reading read(String text, Overrides overrides) {
        var providers = ServiceLoader.load(Provider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return new SettingsReader(providers, SourceCatalog.installed(), CLOCK)
                .read(new Written("test.yaml", text), overrides);
    }
}
