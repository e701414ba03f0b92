package dev.killswitch.plan;

import dev.killswitch.action.Facts;
import dev.killswitch.action.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The guards that need the live thing. Those that only hold automation let a person's step pass. */
public final class FactGuards implements FactGuard {
    private final Protected names;

    public FactGuards(PlanSettings settings) {
        this.names = settings.names();
    }

    @Override
    public Verdict judge(Step step, Target target, Facts facts, Moment moment) {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.addAll(names.judge(target.connection(), Things.names(target, facts.names())));
        if (step.authority() instanceof Step.Authority.Rule rule) {
            automation(step, rule.name(), facts, moment, verdicts);
        }
        List<Verdict> concerning = verdicts.stream()
                .filter(verdict -> concerns(verdict, step.authority()))
                .toList();
        return Verdict.strictest(concerning, step.authority());
    }

    private static void automation(Step step, String rule, Facts facts, Moment moment, List<Verdict> verdicts) {
        if (moment.rule() == RuleState.OFF) {
            verdicts.add(Sentences.ruleOff(rule));
        }
        Sentences.automation(moment.automation(), step.reference().connection()).ifPresent(verdicts::add);
        if (moment.letGo() != null) {
            verdicts.add(Guard.LET_GO.says("a person released it at " + moment.letGo()
                    + ", and the same alerts move no rule on it until new evidence comes: a person decides"));
        }
        moment.holders().stream()
                .filter(holder -> !holder.equals(step.containment()))
                .findFirst()
                .ifPresent(holder -> verdicts.add(Sentences.alreadyContained(holder)));
        if (!facts.sensitive().isEmpty()) {
            String found = String.join(", ", new TreeSet<>(facts.sensitive()));
            verdicts.add(Guard.SENSITIVE.says(Shown.of(found) + ": a person looks first, and gives the order"));
        }
    }

    /** A person goes on past what only holds automation. */
    private static boolean concerns(Verdict verdict, Step.Authority authority) {
        return switch (authority) {
            case Step.Authority.Rule _ -> true;
            case Step.Authority.Person _ -> verdict instanceof Verdict.Never || Guard.PROTECTED.said(verdict);
        };
    }
}
