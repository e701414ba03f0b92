package dev.killswitch.plan;

import dev.killswitch.alert.SourceSettings;
import dev.killswitch.config.IdSource;
import dev.killswitch.plan.Budgets.Budget;
import dev.killswitch.rule.Match;
import dev.killswitch.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One alert on its way from wishes to a plan. Used once, by one thread. */
final class AlertPlanning {
    private final Ground ground;
    private final AlertCase the;
    private final Situation situation;
    private final NameGuards guards;
    private final Slots automation;
    private final Map<String, Slots> rules = new LinkedHashMap<>();

    private final Set<Claim> claims = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<String> pages = new LinkedHashSet<>();

    AlertPlanning(Ground ground, AlertCase the, Situation situation) {
        this.ground = ground;
        this.the = the;
        this.situation = situation;
        this.guards = ground.guards();
        this.automation =
                new Slots(Budgets.OF_AUTOMATION, ground.settings().budgets().automation(), situation.history());
    }

    static String toldKey(Match match) {
        return Keys.of("told", match.source(), match.finding(), match.rule().name());
    }

    static String leftOutKey(AlertCase the) {
        return Keys.of("told", the.finding());
    }

    Planned planned(AlertWishes.Sheet sheet, IdSource ids) {
        RootUser.named(the.alert()).ifPresent(sentence -> noteAndPage(sentence, RootUser.toldKey(the)));
        sheet.aimless().forEach(this::noteAimless);
        if (sheet.leftOut() > 0) {
            noteAndPage(
                    Guard.TOO_MANY.word() + ": the alert wants " + sheet.leftOut() + " steps more than "
                            + Ground.STEPS_MAX + ": they are left out, and a person has to look",
                    leftOutKey(the));
        }
        List<Draft> drafts = new ArrayList<>();
        for (List<Wanted> alike : alike(fresh(counted(sheet.wanted())))) {
            drafts.add(draft(alike));
        }
        Optional<String> known = situation.history().incident();
        boolean opens = !drafts.isEmpty() || !pages.isEmpty();
        String incident = known.orElseGet(() -> opens ? ids.next("i") : "");
        List<PlannedStep> steps = new Drafts(drafts).steps(incident, the.id(), ids);
        reserve(steps.stream()
                .filter(PlannedStep::goesOn)
                .map(PlannedStep::step)
                .toList());
        return new Planned(
                decision(drafts),
                incident.isEmpty() ? null : incident,
                steps,
                List.copyOf(claims),
                Decisions.why(drafts, List.copyOf(notes)),
                List.copyOf(pages));
    }

    private void reserve(List<Step> going) {
        automation.claim(going.stream()).ifPresent(claims::add);
        rules.forEach((key, slots) -> slots.claim(going.stream().filter(step -> isOf(key, step.authority())))
                .ifPresent(claims::add));
    }

    private static boolean isOf(String key, Step.Authority authority) {
        return authority instanceof Step.Authority.Rule rule
                && Budgets.ofRule(rule.name()).equals(key);
    }

    /** Somebody has to look also where there is nothing that could become a step. */
    private Decision decision(List<Draft> drafts) {
        return drafts.isEmpty() && !pages.isEmpty() ? Decision.PERSON : Decisions.of(drafts);
    }

    private void noteAimless(Match match) {
        String sentence = Guard.UNRESOLVED.word() + ": rule " + match.rule().name()
                + " matched, and what it selects names nothing that it can be done to";
        switch (match.rule().unresolved()) {
            case PAGE -> noteAndPage(sentence, toldKey(match));
            case RECORD -> notes.add(sentence);
        }
    }

    private void noteAndPage(String sentence, String toldKey) {
        notes.add(sentence);
        page(sentence, toldKey);
    }

    /** Once for each finding: senders repeat what they found, and nobody reads the hundredth page. */
    private void page(String sentence, String toldKey) {
        if (!situation.history().claimed().contains(toldKey)) {
            pages.add(sentence);
            claims.add(new Claim.Once(toldKey));
        }
    }

    /** Once within the window where it is a budget that is used up: a flood is one thing to look at, not a page each. */
    private void page(String sentence, Judged held) {
        Optional<Slots> full = held.draft.hears(Guard.BUDGET) ? full(held.wanted) : Optional.empty();
        if (full.isEmpty()) {
            page(sentence, held.wanted.toldKey());
            return;
        }
        full.get().tell(the.id()).ifPresent(claim -> {
            pages.add(sentence);
            claims.add(claim);
        });
    }

    /** Leaves out what has not been seen often enough yet; each is counted all the same. */
    private List<Wanted> counted(List<Wanted> all) {
        List<Wanted> enough = new ArrayList<>();
        for (Wanted wanted : all) {
            Rule rule = wanted.match().rule();
            Rule.Count count = rule.count();
            if (count == null) {
                enough.add(wanted);
                continue;
            }
            int seen = situation.history().tallies().getOrDefault(wanted.tallyKey(), 0);
            claims.add(new Claim.Tally(wanted.tallyKey(), seen, count.within()));
            if (seen + 1 >= count.atLeast()) {
                enough.add(wanted);
            } else {
                notes.add("rule " + rule.name() + ": " + (seen + 1) + " of " + count.atLeast() + " within "
                        + Sentences.time(count.within()));
            }
        }
        return enough;
    }

    /** Leaves out what was done for this finding before, whatever became of it since. */
    private List<Wanted> fresh(List<Wanted> all) {
        List<Wanted> fresh = new ArrayList<>();
        for (Wanted wanted : all) {
            if (situation.history().claimed().contains(wanted.doneKey())) {
                notes.add("nothing new for rule " + wanted.match().rule().name() + ": "
                        + wanted.wish().spec().name() + " was done for this finding before");
            } else {
                fresh.add(wanted);
            }
        }
        return fresh;
    }

    /** Two rules that want the same done to the same thing get one step. */
    private static Collection<List<Wanted>> alike(List<Wanted> all) {
        return all.stream()
                .collect(
                        Collectors.groupingBy(wanted -> wanted.wish().doing(), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    /** One that goes on stands for all; where none does, one that a person should hear of. */
    private Draft draft(List<Wanted> alike) {
        Set<String> labels = alike.stream()
                .flatMap(wanted -> wanted.wish().terms().labels().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Judged chosen = alike.stream()
                .map(wanted -> new Judged(wanted, new Draft(wanted.wish(), objections(wanted), labels)))
                .min(Judged.BEST_FIRST)
                .orElseThrow();
        if (chosen.draft.goesOn()) {
            take(chosen.wanted);
            alike.forEach(same -> claims.add(new Claim.Once(same.doneKey())));
        } else if (isWorthAPage(chosen.wanted)) {
            chosen.draft.pages().ifPresent(sentence -> page(sentence, chosen));
        }
        return chosen.draft;
    }

    /** A wish with what was said of it. */
    private record Judged(Wanted wanted, Draft draft) {
        /**
         * Among those that go on the one that does most: what follows on each thing, what where it
         * falls short, then the longest time.
         */
        private static final Comparator<Judged> BEST_FIRST = Comparator.comparing((Judged one) -> !one.draft.goesOn())
                .thenComparing(one -> one.draft.pages().isEmpty())
                .thenComparing(one -> one.terms().each() == null)
                .thenComparing(one -> one.terms().otherwise() == null
                        || one.terms().otherwise().isEmpty())
                .thenComparing(one -> one.terms().ttl(), Comparator.nullsFirst(Comparator.reverseOrder()));

        private Wish.Terms terms() {
            return wanted.wish().terms();
        }
    }

    private static boolean isWorthAPage(Wanted wanted) {
        return wanted.lost().isEmpty() || wanted.match().rule().unresolved() == Rule.Unresolved.PAGE;
    }

    private List<Verdict> objections(Wanted wanted) {
        List<Verdict> objections = new ArrayList<>();
        wanted.lost().ifPresent(why -> objections.add(Guard.UNRESOLVED.says(why)));
        objections.addAll(guards.judge(wanted.wish(), situation));
        Rule rule = wanted.match().rule();
        if (rule.mode() != Rule.Mode.ENFORCE) {
            objections.add(Guard.RULE_OBSERVES.says(
                    "rule " + rule.name() + " only observes: set its mode to enforce, or give the order by hand"));
        }
        if (the.source().may() == SourceSettings.May.OBSERVE) {
            objections.add(Guard.SOURCE_MAY_OBSERVE.says(
                    "source " + the.source().name() + " may only make us observe: give the order by hand"));
        }
        stale().ifPresent(objections::add);
        if (objections.isEmpty()) {
            full(wanted).ifPresent(full -> objections.add(full.full()));
        }
        return objections;
    }

    /** The budget that has nothing left for its thing. */
    private Optional<Slots> full(Wanted wanted) {
        String thing = wanted.wish().thingKey();
        return slots(wanted.match().rule())
                .filter(slots -> !slots.hasFor(thing))
                .or(() -> Optional.of(automation).filter(slots -> !slots.hasFor(thing)));
    }

    private void take(Wanted wanted) {
        slots(wanted.match().rule()).ifPresent(slots -> slots.take(wanted.wish().thingKey()));
        automation.take(wanted.wish().thingKey());
    }

    private Optional<Slots> slots(Rule rule) {
        Rule.Budget budget = rule.budget();
        return budget == null
                ? Optional.empty()
                : Optional.of(rules.computeIfAbsent(
                        Budgets.ofRule(rule.name()),
                        key -> new Slots(key, new Budget(budget.targets(), budget.per()), situation.history())));
    }

    private Optional<Verdict> stale() {
        Instant occurred = the.alert().occurred();
        if (occurred == null) {
            return Optional.empty();
        }
        Duration age = Duration.between(occurred, situation.now());
        return age.compareTo(ground.settings().staleAfter()) > 0
                ? Optional.of(Guard.STALE.says("it occurred " + Sentences.time(Duration.ofMinutes(age.toMinutes()))
                        + " before we heard of it: a person looks whether it still matters"))
                : Optional.empty();
    }
}
