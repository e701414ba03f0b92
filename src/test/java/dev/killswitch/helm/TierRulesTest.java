package dev.killswitch.helm;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.Golden;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart's rules of each tier are what the actions of that tier declare beside looking: made here, and held here. */
class TierRulesTest {
    private static final Path TIERS = Path.of("helm/tiers");

    @Test
    void rulesOfEachTier_areWhatItsActionsDeclare() {
        Map<String, List<ActionSpec>> byTier = actions().collect(groupingBy(ActionSpec::tier));
        assertThat(byTier).isNotEmpty();
        byTier.forEach(
                (tier, specs) -> Golden.assertSame(TierRulesTest.class, TIERS.resolve(tier + ".yaml"), rules(specs)));
    }

    @Test
    void noTier_isWithoutActions() throws IOException {
        Set<String> tiers = actions().map(ActionSpec::tier).collect(toCollection(TreeSet::new));
        // Logs are read by no action: they are gathered once a door is closed.
        tiers.add("evidence");
        // It gives the isolations more to act with.
        tiers.add("deny-policies");
        try (Stream<Path> files = Files.list(TIERS)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(tiers);
        }
    }

    private static Stream<ActionSpec> actions() {
        return ServiceLoader.load(Provider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.kind().equals("kubernetes"))
                .flatMap(provider -> provider.actions().stream());
    }

    private static String rules(List<ActionSpec> specs) {
        var verbs = new TreeMap<String, TreeSet<String>>();
        for (ActionSpec spec : specs) {
            for (String permission : spec.permissions()) {
                String[] words = permission.split(" ", 2);
                verbs.computeIfAbsent(words[1], _ -> new TreeSet<>()).add(words[0]);
            }
        }
        var text = new StringBuilder("# Of: "
                + String.join(
                        ", ", specs.stream().map(ActionSpec::name).sorted().toList()) + "\n");
        verbs.forEach((resource, allowed) -> {
            int dot = resource.indexOf('.');
            String group = dot < 0 ? "\"\"" : resource.substring(dot + 1);
            text.append("- apiGroups: [").append(group).append("]\n");
            text.append("  resources: [")
                    .append(dot < 0 ? resource : resource.substring(0, dot))
                    .append("]\n");
            text.append("  verbs: [").append(String.join(", ", allowed)).append("]\n");
        });
        return text.toString();
    }
}
