package dev.killswitch.plan;

import dev.killswitch.action.Parameters;
import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.Alert.Flag;
import dev.killswitch.alert.Alert.Severity;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.alert.ProofSettings;
import dev.killswitch.alert.SourceSettings;
import dev.killswitch.rule.Match;
import dev.killswitch.rule.Rule;
import dev.killswitch.rule.Rule.AtExpiry;
import dev.killswitch.rule.Rule.Budget;
import dev.killswitch.rule.Rule.Count;
import dev.killswitch.rule.Rule.Do;
import dev.killswitch.rule.Rule.Review;
import dev.killswitch.rule.Rule.Unresolved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Alerts, rules and matches for tests of planning. */
final class Alerts {
    private Alerts() {}

    static Entity pod(String id) {
        return entity("kubernetes.pod", id, Map.of("connection", "prod-eu"));
    }

    static Entity user(String id, String account) {
        return entity("aws.user", id, Map.of("account", account));
    }

    static Entity entity(String kind, String id, Map<String, String> scope) {
        return new Entity(kind, id, scope, Role.TARGET, Trust.STRUCTURED, "/x");
    }

    static Alert alert(Entity... entities) {
        return alert("f-1", Activity.OPENED, Set.of(), null, entities);
    }

    static Alert alert(
            String finding, Activity activity, Set<Flag> flags, @Nullable Instant occurred, Entity... entities) {
        return new Alert(
                finding, null, "Type", "title", activity, Severity.HIGH, occurred, flags, Map.of(), List.of(entities));
    }

    static Do action(String name) {
        return action(name, null, List.of());
    }

    static Do action(String name, @Nullable Duration ttl, List<Integer> after) {
        return new Do(Do.Kind.ACTION, name, "cut", Parameters.NONE, ttl, AtExpiry.ASK, after, null, "r.yaml:1:1");
    }

    static Do recipe(String name) {
        return new Do(Do.Kind.RECIPE, name, "cut", Parameters.NONE, null, AtExpiry.ASK, List.of(), null, "r.yaml:1:1");
    }

    static Rule rule(String name, Do... steps) {
        return rule(name, Rule.Mode.ENFORCE, null, null, steps);
    }

    static Rule rule(String name, Rule.Mode mode, @Nullable Count count, @Nullable Budget budget, Do... steps) {
        return new Rule(
                name,
                mode,
                Set.of("siem"),
                List.of(),
                "true",
                count,
                Map.of("cut", "true"),
                List.of(steps),
                Unresolved.PAGE,
                budget,
                Review.FULL,
                "r.yaml:1:1");
    }

    static Rule recording(Rule rule) {
        return new Rule(
                rule.name(),
                rule.mode(),
                rule.sources(),
                rule.types(),
                rule.when(),
                rule.count(),
                rule.targets(),
                rule.steps(),
                Unresolved.RECORD,
                rule.budget(),
                rule.review(),
                rule.where());
    }

    static SourceSettings source(SourceSettings.May may) {
        return new SourceSettings(
                "siem",
                "generic",
                Map.of(),
                new ProofSettings.Bearer(List.of()),
                Optional.empty(),
                new SourceSettings.Rate(200, Duration.ofSeconds(1)),
                may);
    }

    /** Every rule selects every entity. */
    static AlertCase the(Alert alert, Rule... rules) {
        return the(alert, SourceSettings.May.ENFORCE, rules);
    }

    static AlertCase the(Alert alert, SourceSettings.May may, Rule... rules) {
        List<Match> matches = List.of(rules).stream()
                .map(rule -> new Match(rule, "siem", alert.finding(), "{}", Map.of("cut", alert.entities())))
                .toList();
        return new AlertCase("a-1", source(may), alert, matches, "digest");
    }
}
