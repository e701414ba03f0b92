package dev.killswitch.store;

import dev.killswitch.action.Target;
import dev.killswitch.plan.FactGuard.Moment;
import dev.killswitch.plan.FactGuard.RuleState;
import dev.killswitch.plan.History;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Question;
import dev.killswitch.plan.Step;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What planners and guards ask. */
final class PlanQueries {
    private final Session session;
    private final RegisterSettings settings;
    private final Instant now;

    PlanQueries(Session session, RegisterSettings settings, Instant now) {
        this.session = session;
        this.settings = settings;
        this.now = now;
    }

    History history(Question question) throws SQLException {
        var claims = new ClaimTables(session);
        long at = now.toEpochMilli();
        var tallies = new HashMap<String, Integer>();
        for (Map.Entry<String, Duration> tally : question.tallies().entrySet()) {
            tallies.put(tally.getKey(), count(claims.counted(tally.getKey(), tally.getValue(), at)));
        }
        var budgets = new HashMap<String, Set<String>>();
        for (Map.Entry<String, Duration> budget : question.budgets().entrySet()) {
            budgets.put(budget.getKey(), claims.taken(budget.getKey(), budget.getValue(), at));
        }
        var claimed = new HashSet<String>();
        for (String key : question.once()) {
            if (claims.isClaimed(key)) {
                claimed.add(key);
            }
        }
        return new History(incident(question), automation(), rulesOff(), tallies, budgets, claimed, held(question));
    }

    private static int count(long number) {
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    private Optional<String> incident(Question question) throws SQLException {
        Optional<String> same = question.finding() == null
                ? Optional.empty()
                : session.first(
                        "select incident from finding where name = ?", row -> row.getString(1), question.finding());
        if (same.isPresent()) {
            return same;
        }
        Optional<Near> nearest = Optional.empty();
        for (String thing : question.things()) {
            Optional<Near> near = session.first(
                    "select incident, last_at from thing where name = ? and last_at >= ? order by last_at desc limit 1",
                    row -> new Near(row.getString(1), row.getLong(2)),
                    thing,
                    now.minus(question.near()).toEpochMilli());
            if (near.isPresent()
                    && nearest.map(other -> other.at() < near.get().at()).orElse(true)) {
                nearest = near;
            }
        }
        return nearest.map(Near::incident);
    }

    private record Near(String incident, long at) {}

    /** By {@code thing#effect}, the containment that was there first. */
    private Map<String, String> held(Question question) throws SQLException {
        var held = new LinkedHashMap<String, String>();
        for (String thing : question.things()) {
            session.list(
                    "select id, effect from containment where thing = ? and in_force = 1 order by intended_idx",
                    row -> held.putIfAbsent(thing + "#" + row.getString(2), row.getString(1)),
                    thing);
        }
        return held;
    }

    Map<String, Mode> automation() throws SQLException {
        var modes = new HashMap<String, Mode>();
        session.list(
                "select connection, mode from automation",
                row -> modes.put(row.getString(1), Mode.valueOf(row.getString(2))));
        return modes;
    }

    Set<String> rulesOff() throws SQLException {
        return new HashSet<>(
                session.list("select rule from rule_switch where position = 'OFF'", row -> row.getString(1)));
    }

    Moment moment(Step step, Target target, String effect) throws SQLException {
        Map<String, Mode> modes = automation();
        Mode own = modes.getOrDefault(
                target.connection(), settings.unsaid().get().getOrDefault(target.connection(), Mode.UNSAID));
        List<String> holders = inForce(target, effect);
        return new Moment(
                now,
                letGo(step, target),
                holders.stream().filter(id -> !id.equals(step.containment())).toList(),
                modes.getOrDefault(Mode.EVERYTHING, Mode.ARMED).lesser(own),
                rule(step));
    }

    /** What holds the effect on that very thing, the first one first. */
    private List<String> inForce(Target target, String effect) throws SQLException {
        return session.list(
                "select id from containment where connection = ? and uid = ? and effect = ? and in_force = 1"
                        + " order by started_idx",
                row -> row.getString(1),
                target.connection(),
                target.uid(),
                effect);
    }

    private RuleState rule(Step step) throws SQLException {
        return step.authority() instanceof Step.Authority.Rule rule
                        && rulesOff().contains(rule.name())
                ? RuleState.OFF
                : RuleState.ON;
    }

    private @Nullable Instant letGo(Step step, Target target) throws SQLException {
        if (step.authority() instanceof Step.Authority.Person) {
            return null;
        }
        Optional<StandingTables.Alerted> alerted = new StandingTables(session, new LedgerTables(session)::recordedOf)
                .alertBehind(step.course().cause());
        if (alerted.isEmpty()) {
            return null;
        }
        return session.first(
                        "select at from let_go where uid = ? and source = ? and type = ? and at > ?",
                        row -> Instant.ofEpochMilli(row.getLong(1)),
                        target.uid(),
                        alerted.get().source(),
                        alerted.get().type(),
                        now.minus(settings.letGo()).toEpochMilli())
                .orElse(null);
    }
}
