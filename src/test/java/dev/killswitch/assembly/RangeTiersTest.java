package dev.killswitch.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Provider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What can be practised. */
class RangeTiersTest {
    @Test
    void everyTier_isOnInTheRange() throws IOException {
        String range;
        try (var file = getClass().getResourceAsStream("/range/killswitch.yaml")) {
            range = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(ServiceLoader.load(Provider.class).stream()
                        .flatMap(provider -> provider.get().actions().stream())
                        .map(ActionSpec::tier))
                .isNotEmpty()
                .allSatisfy(tier -> assertThat(range).containsPattern("tiers: \\[[^]]*\\b" + tier + "\\b"));
    }
}
