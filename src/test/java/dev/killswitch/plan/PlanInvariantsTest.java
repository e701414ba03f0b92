package dev.killswitch.plan;

import static dev.killswitch.plan.Fixture.claims;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.alert.SourceSettings.May;
import dev.killswitch.rule.Rule;
import dev.killswitch.rule.Rule.Budget;
import dev.killswitch.rule.Rule.Count;
import dev.killswitch.rule.Rule.Do;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every plan, whatever the alert, the rules and the record: tried on many made at random. */
class PlanInvariantsTest {
    private static final List<String> PODS = List.of(
            "shop/web-1",
            "shop/web-2",
            "kube-system/dns",
            "cilium-1/agent",
            "shop/*",
            "",
            "shop/web-3",
            "shop/web-4",
            "a;b/c");
    private static final List<String> USERS =
            List.of("alice", "break-glass", "arn:aws:iam::222222222222:user/x/bob", "null", "arn:aws:iam::9:root");
    private static final List<String> ACCOUNTS = List.of("111122223333", "222222222222", "999999999999");
    private static final List<String> ACTIONS = List.of(
            "aws.deny-user", "aws.exotic", "kubernetes.isolate-pod", "kubernetes.kill-pod", "aws.disable-access-key");
    private static final List<String> RECIPES = List.of("aws.contain-user", "kubernetes.isolate-and-kill-pod");

    private final Planner planner =
            new Planner(PlanSettings.USUAL, Fixture.CONNECTIONS, Fixture.CATALOG, AccountOf.NOTHING);

    static Stream<Long> seeds() {
        return new Random().longs(300).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyPlan_holdsWhatIsPromised(long seed) {
        var random = new Random(seed);
        AlertCase the = alertCase(random);
        History history = history(random, planner.question(the));
        Planned planned = planner.plan(the, Fixture.situation(history), new Ids());

        assertThat(planner.plan(the, Fixture.situation(history), new Ids())).isEqualTo(planned);
        List<Step> going = planned.steps().stream()
                .filter(PlannedStep::goesOn)
                .map(PlannedStep::step)
                .toList();
        assertThat(planned.decision() == Decision.ACT).isEqualTo(!going.isEmpty());
        assertThat(planned.steps()).hasSizeLessThanOrEqualTo(Ground.STEPS_MAX);
        assertThat(planned.steps().stream().map(step -> step.step().course().stage()))
                .isSorted();
        assertThat(planned.why()).isNotBlank().doesNotContain("\n");
        assertTargets(the, going);
        assertClaims(planned, history, going);
        assertItEnds(planned);
    }

    /** Else the test above would say little. */
    @Test
    void everyDecision_isAmongThem() {
        Set<Decision> decisions = Stream.iterate(0L, seed -> seed + 1)
                .limit(300)
                .map(seed -> {
                    var random = new Random(seed);
                    AlertCase the = alertCase(random);
                    History history = history(random, planner.question(the));
                    return planner.plan(the, Fixture.situation(history), new Ids())
                            .decision();
                })
                .collect(Collectors.toSet());
        assertThat(decisions).containsExactlyInAnyOrder(Decision.values());
    }

    /** Only what was named in structure, by no bait and no analyst; nothing that a name protects; each thing once. */
    private static void assertTargets(AlertCase the, List<Step> going) {
        Set<String> named = the.alert().entities().stream()
                .filter(entity -> entity.trust() != Trust.TEXT)
                .filter(entity -> entity.role() != Role.PLANTED && entity.role() != Role.ANALYST)
                .map(entity -> entity.kind() + " " + bare(entity.id()))
                .collect(Collectors.toSet());
        var doings = new HashSet<String>();
        for (Step step : going) {
            assertThat(named)
                    .contains(step.reference().kind() + " "
                            + bare(step.reference().id()));
            assertThat(step.reference().id()).doesNotContain("kube-system", "cilium", "break-glass", "*", "root", ";");
            assertThat(Fixture.CONNECTIONS).containsKey(step.reference().connection());
            assertThat(step.action()).isNotEqualTo("aws.exotic");
            assertThat(doings.add(step.action() + step.reference().name())).isTrue();
        }
        if (the.source().may() == May.OBSERVE) {
            assertThat(going).isEmpty();
        }
    }

    /** Where there are several accounts a user is named with its own. */
    private static String bare(String id) {
        return id.contains(":user/") ? id.substring(id.lastIndexOf('/') + 1) : id;
    }

    private static void assertClaims(Planned planned, History history, List<Step> going) {
        Set<String> things = going.stream().map(step -> step.reference().name()).collect(Collectors.toSet());
        List<Claim.Reserve> reserves = claims(planned, Claim.Reserve.class).stream()
                .filter(reserve -> !reserve.budget().startsWith("told/"))
                .toList();
        for (Claim.Reserve reserve : reserves) {
            Set<String> reserved =
                    reserve.slots().stream().map(Claim.Slot::thing).collect(Collectors.toSet());
            Set<String> taken = new HashSet<>(history.taken(reserve.budget()));
            boolean isNew = taken.addAll(reserved);
            assertThat(!isNew || taken.size() <= reserve.max()).isTrue();
            if (reserve.budget().equals(Budgets.OF_AUTOMATION)) {
                assertThat(reserved).isEqualTo(things);
                assertThat(reserve.slots()).hasSameSizeAs(going);
            }
        }
        assertThat(reserves.isEmpty()).isEqualTo(going.isEmpty());
        assertThat(claims(planned, Claim.Once.class))
                .hasSizeGreaterThanOrEqualTo(going.size())
                .noneMatch(once -> history.claimed().contains(once.key()));
        assertThat(Set.copyOf(planned.claims())).hasSameSizeAs(planned.claims());
    }

    /** Steps waited for are steps of this plan that go on, and there is an order in which all can end. */
    private static void assertItEnds(Planned planned) {
        var ended = new HashSet<String>();
        var open = new ArrayList<>(planned.steps());
        boolean moved = true;
        while (moved) {
            List<PlannedStep> next = open.stream()
                    .filter(step -> ended.containsAll(waitsFor(step, planned)))
                    .toList();
            next.forEach(step -> ended.add(step.step().id()));
            moved = open.removeAll(next);
        }
        assertThat(open).isEmpty();
    }

    private static Set<String> waitsFor(PlannedStep step, Planned planned) {
        Set<String> before = new HashSet<>(step.step().course().after());
        planned.steps().stream()
                .map(PlannedStep::step)
                .filter(other -> other.reference().equals(step.step().reference()))
                .filter(other ->
                        other.course().stage().compareTo(step.step().course().stage()) < 0)
                .forEach(other -> before.add(other.id()));
        return before;
    }

    private static AlertCase alertCase(Random random) {
        Entity[] entities =
                Stream.generate(() -> entity(random)).limit(random.nextInt(12)).toArray(Entity[]::new);
        Alert alert = Alerts.alert(
                "f-" + random.nextInt(3),
                random.nextInt(10) == 0 ? Activity.CLOSED : Activity.OPENED,
                Set.of(),
                random.nextInt(10) == 0 ? Fixture.NOW.minusSeconds(3_600) : null,
                entities);
        Rule[] rules = Stream.iterate(0, place -> place + 1)
                .limit(random.nextInt(5))
                .map(place -> rule(random, "rule-" + place))
                .toArray(Rule[]::new);
        return Alerts.the(alert, random.nextInt(10) == 0 ? May.OBSERVE : May.ENFORCE, rules);
    }

    private static Entity entity(Random random) {
        boolean pod = random.nextBoolean();
        Map<String, String> scope = pod
                ? Map.of("connection", any(random, List.of("prod-eu", "acme")))
                : Map.of("account", any(random, ACCOUNTS));
        return new Entity(
                pod ? "kubernetes.pod" : "aws.user",
                any(random, pod ? PODS : USERS),
                scope,
                any(random, List.of(Role.values())),
                any(random, List.of(Trust.values())),
                "/x");
    }

    private static Rule rule(Random random, String name) {
        List<Do> steps = new ArrayList<>();
        for (int place = 0; place < random.nextInt(4); place++) {
            List<Integer> after = place > 0 && random.nextBoolean() ? List.of(random.nextInt(place)) : List.of();
            Duration ttl = random.nextBoolean() ? Duration.ofHours(1 + random.nextInt(3)) : null;
            steps.add(
                    random.nextInt(3) == 0
                            ? Alerts.recipe(any(random, RECIPES))
                            : Alerts.action(any(random, ACTIONS), ttl, after));
        }
        return Alerts.rule(
                name,
                random.nextInt(4) == 0 ? Rule.Mode.OBSERVE : Rule.Mode.ENFORCE,
                random.nextInt(4) == 0
                        ? new Count(2, Duration.ofMinutes(10), any(random, List.of(Count.Per.values())))
                        : null,
                random.nextInt(3) == 0 ? new Budget(1 + random.nextInt(3), Duration.ofHours(1)) : null,
                steps.toArray(Do[]::new));
    }

    private static History history(Random random, Question question) {
        Map<String, Integer> tallies = new HashMap<>();
        question.tallies().keySet().forEach(key -> tallies.put(key, random.nextInt(3)));
        Map<String, Set<String>> budgets = new HashMap<>();
        question.budgets().keySet().forEach(key -> {
            Set<String> taken = new HashSet<>(Fixture.others(random.nextInt(22)));
            question.things().stream().filter(_ -> random.nextInt(3) == 0).forEach(taken::add);
            budgets.put(key, taken);
        });
        Set<String> claimed =
                question.once().stream().filter(_ -> random.nextInt(5) == 0).collect(Collectors.toSet());
        return new History(
                random.nextBoolean() ? Optional.of("i-old") : Optional.empty(),
                random.nextInt(10) == 0 ? Map.of("prod-eu", any(random, List.of(Mode.values()))) : Map.of(),
                random.nextInt(5) == 0 ? Set.of("rule-1") : Set.of(),
                tallies,
                budgets,
                claimed,
                random.nextInt(5) == 0 ? Map.of("prod-eu:kubernetes.pod/shop/web-1#isolated", "c-9") : Map.of());
    }

    private static <T> T any(Random random, List<T> among) {
        return among.get(random.nextInt(among.size()));
    }
}
