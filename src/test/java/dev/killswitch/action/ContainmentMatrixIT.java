package dev.killswitch.action;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.killswitch.provider.kubernetes.KubernetesScenes;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every Kubernetes action through every case on a real control plane: a proxy before the API server goes wrong, and the
 * permissions are the chart's, less one. {@code -Dmatrix=} tries only the cells that it is found in.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainmentMatrixIT {
    private final SeenOnServers seen = new SeenOnServers();

    static Stream<Arguments> cells() {
        return ActionPagesTest.actions().stream()
                .map(ActionSpec::name)
                .filter(name -> name.startsWith("kubernetes."))
                .flatMap(action -> Stream.of(MatrixCase.values()).map(one -> Arguments.of(action, one)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cells")
    void action_keepsItsPromise_onARealServer(String action, MatrixCase one) {
        assumeThat(action + " " + one).containsPattern(System.getProperty("matrix", ""));
        seen.assertSame(
                action, one, one.run(() -> Scene.of(Map.of("kubernetes", KubernetesScenes::openOnServer), action)));
    }
}
