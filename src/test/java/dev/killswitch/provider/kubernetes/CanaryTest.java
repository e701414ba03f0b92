package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Profile;
import dev.killswitch.action.Profile.Basis;
import dev.killswitch.action.Profile.Measuring;
import dev.killswitch.action.Proof;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.range.Fault;
import dev.killswitch.range.kubernetes.Network;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CanaryTest {
    private static final String HOME = "/api/v1/namespaces/killswitch-canary";

    private final TickingClock clock = new TickingClock(Instant.parse("2026-03-01T12:00:00.000200Z"));
    private RangeGrounds grounds = grounds(Map.of());

    private RangeGrounds grounds(Map<String, ?> canary) {
        return new RangeGrounds(List.of("isolate", "canary"), Map.of("canary", canary), clock);
    }

    private void again(Map<String, ?> canary) {
        grounds.close();
        grounds = grounds(canary);
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    @Test
    void networkThatCuts_isMeasured_andAllIsTakenAway() {
        measure();
        Profile profile = profile();
        assertThat(profile.failed()).isEmpty();
        assertThat(says(profile, "enforces")).isEqualTo("yes");
        assertThat(says(profile, "severs-open-connections")).isEqualTo("yes");
        assertThat(says(profile, "isolates-one-replica")).isEqualTo("yes");
        assertThat(says(profile, "filters-own-node")).isEqualTo("yes");
        assertThat(says(profile, "restores")).isEqualTo("yes");
        assertThat(says(profile, "stays-open")).isEqualTo("nothing that was tried");
        assertThat(says(profile, "not-tried")).isEqualTo("nothing");
        assertThat(profile.facts())
                .filteredOn(fact -> fact.basis() == Basis.MEASURED)
                .hasSize(8)
                .allMatch(fact -> fact.at().isPresent());
        assertThat(grounds.admin().get(HOME)).isEmpty();
    }

    /** Nodes' clocks differ by seconds; what is told is by ours. */
    @Test
    void latency_isThatOfTheNetwork() {
        measure();
        long millis = Long.parseLong(says(profile(), "refuses-new-within").replace(" ms", ""));
        assertThat(millis).isBetween(200L, 1_000L);
    }

    @Test
    void networkThatCuts_provesAnIsolation() {
        assertThat(proof()).isInstanceOf(Proof.Unproven.class);
        measure();
        assertThat(proof()).isInstanceOf(Proof.Proven.class);
    }

    @Test
    void networkThatKeepsOpenConnections_provesItForNewOnes() {
        grounds.become(Network.KEEPS);
        measure();
        assertThat(says(profile(), "severs-open-connections")).isEqualTo("no");
        assertThat(proof()).isInstanceOf(Proof.ProvenForNew.class);
    }

    @Test
    void networkThatIgnoresPolicies_isSaidTo_andIsolationIsRefused() {
        grounds.become(Network.IGNORES);
        measure();
        assertThat(says(profile(), "enforces")).isEqualTo("no");
        assertThat(says(profile(), "refuses-new-within")).isEqualTo("never");
        assertThat(isolate().inspect(call())).isInstanceOf(Inspected.Refused.class);
    }

    @Test
    void ownNodeThatStaysInReach_makesIsolationPartial() {
        grounds.become(Network.CUTS_BUT_FOR_THE_NODE);
        measure();
        assertThat(says(profile(), "filters-own-node")).isEqualTo("no");
        assertThat(proof())
                .isInstanceOfSatisfying(
                        Proof.Partial.class,
                        partial -> assertThat(partial.stillWorks())
                                .singleElement()
                                .asString()
                                .startsWith("traffic to its own node"));
    }

    @Test
    void podsOfOneNodeThatStillReachEachOther_makeIsolationPartial() {
        grounds.become(Network.CUTS_BETWEEN_NODES);
        measure();
        assertThat(says(profile(), "enforces")).isEqualTo("in part");
        assertThat(says(profile(), "stays-open")).isEqualTo("to a pod of the same node, from a pod of the same node");
        assertThat(proof()).isInstanceOf(Proof.Partial.class);
    }

    @Test
    void replicasThatAreCutTogether_areFoundOut_andOneAloneIsRefused() {
        grounds.become(Network.CUTS_REPLICAS_TOGETHER);
        measure();
        assertThat(says(profile(), "isolates-one-replica")).isEqualTo("no");
        assertThat(isolate().inspect(call()))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused -> assertThat(refused.why()).contains("ks isolate workload"));
    }

    @Test
    void podsThatNeverReachedEachOther_proveNothing() {
        grounds.become(Network.DEAD);
        measure();
        assertThat(profile().failed().orElseThrow().why())
                .isEqualTo("unproven: pods gave no answer: they did not reach each other before anything was isolated");
        assertThat(grounds.admin().get(HOME)).isEmpty();
    }

    @Test
    void measurementOfYesterday_isDoubted_andProvesNothing() {
        measure();
        clock.tick(Duration.ofHours(25));
        assertThat(profile().doubt()).contains("it was measured more than 24 h ago");
        assertThat(proof()).isInstanceOf(Proof.Unproven.class);
    }

    /** As after a restart: another process is told what the record has. */
    @Test
    void whatIsRecalled_provesAnIsolation_onceItIsSeenThatNothingChanged() {
        measure();
        Profile.Measurement told = grounds.connection().measured().orElseThrow();
        assertThat(told.at()).isEqualTo(told.at().truncatedTo(ChronoUnit.MILLIS));
        grounds.reconnect();
        assertThat(grounds.connection().measured()).isEmpty();
        grounds.connection().recall(told);
        assertThat(profile().doubt()).contains("it was measured where nobody can tell now whether it was this cluster");

        grounds.connection().warm(deadline());
        assertThat(profile().doubt()).isEmpty();
        assertThat(proof()).isInstanceOf(Proof.Proven.class);
        assertThat(grounds.connection().measured()).contains(told);
    }

    @Test
    void whatIsRecalled_countsNoMoreOnceOtherPolicyApisAreServed() {
        measure();
        Profile.Measurement told = grounds.connection().measured().orElseThrow();
        grounds.serve(DenyApi.ADMIN_NETWORK_POLICY.groupVersion());
        grounds.reconnect();
        grounds.connection().recall(told);
        grounds.connection().warm(deadline());
        assertThat(profile().doubt()).contains("it was measured while other policy APIs were served than now");
    }

    @Test
    void whatIsRecalled_isTheScheduleToo_andNeverInPlaceOfSomethingNewer() {
        again(Map.of("every", "24h"));
        grounds.connection().warm(deadline());
        go(90);
        Profile.Measurement first = grounds.connection().measured().orElseThrow();
        grounds.reconnect();
        grounds.connection().recall(first);
        go(90);
        assertThat(grounds.connection().measured()).contains(first);
        clock.tick(Duration.ofHours(24));
        go(90);
        Profile.Measurement second = grounds.connection().measured().orElseThrow();
        assertThat(second.at()).isAfter(first.at());
        grounds.connection().recall(first);
        assertThat(grounds.connection().measured()).contains(second);
    }

    @Test
    void whatIsRecalledOfNoKnownCluster_orByHalf_isNotTaken() {
        measure();
        Profile.Measurement told = grounds.connection().measured().orElseThrow();
        grounds.reconnect();
        var of = new HashMap<>(told.of());
        of.put("cluster", "");
        grounds.connection().recall(new Profile.Measurement(told.at(), of, told.saw()));
        for (int missing = 0; missing < 4; missing++) {
            var saw = new ArrayList<>(told.saw());
            saw.remove(missing);
            grounds.connection().recall(new Profile.Measurement(told.at(), told.of(), saw));
        }
        assertThat(grounds.connection().measured()).isEmpty();
    }

    @Test
    void askedTwice_itRunsOnce() {
        grounds.connection().tend(deadline());
        Measuring first = grounds.connection().measure();
        assertThat(first)
                .isEqualTo(
                        new Measuring.Running(clock.instant(), clock.instant().plus(Duration.ofMinutes(3))));
        clock.tick(Duration.ofSeconds(1));
        assertThat(grounds.connection().measure()).isEqualTo(first);
        assertThat(profile().running()).isPresent();
    }

    @Test
    void namespaceOfSomebodyElse_isNotTouched() {
        grounds.admin().create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"killswitch-canary\"}}");
        measure();
        assertThat(profile().failed().orElseThrow().why())
                .isEqualTo("unproven: namespace killswitch-canary is somebody else's");
        assertThat(grounds.admin().get(HOME)).isPresent();
        assertThat(grounds.admin().get(HOME + "/pods").orElseThrow().path("items"))
                .isEmpty();
    }

    @Test
    void namespaceThatWasLaidForIt_stays_andWhatIsInItGoes() {
        grounds.admin().create("/api/v1/namespaces", """
                {"metadata":{"name":"killswitch-canary","labels":{
                 "killswitch.dev/managed-by":"killswitch","killswitch.dev/canary":"laid"}}}""");
        grounds.admin().create(HOME + "/pods", "{\"metadata\":{\"name\":\"theirs\"},\"spec\":{}}");
        grounds.deny("create namespaces");
        measure();
        assertThat(says(profile(), "enforces")).isEqualTo("yes");
        assertThat(grounds.admin().get(HOME + "/pods").orElseThrow().at("/items"))
                .hasSize(1);
        assertThat(grounds.admin()
                        .get("/apis/networking.k8s.io/v1/namespaces/killswitch-canary/networkpolicies")
                        .orElseThrow()
                        .path("items"))
                .isEmpty();
    }

    /** As after a crash: another process knows nothing of it. */
    @Test
    void whatAnEarlierOneLeft_isTakenAwayAtTheStart() {
        grounds.connection().tend(deadline());
        grounds.connection().measure();
        go(6);
        assertThat(grounds.admin().get(HOME + "/pods/server")).isPresent();
        grounds.reconnect();
        assertThat(grounds.connection().measure()).isInstanceOf(Measuring.Refused.class);
        go(4);
        assertThat(grounds.admin().get(HOME)).isEmpty();
        assertThat(grounds.connection().measure()).isInstanceOf(Measuring.Running.class);
    }

    @Test
    void permissionThatIsMissing_isNamed_andAllIsTakenAway() {
        grounds.deny("get pods/log");
        measure();
        assertThat(profile().failed().orElseThrow().why()).isEqualTo("unproven: no permission get pods/log");
        assertThat(grounds.admin().get(HOME)).isEmpty();
    }

    @Test
    void whatCannotBeTakenAway_isSaid() {
        grounds.deny("delete namespaces");
        measure();
        assertThat(profile().failed().orElseThrow().why())
                .isEqualTo("unproven: what it made cannot be taken away: no permission delete namespaces");
        assertThat(says(profile(), "enforces")).isEqualTo("yes");
    }

    @Test
    void answersThatAreLost_areAskedForAgain() {
        for (String write : List.of("POST .*/namespaces$", "POST .*/pods$", "PATCH .*/probe-near$", "GET .*/log.*")) {
            grounds.faults().next(write, new Fault.Drop(Fault.Moment.AFTER));
        }
        measure();
        assertThat(says(profile(), "enforces")).isEqualTo("yes");
        assertThat(grounds.admin().get(HOME)).isEmpty();
    }

    @Test
    void tierThatIsOff_measuresNothing() {
        try (var off = new RangeGrounds(List.of("isolate"))) {
            off.faults().clear();
            off.connection().tend(Grounds.deadline());
            assertThat(off.connection().measure())
                    .isInstanceOfSatisfying(
                            Measuring.Refused.class,
                            refused -> assertThat(refused.why()).startsWith("tier canary is off"));
            assertThat(off.faults().seen()).isEmpty();
        }
    }

    @Test
    void schedule_measuresByItself_andAgain() {
        again(Map.of("every", "24h"));
        go(90);
        assertThat(says(profile(), "enforces")).isEqualTo("yes");
        assertThat(profile().running()).isEmpty();
        clock.tick(Duration.ofHours(24));
        go(2);
        assertThat(profile().running()).isPresent();
    }

    @Test
    void pod_mayRunWhereOnlyRestrictedOnesMay() {
        var pod = new CanaryPods(CanarySettings.read(
                        Document.of("connection", Map.of(), new Problems()).root()))
                .near("10.0.0.1");
        assertThat(pod.at("/spec/containers/0/securityContext/capabilities/drop/0")
                        .asText())
                .isEqualTo("ALL");
        assertThat(pod.at("/spec/automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.at("/spec/containers/0/image").asText()).contains("@sha256:");
    }

    private void measure() {
        grounds.connection().warm(deadline());
        grounds.connection().tend(deadline());
        assertThat(grounds.connection().measure()).isInstanceOf(Measuring.Running.class);
        go(90);
        assertThat(profile().running()).isEmpty();
    }

    private void go(int seconds) {
        for (int second = 0; second < seconds; second++) {
            clock.tick(Duration.ofSeconds(1));
            grounds.connection().tend(deadline());
        }
    }

    private Instant deadline() {
        return clock.instant().plusSeconds(20);
    }

    private Profile profile() {
        return grounds.connection().profile().orElseThrow();
    }

    private static String says(Profile profile, String fact) {
        return profile.facts().stream()
                .filter(one -> one.name().equals(fact))
                .findFirst()
                .orElseThrow()
                .says();
    }

    private Action isolate() {
        return grounds.connection().action("kubernetes.isolate-pod");
    }

    private Call call() {
        Call call = grounds.call(grounds.target("toolbox"), isolate().spec());
        return new Call(call.target(), call.parameters(), call.mark(), deadline());
    }

    private Proof proof() {
        Call call = call();
        Inspected.Found found = (Inspected.Found) isolate().inspect(call);
        isolate().apply(call, found.before());
        return isolate().prove(call, found.before());
    }
}
