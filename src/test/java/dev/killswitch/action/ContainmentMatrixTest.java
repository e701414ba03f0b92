package dev.killswitch.action;

import dev.killswitch.Golden;
import dev.killswitch.provider.aws.AwsScenes;
import dev.killswitch.provider.kubernetes.KubernetesScenes;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every action through every case, on the practice ranges; the table in the docs is what was seen, there and on real servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainmentMatrixTest {
    private static final Path PAGE = Path.of("docs/containment-matrix.md");
    private static final Map<String, Scene.Opener> OPENERS =
            Map.of("kubernetes", KubernetesScenes::open, "aws", AwsScenes::open);

    private final Map<String, Map<MatrixCase, String>> seen = new TreeMap<>();
    private final SeenOnServers servers = new SeenOnServers();

    static Stream<Arguments> cells() {
        return actions().flatMap(action -> Stream.of(MatrixCase.values()).map(one -> Arguments.of(action, one)));
    }

    private static Stream<String> actions() {
        return ActionPagesTest.actions().stream().map(ActionSpec::name);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cells")
    void action_keepsItsPromise(String action, MatrixCase one) {
        cell(action, one);
    }

    @Test
    void table_isWhatWasSeen() {
        var text = new StringBuilder("""
                # What becomes of each action

                Every action goes through every case whenever the tests run; each cell is what was seen then. Those of AWS were
                seen on the practice range. Those of Kubernetes were seen on the practice range and on a real control plane
                ([servers](servers.md)), behind a proxy that cuts and loses, with a role that has just what the action declares,
                less the one permission that is missing; where the two differ, the cell has both, and where the control plane
                has not been asked, it says so.

                """);
        for (MatrixCase one : MatrixCase.values()) {
            text.append("* **%s**: %s\n".formatted(one.title(), one.meaning()));
        }
        List<MatrixCase> wide = Stream.of(MatrixCase.values())
                .filter(one -> one != MatrixCase.REFUSED)
                .toList();
        text.append("\n| action |");
        wide.forEach(one -> text.append(' ').append(one.title()).append(" |"));
        text.append("\n|---|").append("---|".repeat(wide.size())).append('\n');
        actions().forEach(action -> {
            text.append("| %s |".formatted(link(action)));
            wide.forEach(one -> text.append(' ').append(both(action, one)).append(" |"));
            text.append('\n');
        });
        text.append("\n## Refused\n\n| action | which permission is missed, and when |\n|---|---|\n");
        actions()
                .forEach(action ->
                        text.append("| %s | %s |\n".formatted(link(action), both(action, MatrixCase.REFUSED))));
        Golden.assertSame(ContainmentMatrixTest.class, PAGE, text.toString());
    }

    private static String link(String action) {
        return "[%s](actions/%s)".formatted(action, ActionPage.file(action));
    }

    private String both(String action, MatrixCase one) {
        String range = cell(action, one);
        if (!action.startsWith("kubernetes.")) {
            return range;
        }
        return servers.cell(action, one)
                .map(plane -> plane.equals(range) ? range : range + "; on the control plane: " + plane)
                .orElse(range + " (on the range alone)");
    }

    private String cell(String action, MatrixCase one) {
        return seen.computeIfAbsent(action, _ -> new EnumMap<>(MatrixCase.class))
                .computeIfAbsent(one, _ -> one.run(() -> Scene.of(OPENERS, action)));
    }
}
