package dev.killswitch.review;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Entity;
import dev.killswitch.rule.Evaluation;
import dev.killswitch.rule.NearMiss;
import dev.killswitch.rule.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why nothing was done: for what the record does not know, from the alerts that are kept beside it and the live rulebook.
 * Pure.
 */
public final class WhyNot {
    private static final int RULES_MAX = 3;

    private final AsOf asOf;

    private WhyNot(AsOf asOf) {
        this.asOf = asOf;
    }

    /** Always an answer; {@code alerts} are those of the kept deliveries, newest first. */
    public static Answer ask(String text, List<KeptAlert> alerts, AsOf asOf) {
        var whyNot = new WhyNot(asOf);
        for (String candidate : Hand.of(text).candidates()) {
            Optional<KeptAlert> kept =
                    alerts.stream().filter(one -> names(one, candidate)).findFirst();
            if (kept.isPresent()) {
                return whyNot.of(candidate, kept.get());
            }
        }
        return Hand.of(text).candidates().stream()
                .map(name -> asOf.rulebook().rule(name))
                .flatMap(Optional::stream)
                .findFirst()
                .map(rule -> whyNot.of(rule, alerts))
                .orElseGet(() -> whyNot.nothing(text));
    }

    private static boolean names(KeptAlert kept, String name) {
        return kept.delivery().equals(name)
                || kept.alert().finding().equals(name)
                || kept.alert().entities().stream().anyMatch(entity -> names(entity, name));
    }

    private static boolean names(Entity entity, String name) {
        String id = entity.id();
        boolean isIn = entity.kind().startsWith("kubernetes.") && id.startsWith(name + "/");
        return id.equals(name) || id.endsWith("/" + name) || isIn;
    }

    private Answer of(String name, KeptAlert kept) {
        Evaluation said = asOf.rulebook().evaluate(kept.alert(), kept.source(), asOf.now());
        return about(name, kept, because(kept, said), said);
    }

    private Answer about(String name, KeptAlert kept, Sentence because, Evaluation said) {
        Alert alert = kept.alert();
        Instant occurred = alert.occurred();
        Sentence the = Sentence.of("alert {}", kept.source() + "/" + alert.finding());
        Sentence headline = Sentence.of(
                "nothing was done for {}: {} of {}, {} ago, moved nothing",
                name,
                the,
                clock(kept.received()),
                Sentence.words(Times.rough(Times.between(kept.received(), asOf.now()))));
        Sentence from = Sentence.of(
                "{} received {} ({})   started by: nobody",
                the,
                clock(kept.received()),
                occurred == null
                        ? Sentence.words("it does not say when it happened")
                        : Sentence.of("happened {}", clock(occurred)));
        Sentence proof = Sentence.of(
                "delivery {} is kept beside the ledger, which has such alerts by count and digest; ledger of {}, root {}…",
                kept.delivery(),
                asOf.builtOn().size(),
                root());
        return answer(name, List.of(headline, because, from, byHand(alert), proof), said);
    }

    /** A live rule that is on no record: the newest alert that it looked at, or what it looks at. */
    private Answer of(Rule rule, List<KeptAlert> alerts) {
        for (KeptAlert kept : alerts) {
            Evaluation said = asOf.rulebook().evaluate(kept.alert(), kept.source(), asOf.now());
            Optional<NearMiss> miss = said.misses().stream()
                    .filter(one -> one.rule().equals(rule))
                    .findFirst();
            if (miss.isPresent()) {
                var alone = new Evaluation(List.of(), List.of(miss.get()), List.of());
                return about(rule.name(), kept, needs(miss.get()), alone);
            }
        }
        Sentence looksAt = Sentence.of(
                "rule {} at {} is in mode {}, and looks at sources {} and {}; no alert that is kept is one of those",
                rule.name(),
                rule.where(),
                rule.mode(),
                AlertTeller.listed(
                        rule.sources().stream().sorted().map(Sentence::code).toList(), RULES_MAX),
                rule.types().isEmpty()
                        ? Sentence.words("all types")
                        : Sentence.of(
                                "types {}",
                                AlertTeller.listed(
                                        rule.types().stream()
                                                .map(Sentence::code)
                                                .toList(),
                                        RULES_MAX)));
        return nothing(rule.name(), looksAt);
    }

    private Answer nothing(String text) {
        return nothing(
                text.isBlank() ? "(nothing)" : text.strip(),
                Sentence.words("no alert named it, or it came longer ago than deliveries are kept"));
    }

    private Answer nothing(String shown, Sentence because) {
        return answer(
                shown,
                List.of(
                        Sentence.of("nothing was done for {}: no entry names it, and no alert that is kept", shown),
                        because,
                        Sentence.words("nobody"),
                        Sentence.words("nothing stands"),
                        Sentence.of("ledger of {}, root {}…", asOf.builtOn().size(), root())),
                new Evaluation(List.of(), List.of(), List.of()));
    }

    /** {@code lines} are all but what was done. */
    private static Answer answer(String subject, List<Sentence> lines, Evaluation said) {
        return new Answer(
                OutsideText.line(subject),
                List.of(
                        lines.get(0).plain(),
                        SixLines.line("because", lines.get(1)),
                        SixLines.line("from", lines.get(2)),
                        SixLines.line("it did", Sentence.words("nothing")),
                        SixLines.line("release", lines.get(3)),
                        SixLines.line("proof", lines.get(4))),
                List.of(),
                null,
                List.of(),
                List.of(),
                nearMisses(said),
                List.of(),
                List.of());
    }

    private Sentence because(KeptAlert kept, Evaluation said) {
        if (!said.matches().isEmpty()) {
            return matches(kept.alert(), said.matches().getFirst().rule());
        }
        if (!said.erred().isEmpty()) {
            Evaluation.Erred erred = said.erred().getFirst();
            return Sentence.of(
                    "rule {} could say neither yes nor no: {} at {}",
                    erred.rule().name(),
                    erred.why(),
                    Sentence.code(erred.clause()));
        }
        List<Sentence> misses = nearest(said).map(WhyNot::needs).toList();
        return misses.isEmpty() ? noneLooked(kept) : AlertTeller.listed(misses, RULES_MAX);
    }

    /** One that would act says more than one that only observes. */
    private static Stream<NearMiss> nearest(Evaluation said) {
        return Stream.concat(
                said.misses().stream().filter(miss -> miss.rule().mode() == Rule.Mode.ENFORCE),
                said.misses().stream().filter(miss -> miss.rule().mode() != Rule.Mode.ENFORCE));
    }

    private static Sentence needs(NearMiss miss) {
        return Sentence.of(
                "rule {} needs {}, it was {}", miss.rule().name(), Sentence.code(miss.clause()), miss.value());
    }

    private static Sentence matches(Alert alert, Rule rule) {
        Optional<String> lifeless = lifeless(alert);
        return lifeless.isPresent()
                ? Sentence.of("rule {} matches, but {}", rule.name(), Sentence.words(lifeless.get()))
                : Sentence.of(
                        "rule {} matches by the live rulebook, and did not move anything then: it is newer, or only"
                                + " observes, or this was seen before; replaying the delivery asks again",
                        rule.name());
    }

    private static Optional<String> lifeless(Alert alert) {
        if (alert.flags().contains(Alert.Flag.SAMPLE)) {
            return Optional.of("the sender says that this is a sample or a test");
        }
        if (alert.activity() == Alert.Activity.CLOSED) {
            return Optional.of("the sender says that the finding is over");
        }
        return alert.flags().contains(Alert.Flag.ARCHIVED)
                ? Optional.of("the sender says that the finding was put away")
                : Optional.empty();
    }

    /** No live rule looks at that source and type: the one that comes nearest. */
    private Sentence noneLooked(KeptAlert kept) {
        String type = kept.alert().type();
        List<Rule> ofSource = asOf.rulebook().rules().stream()
                .filter(rule -> rule.sources().contains(kept.source()))
                .toList();
        Optional<Rule> off = ofSource.stream()
                .filter(rule -> rule.mode() == Rule.Mode.OFF && looksAt(rule, type))
                .findFirst();
        if (off.isPresent()) {
            return Sentence.of(
                    "rule {} looks at such alerts, and is off", off.get().name());
        }
        if (ofSource.isEmpty()) {
            return Sentence.of("no rule looks at alerts of source {}", kept.source());
        }
        Rule nearest = ofSource.getFirst();
        return Sentence.of(
                "no rule looks at type {} of source {}; rule {} looks at {}",
                type,
                kept.source(),
                nearest.name(),
                AlertTeller.listed(nearest.types().stream().map(Sentence::code).toList(), RULES_MAX));
    }

    private static boolean looksAt(Rule rule, String type) {
        return rule.types().isEmpty()
                || rule.types().stream()
                        .anyMatch(one -> one.equals(type)
                                || (one.endsWith("*") && type.startsWith(one.substring(0, one.length() - 1))));
    }

    /** The command for the first thing that could be a target. */
    private static Sentence byHand(Alert alert) {
        return alert.entities().stream()
                .filter(entity -> entity.trust() != Entity.Trust.TEXT && entity.role() == Entity.Role.TARGET)
                .flatMap(entity -> Verb.byHand(entity.kind(), entity.id()).stream())
                .findFirst()
                .map(command -> Sentence.words("nothing stands; to do it by hand: " + command))
                .orElseGet(() -> Sentence.words("nothing stands"));
    }

    private static List<Answer.NearMiss> nearMisses(Evaluation said) {
        return nearest(said)
                .map(miss -> new Answer.NearMiss(miss.rule().name(), miss.clause(), miss.value()))
                .toList();
    }

    private Sentence clock(Instant at) {
        return Sentence.words(Times.clock(at, asOf.now()));
    }

    private Sentence root() {
        return Sentence.words(asOf.builtOn().root().brief());
    }
}
