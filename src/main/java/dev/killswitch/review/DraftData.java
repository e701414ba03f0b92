package dev.killswitch.review;

import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import dev.killswitch.alert.Entity;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Event.AlertDecided;
import dev.killswitch.incident.Event.Matched;
import dev.killswitch.incident.Release;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.Question;
import dev.killswitch.review.PostMortem.Block;
import dev.killswitch.review.PostMortem.Section;
import dev.killswitch.review.Timeline.Basis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The data summary: what set it off, what it was done to, what became of it, and how long it took. */
final class DraftData {
    private final DraftFacts facts;
    private final Places places;
    private final List<Metric> metrics;

    DraftData(DraftFacts facts, List<Metric> metrics) {
        this.facts = facts;
        this.places = facts.places();
        this.metrics = metrics;
    }

    List<Section> sections() {
        return List.of(
                new Section(3, "Trigger", trigger()),
                new Section(3, "Alerts as received", alerts()),
                new Section(3, "What made the rules true", explanations()),
                new Section(3, "Targets: requested, resolved, affected", targets()),
                new Section(3, "Blast radius", blast()),
                new Section(3, "Durations", durations()),
                new Section(3, "Releases", releases()));
    }

    private List<Block> trigger() {
        var blocks = new ArrayList<Block>();
        for (AlertDecided alert : facts.incident().alerts()) {
            for (Matched match : alert.matches()) {
                blocks.add(DraftFacts.recorded(
                        Sentence.of(
                                "rule {} of rulebook {} in mode {} matched alert {}: decision {}",
                                match.rule(),
                                match.rulebook(),
                                match.mode(),
                                Question.finding(alert.source(), alert.seen().finding()),
                                alert.decision()),
                        places.of(alert)));
            }
        }
        for (Event.OrderGiven given : facts.incident().orders()) {
            blocks.add(DraftFacts.recorded(AlertTeller.tell(given).what(), places.of(given)));
            blocks.add(DraftFacts.recorded(
                    given.reason() == null
                            ? Sentence.words("no reason was typed")
                            : Sentence.of(
                                    "the reason that was typed stands beside the ledger under {}", given.reason()),
                    places.of(given)));
        }
        return orNone(blocks, "neither an alert nor an order is on record");
    }

    private List<Block> orNone(List<Block> blocks, String none) {
        return blocks.isEmpty()
                ? List.of(DraftFacts.inferred(Sentence.words(none), places.all()))
                : facts.bounded(blocks);
    }

    private List<Block> alerts() {
        var blocks = new ArrayList<Block>();
        for (AlertDecided alert : facts.incident().alerts()) {
            Refs refs = places.of(alert);
            Event.Seen seen = alert.seen();
            blocks.add(DraftFacts.recorded(
                    Sentence.of(
                            "alert {} of delivery {}, whose salted body has the digest {}",
                            alert.alert(),
                            alert.delivery(),
                            alert.body()),
                    refs));
            String version = seen.version();
            blocks.add(DraftFacts.reported(
                    Sentence.of(
                            "finding {}{}, type {}, severity {}, {}{}",
                            seen.finding(),
                            version == null ? Sentence.words("") : Sentence.of(" version {}", version),
                            seen.type(),
                            seen.severity(),
                            seen.activity(),
                            AlertTeller.clocks(seen.occurred(), alert.at())),
                    refs));
            seen.entities().forEach(entity -> blocks.add(named(entity, refs)));
        }
        return orNone(blocks, "no alert is on record");
    }

    private static Block named(Entity entity, Refs refs) {
        return new Block.Statement(
                Sentence.of(
                        "names {} {} as {}, {}, read at {}",
                        entity.kind(),
                        entity.id(),
                        entity.role(),
                        entity.trust(),
                        entity.path()),
                refs,
                Basis.REPORTED,
                1);
    }

    private List<Block> explanations() {
        var blocks = new ArrayList<Block>();
        for (AlertDecided alert : facts.incident().alerts()) {
            Refs refs = places.of(alert);
            for (Matched match : alert.matches()) {
                blocks.add(DraftFacts.recorded(
                        Sentence.of("rule {} was true for alert {}:", match.rule(), alert.alert()), refs));
                Tree.read(match.explanation())
                        .ifPresentOrElse(
                                tree -> clauses(tree, 1, refs, blocks),
                                () -> blocks.add(new Block.Statement(
                                        Sentence.words("its entry had no room for all of why"),
                                        refs,
                                        Basis.RECORDED,
                                        1)));
            }
            alert.nearMisses()
                    .forEach(miss -> blocks.add(DraftFacts.recorded(
                            Sentence.of(
                                    "rule {} was not: {}, with {}",
                                    miss.rule(),
                                    Sentence.code(miss.clause()),
                                    miss.value()),
                            refs)));
        }
        return orNone(blocks, "no rule was asked");
    }

    private static void clauses(Tree tree, int depth, Refs refs, List<Block> blocks) {
        boolean isTest = tree.clauses().isEmpty();
        Sentence what = isTest ? tree.line() : Sentence.words(word(tree.op()));
        Sentence value = Sentence.of("{}: {}", what, Sentence.words(word(tree.value())));
        blocks.add(new Block.Statement(value, refs, Basis.RECORDED, depth));
        tree.clauses().forEach(clause -> clauses(clause, depth + 1, refs, blocks));
    }

    /** Only words that we write ourselves; whatever else an entry may have is not one. */
    private static String word(String written) {
        return switch (written) {
            case "all", "any", "not", "choice", "true", "false", "erred" -> written;
            case "not-evaluated" -> "not evaluated";
            default -> "unknown";
        };
    }

    private List<Block> targets() {
        List<StepState> steps = facts.steps();
        if (steps.isEmpty()) {
            return orNone(List.of(), "no step was intended, so nothing was to be affected");
        }
        List<List<Sentence>> rows = steps.stream().map(this::row).toList();
        var blocks = new ArrayList<>(facts.bounded(
                List.of("Requested", "Resolved to", "Affected", "Outcome", "Proof", "Undo", "Evidence"), rows));
        blocks.add(counts(steps));
        return blocks;
    }

    private Block counts(List<StepState> steps) {
        long resolved = steps.stream().filter(step -> step.started() != null).count();
        long changed = steps.stream()
                .filter(step -> step.outcome() instanceof Outcome.Done)
                .count();
        long unknown = steps.stream()
                .filter(step -> step.outcome() instanceof Outcome.Unknown)
                .count();
        return DraftFacts.inferred(
                Sentence.of(
                        "{} requested, {} resolved, {} changed, {} of unknown outcome",
                        steps.size(),
                        resolved,
                        changed,
                        unknown),
                facts.refsOfSteps());
    }

    private List<Sentence> row(StepState step) {
        Event.StepStarted started = step.started();
        Target target = started == null ? null : started.target();
        return List.of(
                ThingNames.of(step.planned().step()),
                target == null
                        ? Sentence.words("not resolved")
                        : Sentence.of("{} with uid {}", target.id(), target.uid()),
                Sentence.words(affected(step)),
                step.outcome() == null ? unended(step) : StepTeller.outcome(step.outcome()),
                proof(step),
                started == null ? Sentence.words("unknown") : Sentence.of("{}", started.undo()),
                DraftFacts.refs(facts.refsOf(step)));
    }

    private static Sentence unended(StepState step) {
        return step.planned().goesOn()
                ? Sentence.words("none recorded yet")
                : Sentence.of("not done: {}", step.planned().verdict().why());
    }

    private static String affected(StepState step) {
        Outcome outcome = step.outcome();
        if (outcome == null) {
            return step.planned().goesOn() && step.started() != null ? "unknown" : "no";
        }
        return switch (outcome) {
            case Outcome.Done _ -> "yes";
            case Outcome.AlreadyDone _ -> "was so already";
            case Outcome.Unknown _ -> "unknown";
            case Outcome.Changed _, Outcome.Busy _, Outcome.Gone _, Outcome.Refused _ -> "no";
        };
    }

    private Sentence proof(StepState step) {
        Proof proof = step.proof();
        if (proof == null) {
            return Sentence.words("nobody has looked");
        }
        Instant at = places.looked(step.id()).orElse(step.intended());
        return StepTeller.proof(proof, at, StepTeller.effect(step));
    }

    /** What inspection counted before the first write, by target. */
    private List<Block> blast() {
        var blocks = new ArrayList<Block>();
        for (StepState step : facts.steps()) {
            Event.StepStarted started = step.started();
            if (started != null) {
                Sentence name = ThingNames.of(step.planned().step());
                blocks.add(
                        DraftFacts.recorded(Sentence.of("{}: {}", name, counts(started.blast())), places.of(started)));
            }
        }
        return blocks.isEmpty()
                ? List.of(DraftFacts.inferred(
                        Sentence.words("unknown: no target was looked at and written to"), places.all()))
                : facts.bounded(blocks);
    }

    private static Sentence counts(Map<String, Integer> blast) {
        return blast.isEmpty()
                ? Sentence.words("nothing was counted")
                : Sentence.joined(
                        ", ",
                        new TreeMap<>(blast)
                                .entrySet().stream()
                                        .map(count -> Sentence.of("{} {}", count.getKey(), count.getValue()))
                                        .toList());
    }

    private List<Block> durations() {
        List<List<Sentence>> rows = metrics.stream()
                .map(metric -> List.of(
                        Sentence.words(metric.name()),
                        metric.of().isEmpty() ? Sentence.words("the incident") : metric.of(),
                        end(metric.from()),
                        end(metric.to()),
                        metric.said(),
                        DraftFacts.refs(metric.refs())))
                .toList();
        return facts.bounded(List.of("Duration", "Of", "From", "To", "Value", "Evidence"), rows);
    }

    private static Sentence end(Metric.End end) {
        Instant at = end.at();
        return at == null
                ? Sentence.of("{}, unknown when", Sentence.words(end.what()))
                : Sentence.of("{}, {}", Sentence.words(end.what()), at);
    }

    private List<Block> releases() {
        var teller = new Teller(facts.incident());
        var blocks = new ArrayList<Block>();
        for (Release release : facts.incident().releases().values()) {
            places.about(release.id()).forEach(recorded -> {
                Told told = teller.tell(recorded).getFirst();
                blocks.add(DraftFacts.recorded(
                        Sentence.of(
                                "{}: {} ({})",
                                recorded.event().at(),
                                told.what(),
                                told.who().sentence()),
                        new Refs(List.of(recorded.index()))));
                if (recorded.event() instanceof Event.ReleaseEnded ended
                        && ended.released() instanceof Released.ByHand byHand) {
                    LeftToPerson.of(byHand)
                            .forEach(line -> blocks.add(new Block.Statement(
                                    Sentence.command(line), new Refs(List.of(recorded.index())), Basis.RECORDED, 1)));
                }
            });
        }
        return orNone(blocks, "nothing was released and no release was asked for");
    }
}
