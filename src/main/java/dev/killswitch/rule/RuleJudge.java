package dev.killswitch.rule;

import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.expression.Clause;
import dev.killswitch.expression.Condition;
import dev.killswitch.expression.Condition.Judgement;
import dev.killswitch.rule.Evaluation.Erred;
import dev.killswitch.rule.Rulebook.Findings;
import dev.killswitch.rule.Rulebook.Judge;
import dev.killswitch.rule.Rulebook.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A rule with its conditions compiled. */
record RuleJudge(Rule rule, Condition when, Map<String, Condition> selectors) implements Judge {
    /** Enough for the values of any one clause; they go into the record. */
    private static final int VALUE_MAX = 300;

    @Override
    public void judge(Seen seen, Findings findings) {
        switch (when.judge(seen.inputs())) {
            case Judgement.Yes yes -> findings.matches().add(match(seen, yes.clause(), findings.erred()));
            case Judgement.No no ->
                findings.misses()
                        .add(new NearMiss(
                                rule, no.deciding().text(), cut(no.deciding().valuesLine())));
            case Judgement.Erred erred ->
                findings.erred().add(new Erred(rule, erred.erred().text(), erred.why()));
        }
    }

    private Match match(Seen seen, Clause clause, List<Erred> errors) {
        var targets = new LinkedHashMap<String, List<Entity>>();
        selectors.forEach((name, selector) -> targets.put(name, select(selector, seen, errors)));
        return new Match(rule, seen.source(), seen.alert().finding(), clause.json(), targets);
    }

    private List<Entity> select(Condition selector, Seen seen, List<Erred> errors) {
        var selected = new ArrayList<Entity>();
        Erred first = null;
        for (Entity entity : seen.alert().entities()) {
            if (!mayBeTarget(entity)) {
                continue;
            }
            switch (selector.judge(seen.inputs().and("entity", Language.entity(entity)))) {
                case Judgement.Yes _ -> selected.add(entity);
                case Judgement.No _ -> {}
                case Judgement.Erred erred ->
                    first = first == null ? new Erred(rule, erred.erred().text(), erred.why()) : first;
            }
        }
        if (first != null) {
            errors.add(first);
        }
        return selected;
    }

    /** Whatever a selector says: what stands in mere text is nobody's target, nor is bait, nor who looked into it. */
    private static boolean mayBeTarget(Entity entity) {
        return entity.trust() != Trust.TEXT && entity.role() != Role.PLANTED && entity.role() != Role.ANALYST;
    }

    private static String cut(String value) {
        return value.length() <= VALUE_MAX ? value : value.substring(0, VALUE_MAX) + "…";
    }
}
