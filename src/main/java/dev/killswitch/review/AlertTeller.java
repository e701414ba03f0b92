package dev.killswitch.review;

import dev.killswitch.alert.Entity;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Event.AlertDecided;
import dev.killswitch.incident.Event.Matched;
import dev.killswitch.plan.Question;
import dev.killswitch.review.Timeline.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What set things off: alerts and orders. */
final class AlertTeller {
    /** A list of names in a sentence; the rest is counted. */
    private static final int NAMES_MAX = 3;

    private AlertTeller() {}

    static List<Told> tell(AlertDecided decided) {
        Event.Seen seen = decided.seen();
        Sentence came = Sentence.of(
                "alert {} of type {} came in: severity {}, {}{}{}{}",
                Question.finding(decided.source(), seen.finding()),
                seen.type(),
                seen.severity(),
                seen.activity(),
                flags(seen),
                names(seen.entities()),
                clocks(seen.occurred(), decided.at()));
        Sentence evidence =
                Sentence.of("alert {}, delivery {}, body {}", decided.alert(), decided.delivery(), decided.body());
        Who who = decided.matches().isEmpty()
                ? Who.Role.KILLSWITCH
                : new Who.Rule(decided.matches().getFirst().rule());
        return List.of(
                Told.key(Phase.ALERT, new Who.Source(decided.source()), came)
                        .by(evidence)
                        .occurred(seen.occurred()),
                Told.key(
                        Phase.DECIDE,
                        who,
                        Sentence.of("{}; decision {}: {}", matched(decided), decided.decision(), decided.why())));
    }

    private static Sentence flags(Event.Seen seen) {
        List<String> flags = seen.flags().stream().map(Sentence::word).sorted().toList();
        return Sentence.words(flags.isEmpty() ? "" : ", marked " + String.join(" and ", flags));
    }

    private static Sentence names(List<Entity> entities) {
        if (entities.isEmpty()) {
            return Sentence.words(", naming nothing");
        }
        List<Sentence> named =
                entities.stream().map(AlertTeller::name).distinct().toList();
        return Sentence.words(", naming ").and(listed(named, NAMES_MAX));
    }

    /** What is no id is told as what it is: words of the alert. */
    private static Sentence name(Entity entity) {
        return entity.trust() == Entity.Trust.TEXT
                ? Sentence.of("{} (the alert's own words, never a target)", entity.id())
                : Sentence.of("{}", entity.id());
    }

    /** {@code a, b, c and 4 more}. */
    static Sentence listed(List<Sentence> all, int max) {
        Sentence shown = Sentence.joined(", ", all.subList(0, Math.min(max, all.size())));
        return all.size() <= max ? shown : Sentence.of("{} and {} more", shown, all.size() - max);
    }

    static Sentence clocks(@Nullable Instant occurred, Instant at) {
        if (occurred == null) {
            return Sentence.words("; it does not say when it occurred");
        }
        Duration age = Times.between(occurred, at);
        return age.isNegative()
                ? Sentence.of("; by the sender's clock it occurs {} from now: the clocks differ", age.negated())
                : Sentence.of("; by the sender's clock it occurred {} before", age);
    }

    private static Sentence matched(AlertDecided decided) {
        List<Sentence> rules = decided.matches().stream()
                .map(Matched::rule)
                .map(rule -> Sentence.of("{}", rule))
                .toList();
        if (rules.isEmpty()) {
            return Sentence.words("no rule matched");
        }
        return Sentence.of("{} {} matched", Sentence.words(rules.size() == 1 ? "rule" : "rules"), listed(rules, 5));
    }

    static Told tell(Event.OrderGiven given) {
        var order = given.order();
        var extras = new ArrayList<Sentence>();
        if (!order.overrides().isEmpty()) {
            extras.add(Sentence.of(
                    ", overriding {}",
                    AlertTeller.listed(
                            order.overrides().stream()
                                    .sorted()
                                    .map(guard -> Sentence.of("{}", guard))
                                    .toList(),
                            NAMES_MAX)));
        }
        if (order.confirm() > 0) {
            extras.add(Sentence.of(", confirming {}", order.confirm()));
        }
        Sentence what = Sentence.of(
                "order to do {} on {}{}; decision {}: {}",
                order.what(),
                order.target().id(),
                Sentence.joined("", extras),
                given.decision(),
                given.why());
        String reason = given.reason();
        Sentence evidence = reason == null
                ? Sentence.of("order {}, no reason given", order.id())
                : Sentence.of("order {}, reason {}", order.id(), reason);
        return Told.key(Phase.DECIDE, Who.Role.RESPONDER, what).by(evidence);
    }
}
