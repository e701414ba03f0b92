package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Call;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Rung;
import dev.killswitch.action.Target;
import dev.killswitch.provider.kubernetes.Discovered.Plugin;
import dev.killswitch.provider.kubernetes.Discovered.Plugins;
import dev.killswitch.provider.kubernetes.Surroundings.Around;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant MEASURED = NOW.minus(Duration.ofHours(2));
    private static final String CILIUM = "kube-system/cilium registry.example/cilium:1";
    private static final String CLUSTER = "u-1";
    private static final Plugins CILIUM_SEEN = new Plugins.Seen(Optional.of(
            new Plugin(NetworkPlugin.CILIUM, Known.YES, "kube-system/cilium", "registry.example/cilium:1")));
    private static final Call CALL = new Call(
            new Target("prod-eu", Pod.KIND, "shop/web", "u-1"), Parameters.NONE, new Call.Mark("c-1", "i-1"), NOW);

    @Test
    void networkThatCuts_isProven() {
        assertThat(proof(measured(Known.YES, Known.YES, List.of())))
                .isEqualTo(new Proof.Proven("all is set, and a canary saw at 2026-03-01T10:00:00Z that such a network"
                        + " refuses new connections within 400 ms and ends those that were open"));
    }

    @Test
    void networkThatKeepsOpenConnections_isProvenForNew() {
        assertThat(proof(measured(Known.NO, Known.YES, List.of())))
                .isEqualTo(new Proof.ProvenForNew(
                        "all is set, and a canary saw at 2026-03-01T10:00:00Z that such a network refuses new connections"
                                + " within 400 ms",
                        "connections that were open before: they go on until they close, as measured at"
                                + " 2026-03-01T10:00:00Z",
                        null));
    }

    @Test
    void openConnectionsThatWereNotMeasured_areNotSaidToEnd() {
        assertThat(proof(measured(Known.UNKNOWN, Known.YES, List.of())))
                .isInstanceOfSatisfying(
                        Proof.ProvenForNew.class,
                        proof -> assertThat(proof.survives()).contains("nothing was measured of them"));
    }

    @Test
    void ownNodeThatIsReached_isPartial() {
        assertThat(proof(measured(Known.YES, Known.NO, List.of())))
                .isEqualTo(new Proof.Partial(List.of("traffic to its own node, as measured at 2026-03-01T10:00:00Z")));
    }

    @Test
    void wayThatStaysOpen_isPartial_andWhatSurvivesIsTold() {
        assertThat(proof(measured(Known.NO, Known.YES, List.of("to a pod of the same node"))))
                .isEqualTo(new Proof.Partial(List.of(
                        "new connections to a pod of the same node, as measured at 2026-03-01T10:00:00Z",
                        "connections that were open before: they go on until they close, as measured at"
                                + " 2026-03-01T10:00:00Z")));
    }

    @Test
    void residuals_comeFirst() {
        ClusterProfile profile = profile(Optional.of(measured(Known.YES, Known.NO, List.of())), CILIUM);
        assertThat(verdict(profile).of(CALL, "all is set", List.of("NetworkPolicy a lets traffic in (1 rule)")))
                .isEqualTo(new Proof.Partial(List.of(
                        "NetworkPolicy a lets traffic in (1 rule)",
                        "traffic to its own node, as measured at 2026-03-01T10:00:00Z")));
    }

    /** Which of both there are too many of, nobody knows here. */
    @Test
    void namespaceThatWasNotSeenWhole_isPartial() {
        ClusterProfile profile = profile(Optional.of(measured(Known.YES, Known.YES, List.of())), CILIUM);
        assertThat(new Around.Known(List.of(), List.of(), false).denied(CALL, List.of(), verdict(profile)))
                .isEqualTo(new Proof.Partial(
                        List.of("there are more than 5000 pods or policies, not all of which were looked at")));
    }

    @Test
    void networkThatEnforcesNothing_isUnproven_whateverElse_andNamesWhatIsStronger() {
        ClusterProfile profile = profile(Optional.of(enforcesNothing()), CILIUM);
        assertThat(verdict(profile).of(CALL, "all is set", List.of("NetworkPolicy a lets traffic in (1 rule)")))
                .isEqualTo(new Proof.Unproven("all is set, but the network plugin of prod-eu does not enforce them, as"
                        + " measured at 2026-03-01T10:00:00Z: nothing is contained; next: ks kill pod shop/web"));
        assertThat(verdict(profile).refusalOfOne(CALL, Optional.of("shop/ReplicaSet/web")))
                .get()
                .satisfies(no -> assertThat(no.stronger()).isEqualTo(Rung.same(Specs.KILL_POD)))
                .satisfies(no -> assertThat(no.why()).contains("ks kill pod shop/web"));
    }

    @Test
    void profileOfMoreThanADay_isNotBelieved() {
        Measured old = measured(NOW.minus(Duration.ofHours(24)).minusSeconds(1), Known.YES, Known.YES, List.of());
        assertThat(proof(old))
                .isInstanceOfSatisfying(
                        Proof.Unproven.class,
                        proof -> assertThat(proof.why()).contains("more than 24 h ago", "measure it again"));
    }

    @Test
    void profileOfAnotherBuild_isNotBelieved() {
        ClusterProfile profile =
                profile(Optional.of(measured(Known.YES, Known.YES, List.of())), "kube-system/cilium other:2");
        assertThat(verdict(profile).of(CALL, "all is set", List.of()))
                .isInstanceOfSatisfying(
                        Proof.Unproven.class, proof -> assertThat(proof.why()).contains("another build"));
    }

    @Test
    void profileOfAnotherCluster_isNotBelieved() {
        assertThat(doubt(new Discovered(Map.of(), CILIUM_SEEN, "another", NOW)))
                .isEqualTo("in another cluster, which had this one's name");
        assertThat(doubt(new Discovered(Map.of(), CILIUM_SEEN, "", NOW)))
                .isEqualTo("where nobody can tell now whether it was this cluster");
    }

    @Test
    void profileUnderOtherPolicyApis_isNotBelieved() {
        var served = Map.of(DenyApi.ADMIN_NETWORK_POLICY.groupVersion(), Set.of(DenyApi.ADMIN_NETWORK_POLICY.plural()));
        assertThat(doubt(new Discovered(served, CILIUM_SEEN, CLUSTER, NOW)))
                .isEqualTo("while other policy APIs were served than now");
    }

    @Test
    void profileOfAClusterThatNobodyHasLookedAtSince_isNotBelieved() {
        Measured measured = measured(Known.YES, Known.YES, List.of());
        assertThat(new ClusterProfile(Optional.empty(), Optional.of(measured)).believed(NOW))
                .isEmpty();
    }

    @Test
    void profileOfTomorrow_isNotBelieved() {
        assertThat(proof(measured(NOW.plusSeconds(1), Known.YES, Known.YES, List.of())))
                .isInstanceOfSatisfying(
                        Proof.Unproven.class, proof -> assertThat(proof.why()).contains("a clock was set back"));
    }

    private static String doubt(Discovered discovered) {
        Measured measured = measured(Known.YES, Known.YES, List.of());
        return new ClusterProfile(Optional.of(discovered), Optional.of(measured)).doubt(NOW);
    }

    @Test
    void documentationAlone_provesNothing_andIsTold() {
        assertThat(verdict(profile(Optional.empty(), CILIUM)).of(CALL, "all is set", List.of()))
                .isInstanceOfSatisfying(
                        Proof.Unproven.class,
                        proof -> assertThat(proof.why()).endsWith("; cilium is there, and should"));
    }

    @Test
    void pluginThatTakesReplicasForOne_isRefused_untilTheContraryIsMeasured() {
        Discovered aws = discovered(new Plugin(NetworkPlugin.AWS_VPC_CNI, Known.YES, "kube-system/aws-node", "a:1"));
        var unmeasured = new ClusterProfile(Optional.of(aws), Optional.empty());
        assertThat(verdict(unmeasured).refusalOfOne(CALL, Optional.of("shop/ReplicaSet/web")))
                .get()
                .satisfies(no -> assertThat(no.stronger())
                        .isEqualTo(Rung.on(IsolateWorkload.SPEC, "prod-eu", List.of("shop/ReplicaSet/web"))))
                .satisfies(no -> assertThat(no.why())
                        .contains("aws-vpc-cni, by kube-system/aws-node", "ks isolate workload shop/ReplicaSet/web"));
        assertThat(verdict(unmeasured).refusalOfOne(CALL, Optional.empty()))
                .get()
                .satisfies(no -> assertThat(no.stronger()).isEqualTo(Rung.same(Specs.KILL_POD)));
        Measured measured = new Measured(
                MEASURED,
                new Makeup(CLUSTER, "kube-system/aws-node a:1", ""),
                List.of("to a pod of the same node"),
                List.of(),
                List.of(),
                Duration.ofMillis(400),
                Known.YES,
                Known.YES,
                Known.YES,
                Known.YES);
        assertThat(verdict(new ClusterProfile(Optional.of(aws), Optional.of(measured)))
                        .refusalOfOne(CALL, Optional.empty()))
                .isEmpty();
    }

    @Test
    void awsAgentThatEnforcesNothing_isNoReasonToRefuse_sinceAnotherPluginMay() {
        Discovered aws = discovered(new Plugin(NetworkPlugin.AWS_VPC_CNI, Known.NO, "kube-system/aws-node", "a:1"));
        assertThat(verdict(new ClusterProfile(Optional.of(aws), Optional.empty()))
                        .refusalOfOne(CALL, Optional.empty()))
                .isEmpty();
    }

    private static Proof proof(Measured measured) {
        return verdict(profile(Optional.of(measured), CILIUM)).of(CALL, "all is set", List.of());
    }

    private static Verdict verdict(ClusterProfile profile) {
        return new Verdict(() -> profile, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static ClusterProfile profile(Optional<Measured> measured, String build) {
        int space = build.indexOf(' ');
        return new ClusterProfile(
                Optional.of(discovered(new Plugin(
                        NetworkPlugin.CILIUM, Known.YES, build.substring(0, space), build.substring(space + 1)))),
                measured);
    }

    private static Discovered discovered(Plugin plugin) {
        return new Discovered(Map.of(), new Plugins.Seen(Optional.of(plugin)), CLUSTER, NOW);
    }

    private static Measured measured(Known severs, Known filtersOwnNode, List<String> open) {
        return measured(MEASURED, severs, filtersOwnNode, open);
    }

    private static Measured measured(Instant at, Known severs, Known filtersOwnNode, List<String> open) {
        return new Measured(
                at,
                new Makeup(CLUSTER, CILIUM, ""),
                List.of("to a pod of another node"),
                open,
                List.of(),
                Duration.ofMillis(400),
                severs,
                Known.YES,
                filtersOwnNode,
                Known.YES);
    }

    private static Measured enforcesNothing() {
        return new Measured(
                MEASURED,
                new Makeup(CLUSTER, CILIUM, ""),
                List.of(),
                List.of("to a pod of another node"),
                List.of(),
                Duration.ZERO,
                Known.NO,
                Known.UNKNOWN,
                Known.NO,
                Known.UNKNOWN);
    }
}
