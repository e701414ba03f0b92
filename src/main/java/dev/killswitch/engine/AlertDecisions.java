package dev.killswitch.engine;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Event.AlertDecided;
import dev.killswitch.incident.Event.Matched;
import dev.killswitch.incident.Event.Missed;
import dev.killswitch.plan.AlertCase;
import dev.killswitch.plan.Claim;
import dev.killswitch.plan.Decision;
import dev.killswitch.plan.History;
import dev.killswitch.plan.Planned;
import dev.killswitch.plan.Question;
import dev.killswitch.plan.Situation;
import dev.killswitch.rule.Evaluation;
import dev.killswitch.rule.Match;
import dev.killswitch.rule.Rulebook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Asks the rules about one alert, and the planner about what they say. Thread-safe. */
final class AlertDecisions {
    private final Parts parts;
    private final Supplier<Rulebook> rulebook;

    AlertDecisions(Parts parts, Supplier<Rulebook> rulebook) {
        this.parts = parts;
        this.rulebook = rulebook;
    }

    /**
     * What becomes of one alert, ready to be recorded.
     *
     * @param events none where no rule matched or erred: such an alert stands in the inbox alone
     */
    record Judged(Intake.Decided decided, List<Event> events, List<Claim> claims) {}

    Judged judge(
            Source source, Delivery delivery, Alert alert, String body, Overlay overlay, Map<String, String> notReady) {
        Instant now = parts.clock().instant();
        Rulebook rules = rulebook.get();
        Evaluation evaluation = rules.evaluate(alert, delivery.source(), now);
        String id = parts.ids().next("a");
        if (evaluation.matches().isEmpty() && evaluation.erred().isEmpty()) {
            return unmatched(id, alert, evaluation);
        }
        var the = new AlertCase(id, source.settings(), alert, evaluation.matches(), rules.digest());
        Question question = parts.planner().question(the);
        History history = overlay.over(parts.register().history(question), question);
        Planned planned = parts.planner().plan(the, new Situation(now, history, notReady), parts.ids());
        overlay.add(question, planned);
        List<String> names =
                evaluation.matches().stream().map(match -> match.rule().name()).toList();
        var decided = new Intake.Decided(
                id, alert.finding(), planned.incident(), planned.decision(), names, planned.steps(), planned.why());
        return new Judged(
                decided,
                events(decided, new Came(delivery, alert, body, rules.digest()), evaluation, planned),
                planned.claims());
    }

    private static Judged unmatched(String id, Alert alert, Evaluation evaluation) {
        String why = evaluation.misses().isEmpty()
                ? "no rule looks at alerts of this source and type"
                : "no rule matched; the nearest was "
                        + evaluation.misses().getFirst().rule().name();
        var decided = new Intake.Decided(id, alert.finding(), null, Decision.NONE, List.of(), List.of(), why);
        return new Judged(decided, List.of(), List.of());
    }

    /** What came, and the rulebook that looked at it. */
    private record Came(Delivery delivery, Alert alert, String body, String rulebook) {}

    private List<Event> events(Intake.Decided decided, Came came, Evaluation evaluation, Planned planned) {
        Instant now = parts.clock().instant();
        var events = new ArrayList<Event>();
        events.add(new AlertDecided(
                now,
                decided.alert(),
                came.delivery().id(),
                came.delivery().observed(),
                came.delivery().source(),
                came.body(),
                decided.incident(),
                seen(came.alert()),
                decided.decision(),
                matched(evaluation, came.rulebook()),
                missed(evaluation),
                decided.why()));
        planned.steps().forEach(step -> events.add(new Event.StepIntended(now, step)));
        planned.pages().forEach(why -> events.add(new Event.Paged(now, decided.alert(), why)));
        evaluation
                .erred()
                .forEach(erred -> events.add(new Event.Paged(
                        now,
                        decided.alert(),
                        "rule " + erred.rule().name() + " could say neither yes nor no: " + erred.why())));
        return events;
    }

    private static Event.Seen seen(Alert alert) {
        return new Event.Seen(
                alert.finding(),
                alert.version(),
                alert.type(),
                alert.activity(),
                alert.severity(),
                alert.occurred(),
                alert.flags(),
                alert.entities());
    }

    private static List<Matched> matched(Evaluation evaluation, String digest) {
        return evaluation.matches().stream()
                .map((Match match) -> new Matched(
                        match.rule().name(),
                        digest,
                        match.rule().mode().name().toLowerCase(Locale.ROOT),
                        match.rule().review().name().toLowerCase(Locale.ROOT),
                        match.explanation()))
                .toList();
    }

    private static List<Missed> missed(Evaluation evaluation) {
        var missed = new ArrayList<Missed>();
        evaluation
                .erred()
                .forEach(erred -> missed.add(
                        new Missed(erred.rule().name(), erred.clause(), "could not be worked out: " + erred.why())));
        evaluation.misses().forEach(miss -> missed.add(new Missed(miss.rule().name(), miss.clause(), miss.value())));
        return missed;
    }
}
