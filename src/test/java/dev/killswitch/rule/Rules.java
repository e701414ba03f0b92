package dev.killswitch.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.Alert.Severity;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.config.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Names that rules may use, and rulebooks and alerts made by hand, for tests. */
final class Rules {
    private static final Site PROD = new Site("prod", "kubernetes", Set.of("tier1"), "killswitch.yaml:7:40");
    private static final Site LAB = new Site("lab", "kubernetes", Set.of(), "killswitch.yaml:8:3");
    private static final Site ACME = new Site("acme", "aws", Set.of("tier1"), "killswitch.yaml:9:30");
    private static final Site OLD = new Site("old", "aws", Set.of(), "killswitch.yaml:10:3");

    static final Vocabulary VOCABULARY = new Vocabulary(
            ActionCatalog.ofSpecs(List.of(
                    spec("kubernetes.isolate-pod", "kubernetes.pod", Stage.ISOLATE, Undo.EXACT)
                            .climbingTo("kubernetes.withdraw-rule", "kubernetes.kill-pod"),
                    tiered(
                            "withdraw",
                            spec("kubernetes.withdraw-rule", "kubernetes.networkpolicy", Stage.ISOLATE, Undo.EXACT)),
                    spec(
                            "kubernetes.kill-pod",
                            "kubernetes.pod",
                            Stage.KILL,
                            Undo.NONE,
                            new Param("grace", Param.Type.COUNT, "1", "seconds it may take to end itself", 60)),
                    spec("aws.deny-session", "aws.session", Stage.DENY, Undo.EXACT),
                    spec(
                            "aws.disable-access-key",
                            "aws.access-key",
                            Stage.CREDENTIAL,
                            Undo.EXACT,
                            new Param("ticket", Param.Type.TEXT, null, "a ticket")))),
            Map.of(
                    "aws.contain-user",
                    new RecipeSpec(
                            "aws.contain-user", "aws.user", Undo.EXACT, List.of(), List.of("aws.disable-access-key"))),
            Map.of(
                    "falco", Set.of(PROD),
                    "guardduty", Set.of(ACME),
                    "alertmanager", Set.of(PROD, LAB, OLD),
                    "generic", Set.of()));

    private Rules() {}

    static ActionSpec spec(String name, String targetKind, Stage stage, Undo undo, Param... parameters) {
        return new ActionSpec(
                name,
                new ActionSpec.Meaning("does what a test wants", "nothing", "at once"),
                targetKind,
                "tier1",
                stage,
                false,
                undo,
                name,
                Duration.ofSeconds(10),
                List.of(parameters),
                List.of(),
                new ActionSpec.ByHand(List.of(), List.of()),
                List.of());
    }

    private static ActionSpec tiered(String tier, ActionSpec spec) {
        return new ActionSpec(
                spec.name(),
                spec.meaning(),
                spec.targetKind(),
                tier,
                spec.stage(),
                spec.ends(),
                spec.undo(),
                spec.effect(),
                spec.patience(),
                spec.parameters(),
                spec.permissions(),
                spec.byHand(),
                spec.d3fend());
    }

    static Loading load(String text) {
        return load(Map.of("rules.yaml", text));
    }

    static Loading load(Map<String, String> files) {
        var bytes = files.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, file -> file.getValue().getBytes(StandardCharsets.UTF_8)));
        return new RulebookLoader(VOCABULARY).load(bytes);
    }

    static Rulebook rulebook(String text) {
        Loading loading = load(text);
        assertThat(loading).isInstanceOf(Loading.Loaded.class);
        return ((Loading.Loaded) loading).rulebook();
    }

    static String rendered(Loading loading) {
        return switch (loading) {
            case Loading.Loaded loaded -> "(loaded " + loaded.rulebook().rules().size() + " rules)\n";
            case Loading.Refused refused ->
                refused.problems().stream().map(Problems.Problem::rendered).collect(Collectors.joining("\n", "", "\n"));
        };
    }

    static Alert alert(String type, Severity severity, Entity... entities) {
        return new Alert(
                "finding-1",
                null,
                type,
                "a title",
                Activity.OPENED,
                severity,
                null,
                Set.of(),
                Map.of("proc.name", "bash", "container.id", "4a8f"),
                List.of(entities));
    }

    static Entity entity(String kind, String id, Role role, Trust trust) {
        return new Entity(kind, id, Map.of(), role, trust, "/x");
    }

    static Entity pod(String id) {
        return entity("kubernetes.pod", id, Role.TARGET, Trust.STRUCTURED);
    }
}
