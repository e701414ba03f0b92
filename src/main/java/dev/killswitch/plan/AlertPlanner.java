package dev.killswitch.plan;

import dev.killswitch.alert.Alert;
import dev.killswitch.config.IdSource;
import dev.killswitch.rule.Rule;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Alerts: what the rules want, as far as guards, budgets and what was done before leave it. */
final class AlertPlanner {
    private final Ground ground;
    private final AlertWishes wishes;

    AlertPlanner(Ground ground, AccountOf accounts) {
        this.ground = ground;
        this.wishes = new AlertWishes(ground, new Whereabouts(ground.connections(), accounts));
    }

    Question question(AlertCase the) {
        AlertWishes.Sheet sheet = wishes.of(the);
        Map<String, Duration> tallies = new HashMap<>();
        Map<String, Duration> budgets = new HashMap<>();
        Duration per = ground.settings().budgets().automation().per();
        budgets.put(Budgets.OF_AUTOMATION, per);
        budgets.put(Slots.toldKey(Budgets.OF_AUTOMATION), per);
        for (Wanted wanted : sheet.wanted()) {
            Rule rule = wanted.match().rule();
            if (rule.count() != null) {
                tallies.put(wanted.tallyKey(), rule.count().within());
            }
            if (rule.budget() != null) {
                budgets.put(Budgets.ofRule(rule.name()), rule.budget().per());
                budgets.put(
                        Slots.toldKey(Budgets.ofRule(rule.name())),
                        rule.budget().per());
            }
        }
        Stream<String> once = Stream.concat(
                sheet.wanted().stream().flatMap(wanted -> Stream.of(wanted.doneKey(), wanted.toldKey())),
                sheet.aimless().stream().map(AlertPlanning::toldKey));
        return new Question(
                the.finding(),
                List.copyOf(wishes.things(the)),
                ground.settings().near(),
                tallies,
                budgets,
                Stream.concat(once, Stream.of(AlertPlanning.leftOutKey(the), RootUser.toldKey(the)))
                        .distinct()
                        .toList());
    }

    Planned plan(AlertCase the, Situation situation, IdSource ids) {
        String incident = situation.history().incident().orElse(null);
        if (the.matches().isEmpty()) {
            return new Planned(Decision.NONE, null, List.of(), List.of(), "no rule matched");
        }
        Optional<Verdict> lifeless = lifeless(the.alert());
        if (lifeless.isPresent()) {
            return new Planned(
                    Decision.NONE,
                    incident,
                    List.of(),
                    List.of(),
                    lifeless.get().why());
        }
        return new AlertPlanning(ground, the, situation).planned(wishes.of(the), ids);
    }

    private static Optional<Verdict> lifeless(Alert alert) {
        if (alert.flags().contains(Alert.Flag.SAMPLE)) {
            return Optional.of(Guard.SAMPLE.says("the sender says that this is a sample or a test: nothing is done"));
        }
        if (alert.activity() == Alert.Activity.CLOSED) {
            return Optional.of(Guard.CLOSED.says("the sender says that the finding is over: nothing is done"));
        }
        return alert.flags().contains(Alert.Flag.ARCHIVED)
                ? Optional.of(Guard.ARCHIVED.says("the sender says that the finding was put away: nothing is done"))
                : Optional.empty();
    }
}
