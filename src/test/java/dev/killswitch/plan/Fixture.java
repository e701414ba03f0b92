package dev.killswitch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A cluster, two accounts, and the actions that there are in them. */
final class Fixture {
    static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");

    static final ActionSpec DENY = spec("aws.deny-user", "aws.user", "tier1", Stage.DENY, "denied");
    static final ActionSpec DENY_ROLE = spec("aws.deny-role", "aws.role", "tier1", Stage.DENY, "denied");
    static final ActionSpec DISABLE =
            spec("aws.disable-access-key", "aws.access-key", "tier1", Stage.CREDENTIAL, "inactive");
    static final ActionSpec ISOLATE =
            spec("kubernetes.isolate-pod", "kubernetes.pod", "isolate", Stage.ISOLATE, "isolated");
    static final ActionSpec KILL = spec(
            "kubernetes.kill-pod",
            "kubernetes.pod",
            "kill",
            Stage.KILL,
            "gone",
            new Param("grace", Param.Type.DURATION, "PT1S", "how long the pod may take"));
    static final ActionSpec DISABLE_SERVICE =
            spec("aws.disable-service-credential", "aws.service-credential", "tier1", Stage.CREDENTIAL, "inactive");
    static final ActionSpec DISABLE_SSH =
            spec("aws.disable-ssh-key", "aws.ssh-key", "tier1", Stage.CREDENTIAL, "inactive");
    static final ActionSpec DISABLE_CERTIFICATE =
            spec("aws.disable-signing-certificate", "aws.signing-certificate", "tier1", Stage.CREDENTIAL, "inactive");
    /** What {@code aws.contain-user} sets inactive behind the deny. */
    static final Step.Each CREDENTIALS = new Step.Each(
            "aws.disable-access-key",
            "aws.access-key",
            List.of(
                    new Step.Each("aws.disable-service-credential", "aws.service-credential"),
                    new Step.Each("aws.disable-ssh-key", "aws.ssh-key"),
                    new Step.Each("aws.disable-signing-certificate", "aws.signing-certificate")));

    static final ActionSpec EXOTIC = spec("aws.exotic", "aws.user", "tier2", Stage.DENY, "exotic");

    static final ActionCatalog CATALOG = ActionCatalog.ofSpecs(List.of(
            DENY, DENY_ROLE, DISABLE, DISABLE_SERVICE, DISABLE_SSH, DISABLE_CERTIFICATE, ISOLATE, KILL, EXOTIC));

    static final Map<String, ConnectionSettings> CONNECTIONS = Map.of(
            "prod-eu",
            new ConnectionSettings("prod-eu", "kubernetes", Set.of(), Set.of("isolate", "kill"), Mode.ARMED),
            "acme",
            new ConnectionSettings("acme", "aws", Set.of("111122223333"), Set.of("tier1"), Mode.ARMED),
            "many",
            new ConnectionSettings("many", "aws", Set.of("222222222222", "333333333333"), Set.of("tier1"), Mode.ARMED));

    private Fixture() {}

    static ActionSpec spec(String name, String kind, String tier, Stage stage, String effect, Param... params) {
        return new ActionSpec(
                name,
                new Meaning("does what a test wants", "nothing", "at once"),
                kind,
                tier,
                stage,
                stage == Stage.KILL,
                stage == Stage.KILL ? Undo.NONE : Undo.EXACT,
                effect,
                Duration.ofSeconds(30),
                List.of(params),
                List.of(),
                new ByHand(List.of(), List.of()),
                List.of());
    }

    static Reference pod(String id) {
        return new Reference("prod-eu", "kubernetes.pod", id, Map.of());
    }

    static Reference user(String id) {
        return new Reference("acme", "aws.user", id, Map.of());
    }

    static Order order(String what, Reference thing) {
        return order(what, thing, Set.of(), 0);
    }

    static Order order(String what, Reference thing, Set<String> overrides, int confirm) {
        return new Order("o-1", "p-ann", what, thing, Parameters.NONE, null, overrides, confirm);
    }

    static Situation situation(History history) {
        return new Situation(NOW, history, Map.of());
    }

    /** A record in which other things have taken as many slots of each budget. */
    static History budgets(Map<String, Integer> taken) {
        var others = new HashMap<String, Set<String>>();
        taken.forEach((key, count) -> others.put(key, others(count)));
        return taken(others);
    }

    static Set<String> others(int count) {
        return IntStream.range(0, count).mapToObj(i -> "other-" + i).collect(Collectors.toSet());
    }

    /** A record in which these things have a slot of each budget. */
    static History taken(Map<String, Set<String>> taken) {
        History none = History.EMPTY;
        return new History(
                none.incident(),
                none.automation(),
                none.rulesOff(),
                none.tallies(),
                taken,
                none.claimed(),
                none.held());
    }

    /** A record that has the claims of {@code before}. */
    static History claimed(Planned... before) {
        var keys = new HashSet<String>();
        Arrays.stream(before)
                .forEach(planned -> claims(planned, Claim.Once.class).forEach(once -> keys.add(once.key())));
        return new History(Optional.of("i-old"), Map.of(), Set.of(), Map.of(), Map.of(), keys, Map.of());
    }

    static History modes(Map<String, Mode> modes, Set<String> off, Map<String, String> held) {
        return new History(Optional.empty(), modes, off, Map.of(), Map.of(), Set.of(), held);
    }

    /** What the steps of {@code planned} that go on take from a budget. */
    static Claim.Reserve reserve(String budget, int max, Duration window, Planned planned) {
        return new Claim.Reserve(
                budget,
                planned.steps().stream()
                        .filter(PlannedStep::goesOn)
                        .map(PlannedStep::step)
                        .map(step -> new Claim.Slot(step.id(), step.reference().name()))
                        .collect(Collectors.toSet()),
                max,
                window);
    }

    static <T extends Claim> List<T> claims(Planned planned, Class<T> kind) {
        return planned.claims().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    static PlannedStep only(Planned planned) {
        assertThat(planned.steps()).hasSize(1);
        return planned.steps().getFirst();
    }

    static List<String> guards(PlannedStep step) {
        return step.objections().stream().map(Fixture::guard).toList();
    }

    static String guard(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Act _ -> "act";
            case Verdict.PersonMay may -> may.guard();
            case Verdict.Never never -> never.guard();
        };
    }
}
