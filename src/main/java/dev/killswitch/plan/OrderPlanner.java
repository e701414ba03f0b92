package dev.killswitch.plan;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Reference;
import dev.killswitch.config.IdSource;
import dev.killswitch.config.Nearest;
import dev.killswitch.config.Problems;
import dev.killswitch.plan.Budgets.Budget;
import dev.killswitch.plan.Step.AtExpiry;
import dev.killswitch.plan.Step.Authority;
import dev.killswitch.rule.Rule.Do;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Orders of people: no sign-off, and no guard that only holds automation. */
final class OrderPlanner {
    /** One order names one thing; what a recipe adds belongs to that thing. */
    private static final int THINGS = 1;

    private final Ground ground;
    private final NameGuards guards;

    OrderPlanner(Ground ground) {
        this.ground = ground;
        this.guards = ground.guards();
    }

    Question question(Order order) {
        Budget budget = ground.settings().budgets().person();
        return new Question(
                null,
                List.of(order.target().name()),
                ground.settings().near(),
                Map.of(),
                Map.of(Budgets.ofPerson(order.person()), budget.per()),
                List.of());
    }

    OrderPlan plan(Order order, Situation situation, IdSource ids) {
        var problems = new Problems();
        var authority = new Authority.Person(order.person(), order.overrides());
        List<Wish> wishes = wishes(order, authority, problems);
        checkOverrides(order, problems);
        checkTime(order, problems);
        checkPlace(order.target(), wishes, problems);
        return problems.found().isEmpty()
                ? new OrderPlan.Ready(planned(order, wishes, situation, ids))
                : new OrderPlan.Wrong(problems.found());
    }

    private List<Wish> wishes(Order order, Authority authority, Problems problems) {
        Optional<Recipe> recipe = ground.recipe(order.what());
        Optional<ActionSpec> action = ground.catalog().find(order.what());
        var terms = Wish.Terms.alone(order.ttl(), AtExpiry.ASK);
        if (recipe.isPresent()) {
            checkKind(order, recipe.get().targetKind(), problems);
            return ground.wishes(recipe.get(), order.target(), order.parameters(), authority, terms);
        }
        if (action.isPresent()) {
            checkKind(order, action.get().targetKind(), problems);
            return List.of(new Wish(action.get(), order.target(), order.parameters(), authority, terms));
        }
        problems.add(
                "action",
                "no action or recipe is called " + Shown.of(order.what()),
                Nearest.hint(order.what(), ground.names()));
        return List.of();
    }

    private static void checkKind(Order order, String kind, Problems problems) {
        if (!order.target().kind().equals(kind)) {
            problems.add(
                    "target.kind", Shown.of(order.target().kind()), kind + ", what " + order.what() + " is done to");
        }
    }

    private static void checkOverrides(Order order, Problems problems) {
        for (String name : new TreeSet<>(order.overrides())) {
            Optional<Guard> guard = Guard.of(name);
            if (guard.isEmpty()) {
                problems.add("override", "no guard is called " + Shown.of(name), Nearest.hint(name, Guard.words()));
                continue;
            }
            switch (guard.get().bends()) {
                case FOR_NOBODY ->
                    problems.add("override", name, "a guard that bends; " + name + " holds for everybody");
                case BY_CONFIGURATION ->
                    problems.add(
                            "override", name, "a guard that bends; an operator switches this one in configuration");
                case BY_COUNT -> problems.add("override", name, "the exact count of things, in confirm");
                case BY_NAME, FOR_PERSONS -> {}
            }
        }
    }

    private static void checkTime(Order order, Problems problems) {
        Duration ttl = order.ttl();
        if (ttl != null && (ttl.isNegative() || ttl.isZero() || ttl.compareTo(Do.TTL_MAX) > 0)) {
            problems.add(
                    "ttl", ttl.toString(), "above zero and at most 365d, or none for as long as nobody releases it");
        }
    }

    private void checkPlace(Reference target, List<Wish> wishes, Problems problems) {
        ConnectionSettings connection = ground.connections().get(target.connection());
        if (connection == null) {
            problems.add(
                    "target.connection",
                    "no connection is called " + Shown.of(target.connection()),
                    Nearest.hint(target.connection(), ground.connections().keySet()));
            return;
        }
        for (Wish wish : wishes) {
            if (!connection.holds(wish.spec().targetKind())) {
                problems.add(
                        "target.connection",
                        connection.name() + ", of kind " + connection.kind(),
                        "a connection that has things of kind " + wish.spec().targetKind());
            } else if (!connection.tiers().contains(wish.spec().tier())) {
                problems.add(
                        "action",
                        "tier " + wish.spec().tier() + " of " + wish.spec().name() + " is off on " + connection.name(),
                        "an action of " + String.join(", ", new TreeSet<>(connection.tiers()))
                                + "; an operator adds tiers to the connection");
            }
        }
    }

    private Planned planned(Order order, List<Wish> wishes, Situation situation, IdSource ids) {
        History history = situation.history();
        Budget budget = ground.settings().budgets().person();
        String key = Budgets.ofPerson(order.person());
        boolean many = !new Slots(key, budget, history).hasFor(order.target().name());
        List<Draft> drafts = new ArrayList<>();
        for (Wish wish : wishes) {
            List<Verdict> objections = new ArrayList<>(guards.judge(wish, situation));
            boolean listed = order.overrides().contains(Guard.PROTECTED.word())
                    || objections.stream().anyMatch(Guard.PROTECTED::said);
            if ((many || listed) && order.confirm() != THINGS) {
                objections.add(confirm(many, budget, order));
            }
            drafts.add(new Draft(wish, objections, wish.terms().labels()));
        }
        String incident = history.incident().orElseGet(() -> ids.next("i"));
        int max = many ? Integer.MAX_VALUE : budget.targets();
        List<PlannedStep> steps = new Drafts(drafts).steps(incident, order.id(), ids);
        Stream<Step> going = steps.stream().filter(PlannedStep::goesOn).map(PlannedStep::step);
        return new Planned(
                Decisions.of(drafts),
                incident,
                steps,
                Slots.claim(key, going, max, budget).stream().toList(),
                Decisions.why(drafts, List.of()));
    }

    private static Verdict confirm(boolean many, Budget budget, Order order) {
        String because = many
                ? "this would be past " + budget.targets() + " things within " + Sentences.time(budget.per())
                : "this is on something protected";
        String typed = order.confirm() == 0 ? "" : ", not " + order.confirm();
        return Guard.CONFIRM.says(because + ": type how many it hits in confirm, which is " + THINGS + typed);
    }
}
