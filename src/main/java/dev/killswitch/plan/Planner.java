package dev.killswitch.plan;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.config.IdSource;
import dev.killswitch.config.Section;
import dev.killswitch.plan.Step.Each;
import java.util.List;
import java.util.Map;

/**
 * From orders, matches and fan-outs to steps. Ask {@code question} first, hand its answer in with the {@link Situation},
 * and record what comes out with its claims; where one is lost, begin again. Pure and thread-safe.
 */
public final class Planner {
    private final Ground ground;
    private final AlertPlanner alerts;
    private final OrderPlanner orders;
    private final FanOutPlanner fanOuts;
    private final ClimbPlanner climbs;

    /** {@code connections} by name; {@code accounts} reads the account out of ids that carry one. */
    public Planner(
            PlanSettings settings,
            Map<String, ConnectionSettings> connections,
            ActionCatalog catalog,
            AccountOf accounts) {
        this.ground = new Ground(settings, connections, catalog);
        this.alerts = new AlertPlanner(ground, accounts);
        this.orders = new OrderPlanner(ground);
        this.fanOuts = new FanOutPlanner(ground);
        this.climbs = new ClimbPlanner(ground);
    }

    /** What to ask the record before {@link #plan(AlertCase, Situation, IdSource)}. */
    public Question question(AlertCase the) {
        return alerts.question(the);
    }

    /** What follows from an alert. */
    public Planned plan(AlertCase the, Situation situation, IdSource ids) {
        return alerts.plan(the, situation, ids);
    }

    /** What to ask the record before {@link #plan(Order, Situation, IdSource)}. */
    public Question question(Order order) {
        return orders.question(order);
    }

    /** The steps of an order, or what is wrong with it. */
    public OrderPlan plan(Order order, Situation situation, IdSource ids) {
        return orders.plan(order, situation, ids);
    }

    /** What to ask the record before {@link #fanOut}. */
    public Question question(Step ended, Each each, List<Reference> found) {
        return fanOuts.question(ended, each, found);
    }

    /** {@code each} of {@code ended} on what the connection {@code found}, under the authority of that step. */
    public Planned fanOut(Step ended, Each each, List<Reference> found, Situation situation, IdSource ids) {
        return fanOuts.plan(ended, each, found, situation, ids);
    }

    /** What to ask the record before {@link #climb}. */
    public Question question(Climb climb) {
        return climbs.question(climb);
    }

    /** The stronger action that an answer named, under the authority of the step that fell short. */
    public Planned climb(Climb climb, Situation situation, IdSource ids) {
        return climbs.plan(climb, situation, ids);
    }

    /** Reads the parameters of an action or a recipe; of one that is not known, which planning tells, there are none. */
    public Parameters parameters(String what, Section given) {
        return ground.catalog()
                .find(what)
                .map(ActionSpec::parameters)
                .or(() -> ground.recipe(what)
                        .map(recipe -> Recipes.spec(recipe, ground.catalog()).parameters()))
                .map(parameters -> Parameters.read(parameters, given))
                .orElse(Parameters.NONE);
    }
}
