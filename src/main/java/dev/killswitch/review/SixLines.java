package dev.killswitch.review;

import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Event.AlertDecided;
import dev.killswitch.incident.Event.Matched;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.ReleasePolicy;
import dev.killswitch.plan.Step;
import dev.killswitch.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The answer about one part of one incident. */
final class SixLines {
    private static final int PLACES_MAX = 6;
    private static final int CLAUSES_MAX = 3;
    private static final int BY_HAND_MAX = 80;

    private final Focus focus;
    private final AsOf asOf;
    private final ReleasePolicy policy;
    private final Optional<StepState> lead;

    SixLines(Focus focus, AsOf asOf, ReleasePolicy policy) {
        this.focus = focus;
        this.asOf = asOf;
        this.policy = policy;
        this.lead = Headline.lead(focus);
    }

    Answer answer(List<String> others) {
        List<Long> ledger = ledger();
        List<String> lines = List.of(
                new Headline(focus, asOf.now()).line().plain(),
                line("because", because()),
                line("from", from()),
                line("it did", new Doings(focus, asOf.now()).line()),
                line("release", new ReleaseAdvice(policy, asOf.now()).line(focus)),
                line("proof", proof(ledger, others)));
        return new Answer(
                OutsideText.line(focus.subject()),
                lines,
                byHand(),
                focus.incident().id(),
                others,
                rules(),
                nearMisses(),
                focus.steps(),
                ledger);
    }

    /** Of each release that we could not make; whose it is, where there are several. */
    private List<String> byHand() {
        List<Containment> left = focus.containments().stream()
                .distinct()
                .filter(one -> !LeftToPerson.of(one.release()).isEmpty())
                .toList();
        Stream<String> all = left.stream()
                .flatMap(one -> Stream.concat(
                        left.size() == 1 ? Stream.empty() : Stream.of("# of " + OutsideText.line(one.id())),
                        LeftToPerson.of(one.release()).stream()));
        return all.limit(BY_HAND_MAX).toList();
    }

    /** The first words of each line but the first, in one column. */
    static String line(String word, Sentence sentence) {
        return "%-9s%s".formatted(word, sentence.plain());
    }

    private Incident incident() {
        return focus.incident();
    }

    /** The alert or order that a step follows from, by way of other steps where a recipe added it. */
    private String causeOf(Step step) {
        Step from = step;
        for (int far = 0; far <= incident().steps().size(); far++) {
            String cause = from.course().cause();
            StepState before = cause == null ? null : incident().steps().get(cause);
            if (before == null) {
                return cause == null ? "" : cause;
            }
            from = before.planned().step();
        }
        return "";
    }

    private Optional<AlertDecided> alert() {
        String cause = lead.map(step -> causeOf(step.planned().step())).orElse("");
        return incident().alerts().stream()
                .filter(alert -> alert.alert().equals(cause))
                .findFirst()
                .or(() -> lead.isPresent() && byPerson() ? Optional.empty() : lastAlert());
    }

    private Optional<AlertDecided> lastAlert() {
        return incident().alerts().isEmpty()
                ? Optional.empty()
                : Optional.of(incident().alerts().getLast());
    }

    private boolean byPerson() {
        return lead.filter(step -> step.planned().step().authority() instanceof Step.Authority.Person)
                .isPresent();
    }

    private Optional<Event.OrderGiven> order() {
        String cause = lead.map(step -> causeOf(step.planned().step())).orElse("");
        return incident().orders().stream()
                .filter(given -> given.order().id().equals(cause))
                .findFirst()
                .or(() -> incident().orders().isEmpty()
                        ? Optional.empty()
                        : Optional.of(incident().orders().getLast()));
    }

    private Sentence because() {
        return cause().and(held());
    }

    /** What kept it from being done, where nothing was. */
    private Sentence held() {
        return lead.filter(step -> !Focus.tookHold(step))
                .map(Holds::of)
                .filter(holds -> !holds.isEmpty())
                .map(holds -> Sentence.of("; {}", holds.told()))
                .orElseGet(() -> Sentence.words(""));
    }

    private Sentence cause() {
        if (byPerson() || (lead.isEmpty() && incident().alerts().isEmpty())) {
            return order().map(SixLines::ordered)
                    .orElseGet(() -> Sentence.words("a responder said so; the order itself is not on record yet"));
        }
        Optional<AlertDecided> alert = alert();
        if (alert.isEmpty()) {
            return lead.map(step -> ruleOf(step.planned().step()))
                    .orElseGet(() -> Sentence.words("the record does not say"));
        }
        return alert.get().matches().isEmpty() ? noMatch(alert.get()) : matched(alert.get());
    }

    private static Sentence ruleOf(Step step) {
        return switch (step.authority()) {
            case Step.Authority.Rule rule -> Sentence.of("rule {} matched", rule.name());
            case Step.Authority.Person _ -> Sentence.words("a responder said so");
        };
    }

    private static Sentence ordered(Event.OrderGiven given) {
        List<Sentence> overrides = given.order().overrides().stream()
                .sorted()
                .map(guard -> Sentence.of("{}", guard))
                .toList();
        return Sentence.of(
                "a responder ordered {} on {}{}{}",
                given.order().what(),
                given.order().target().id(),
                overrides.isEmpty()
                        ? Sentence.words("")
                        : Sentence.of(", overriding {}", Sentence.joined(", ", overrides)),
                Sentence.words(
                        given.reason() == null ? "; no reason was given" : "; the reason stands beside the record"));
    }

    private Sentence matched(AlertDecided alert) {
        String wanted = lead.map(step -> step.planned().step().authority())
                .map(authority -> authority instanceof Step.Authority.Rule rule ? rule.name() : "")
                .orElse("");
        Matched match = alert.matches().stream()
                .filter(one -> one.rule().equals(wanted))
                .findFirst()
                .orElse(alert.matches().getFirst());
        Sentence clauses = Tree.read(match.explanation())
                .map(Tree::line)
                .map(line -> Sentence.of(": {}", line))
                .orElseGet(() -> Sentence.words("; its entry has no room for all of why"));
        Sentence result = lead.isEmpty() ? Sentence.of("; {}", alert.why()) : Sentence.words("");
        return Sentence.of("rule {} matched{}{}{}", match.rule(), clauses, count(match), result);
    }

    /** Known only while the rulebook that decided is still the live one. */
    private Sentence count(Matched match) {
        return rule(match)
                .map(Rule::count)
                .map(count -> Sentence.of(
                        " (count: at least {} within {} per {})",
                        count.atLeast(),
                        Sentence.words(Times.span(count.within())),
                        count.per()))
                .orElseGet(() -> Sentence.words(""));
    }

    private Optional<Rule> rule(Matched match) {
        return asOf.rulebook().digest().equals(match.rulebook())
                ? asOf.rulebook().rule(match.rule())
                : Optional.empty();
    }

    private static Sentence noMatch(AlertDecided alert) {
        if (alert.nearMisses().isEmpty()) {
            return Sentence.of("no rule matched: {}", alert.why());
        }
        List<Sentence> misses = alert.nearMisses().stream()
                .map(miss -> Sentence.of(
                        "rule {} needs {}, it was {}", miss.rule(), Sentence.code(miss.clause()), miss.value()))
                .toList();
        return Sentence.of("no rule matched: {}", AlertTeller.listed(misses, CLAUSES_MAX));
    }

    private Sentence from() {
        if (byPerson() || (lead.isEmpty() && incident().alerts().isEmpty())) {
            return order().map(given -> Sentence.of(
                            "order {} given {}   started by: a person (responder)",
                            given.order().id(),
                            clock(given.at())))
                    .orElseGet(() -> Sentence.words("an order that is not on record yet   started by: a person"));
        }
        return alert().map(alert -> {
                    Instant occurred = alert.seen().occurred();
                    int more = incident().alerts().size() - 1;
                    return Sentence.of(
                            "alert {} received {} ({}){}   started by: rule, no person",
                            alert.source() + "/" + alert.seen().finding(),
                            clock(alert.at()),
                            occurred == null
                                    ? Sentence.words("it does not say when it happened")
                                    : Sentence.of("happened {}", clock(occurred)),
                            more > 0 ? Sentence.of(" and {} more", more) : Sentence.words(""));
                })
                .orElseGet(() -> Sentence.words("an alert that is not on record yet   started by: rule, no person"));
    }

    private Sentence proof(List<Long> ledger, List<String> others) {
        List<Sentence> places =
                ledger.stream().map(index -> Sentence.words("L#" + index)).toList();
        Sentence also = others.isEmpty()
                ? Sentence.words("")
                : Sentence.of(
                        "; named in {} too",
                        AlertTeller.listed(
                                others.stream().map(id -> Sentence.of("{}", id)).toList(), CLAUSES_MAX));
        return Sentence.of(
                "ledger {} of {}, root {}…; post-mortem /v1/incidents/{}/post-mortem{}",
                AlertTeller.listed(places, PLACES_MAX),
                asOf.builtOn().size(),
                Sentence.words(asOf.builtOn().root().brief()),
                incident().id(),
                also);
    }

    /** The decision first, then what the steps stand on. */
    private List<Long> ledger() {
        Event decision = alert().orElse(null);
        Stream<Long> decided = incident().entries().stream()
                .filter(one -> one.event().equals(decision) || (byPerson() && one.event() instanceof Event.OrderGiven))
                .map(one -> one.index());
        Stream<Long> stood = focus.containments().stream().flatMap(one -> one.ledger().stream());
        List<Long> all = Stream.concat(decided, stood).distinct().sorted().toList();
        return all.isEmpty()
                ? incident().entries().stream().map(one -> one.index()).toList()
                : all;
    }

    private List<Answer.RuleSaid> rules() {
        Map<String, Answer.RuleSaid> rules = new LinkedHashMap<>();
        for (AlertDecided alert : incident().alerts()) {
            for (Matched match : alert.matches()) {
                Optional<Tree> tree = Tree.read(match.explanation());
                rules.putIfAbsent(
                        match.rule(),
                        new Answer.RuleSaid(
                                match.rule(),
                                match.rulebook(),
                                match.mode(),
                                rule(match).map(Rule::where).orElse(null),
                                tree.orElse(null),
                                tree.map(Tree::allValues).orElse(Map.of())));
            }
        }
        return List.copyOf(rules.values());
    }

    private List<Answer.NearMiss> nearMisses() {
        var misses = new ArrayList<Answer.NearMiss>();
        incident()
                .alerts()
                .forEach(alert -> alert.nearMisses()
                        .forEach(miss -> misses.add(new Answer.NearMiss(miss.rule(), miss.clause(), miss.value()))));
        return misses.stream().distinct().toList();
    }

    private Sentence clock(Instant at) {
        return Sentence.words(Times.clock(at, asOf.now()));
    }
}
