package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Proof;
import dev.killswitch.provider.kubernetes.Policies.Held;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stays open in spite of an isolation is said before it, as it is proven after it. */
class ForetoldTest {
    private static final String WORKLOAD = "kubernetes.isolate-workload";
    private static final String NAMESPACE = "kubernetes.isolate-namespace";
    private static final String OF_MORE = ")";
    private static final String IN = "NetworkPolicy wide lets in every port from anywhere (next: ks do"
            + " kubernetes.withdraw-network-policy shop/wide --param direction=ingress";
    private static final String OUT = "NetworkPolicy payments lets out TCP 443 to 10.0.0.0/8 (next: ks do"
            + " kubernetes.withdraw-network-policy shop/payments --param direction=egress";

    private final RangeGrounds grounds = new RangeGrounds();

    @BeforeEach
    void open() {
        Policies.open(grounds, "wide");
        Policies.create(
                grounds,
                "payments",
                "{\"podSelector\":{\"matchLabels\":{\"app\":\"payments\"}},\"policyTypes\":[\"Egress\"],\"egress\":[{\"ports\":"
                        + "[{\"protocol\":\"TCP\",\"port\":443}],\"to\":[{\"ipBlock\":{\"cidr\":\"10.0.0.0/8\"}}]}]}");
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    private Held inspect(String action, String kind, String id) {
        return Held.inspect(grounds, action, kind, id, Map.of());
    }

    private static void assertForetold(Held held, String... openings) {
        List<String> notes = held.found().facts().notes();
        assertThat(notes)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(openings).map(one -> "stays open: " + one).toList());
        held.action().apply(held.call(), held.found().before());
        var proof =
                (Proof.Partial) held.action().prove(held.call(), held.found().before());
        assertThat(proof.stillWorks()).contains(openings);
    }

    @Test
    void podThatLosesItsLabels_isHeldAgainstWhatSelectsEverything() {
        assertForetold(
                inspect("kubernetes.isolate-pod", Pod.KIND, "shop/toolbox"), IN + ", or ks kill pod shop/toolbox)");
    }

    @Test
    void podThatKeepsItsLabels_isHeldAgainstWhatSelectsItByThem() {
        String or = ", or ks kill pod shop/payments-0)";
        assertForetold(inspect("kubernetes.isolate-pod", Pod.KIND, "shop/payments-0"), IN + or, OUT + or);
    }

    @Test
    void workload_isHeldAgainstWhatSelectsItsPods() {
        assertForetold(inspect(WORKLOAD, Where.WORKLOAD, "shop/StatefulSet/payments"), IN + OF_MORE, OUT + OF_MORE);
    }

    @Test
    void namespace_isHeldAgainstAllThatIsInIt() {
        Held held = inspect(NAMESPACE, Where.NAMESPACE, "shop");
        assertThat(held.found().facts().notes())
                .contains("stays open: " + IN + OF_MORE, "stays open: " + OUT + OF_MORE);
    }

    @Test
    void whereNothingStaysOpen_nothingIsSaid() {
        Held held = inspect("kubernetes.isolate-pod", Pod.KIND, "shop/toolbox");
        grounds.admin().delete(grounds.policies() + "/wide");
        assertThat(inspect("kubernetes.isolate-pod", Pod.KIND, "shop/toolbox")
                        .found()
                        .facts()
                        .notes())
                .isEmpty();
        assertThat(held.found().facts().notes()).isNotEmpty();
    }

    @Test
    void denyOfThePluginsOwnApi_isNamed_asWhatMayCloseIt() {
        grounds.serve("cilium.io/v2");
        for (Held held : List.of(
                inspect("kubernetes.isolate-pod", Pod.KIND, "shop/toolbox"),
                inspect(NAMESPACE, Where.NAMESPACE, "shop"))) {
            assertThat(held.found().facts().notes())
                    .last()
                    .isEqualTo("a deny in cilium.io/v2 stands beside it, and closes these where it is in force:"
                            + " the proof tells");
        }
    }
}
