package dev.killswitch.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Connection;
import dev.killswitch.action.Provider;
import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.assembly.SettingsReader.Reading;
import dev.killswitch.assembly.SettingsReader.Written;
import dev.killswitch.config.Overrides;
import dev.killswitch.config.Problems;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart writes as our configuration is one. */
class ChartConfigurationTest {
    @ParameterizedTest
    @ValueSource(strings = {"default", "all"})
    void renderedConfiguration_isReadWithoutAProblem(String values) throws IOException {
        Path rendered = Path.of("src/test/resources/golden/helm", values + ".yaml");
        String text = Stream.of(Files.readString(rendered).split("\n---\n", -1))
                .filter(document -> document.contains("killswitch.yaml: |"))
                .map(document -> (ConfigMap) new KubernetesSerialization().unmarshal(document))
                .map(map -> map.getData().get("killswitch.yaml"))
                .findFirst()
                .orElseThrow();

        Reading reading = new SettingsReader(
                        ServiceLoader.load(Provider.class), SourceCatalog.installed(), Clock.systemUTC())
                .read(new Written("killswitch.yaml", text), Overrides.none());

        switch (reading) {
            case Reading.Ready ready -> {
                assertThat(ready.settings().dataDirectory()).isEqualTo(Path.of("/var/lib/killswitch"));
                assertThat(ready.settings().rules().map(Settings.Rules::directory))
                        .contains(Path.of("/etc/killswitch/rules"));
                assertThat(ready.settings().connections()).containsKey("here");
                ready.settings().connections().values().forEach(Connection::close);
            }
            case Reading.Wrong(Problems problems) ->
                assertThat(problems.rendered()).isEmpty();
        }
    }
}
