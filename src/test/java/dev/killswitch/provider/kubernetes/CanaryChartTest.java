package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The chart grants in the canary's namespace what the canary calls there, and no more. */
class CanaryChartTest {
    private static final Pattern RULE =
            Pattern.compile("apiGroups: \\[(.*)]\\s+resources: \\[(.*)]\\s+verbs: \\[(.*)]");

    @Test
    void roleOfTheCanary_isWhatItCalls() throws IOException {
        String chart = Files.readString(Path.of("helm/templates/canary.yaml"));
        var granted = new TreeSet<String>();
        RULE.matcher(chart).results().forEach(rule -> {
            String group = rule.group(1).equals("\"\"") ? "" : "." + rule.group(1);
            for (String verb : rule.group(3).split(", ", -1)) {
                granted.add(verb + " " + rule.group(2) + group);
            }
        });
        assertThat(granted).containsExactlyInAnyOrderElementsOf(CanaryCluster.PERMISSIONS_INSIDE);
        assertThat(chart)
                .contains("name: " + CanaryPods.NAMESPACE)
                .contains(CanaryPods.LABEL + ": " + CanaryPods.LAID)
                .contains(Marks.MANAGED_BY + ": " + Marks.US);
    }
}
