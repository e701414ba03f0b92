package dev.killswitch.engine;

import dev.killswitch.action.Parameters;
import dev.killswitch.config.IdSource;
import dev.killswitch.config.Problems.Problem;
import dev.killswitch.config.Section;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Beside;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Journal.Remember;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.Register.Answered;
import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.plan.Claim;
import dev.killswitch.plan.Decision;
import dev.killswitch.plan.History;
import dev.killswitch.plan.Order;
import dev.killswitch.plan.OrderPlan;
import dev.killswitch.plan.Planned;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Situation;
import dev.killswitch.plan.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The manual trigger: no queue, no sign-off, and it works where the record does not. Thread-safe. */
public final class Orders {
    /** Claims can be lost to others again and again only under an order flood of one person. */
    private static final int PLANS_MAX = 5;

    /** How long an order that cannot be recorded waits for its own outcome: it is all that its giver will get. */
    private static final Duration UNRECORDED_MAX = Duration.ofSeconds(25);

    private final Parts parts;
    private final Register register;
    private final Journal journal;
    private final Dispatcher dispatcher;
    private final Aftermath aftermath;
    private final LateEntries late;
    private final Clock clock;
    private final IdSource ids;

    Orders(Parts parts, Dispatcher dispatcher, Aftermath aftermath, LateEntries late) {
        this.parts = parts;
        this.register = parts.register();
        this.journal = parts.journal();
        this.clock = parts.clock();
        this.ids = parts.ids();
        this.dispatcher = dispatcher;
        this.aftermath = aftermath;
        this.late = late;
    }

    /**
     * What a person sends beside the order itself.
     *
     * @param key idempotency key, already made the person's own; null where none was sent
     * @param request digest of what was sent
     */
    public record Sent(
            Order order, @Nullable Typed reason, @Nullable String key, String request) {}

    /** What became of an order. */
    public sealed interface Answer {
        /** On record; its steps go on. */
        record Given(String incident, List<PlannedStep> steps) implements Answer {}

        /** It acted, and could not be recorded: that is entered later. By step, how each ended. */
        record Unrecorded(String incident, List<PlannedStep> steps, Map<String, StepRunner.Ended> ends, String why)
                implements Answer {}

        /** Guards say no to all of it; that is on record too, or entered late. */
        record Refused(List<PlannedStep> steps, String why) implements Answer {}

        /** The order itself is wrong. */
        record Wrong(List<Problem> problems) implements Answer {}

        /** The same key with the same request: what was said then. */
        record Again(Answered answered) implements Answer {}

        record Conflict(String why) implements Answer {}
    }

    /** How an answer is written down, to be said again to whoever sends the same request again. */
    public interface Wording {
        Remember of(Sent sent, String incident, Planned planned);
    }

    /** Gives an order. Returns once it is on record, or has acted. */
    public Answer give(Sent sent, Wording wording) {
        for (int plan = 1; plan <= PLANS_MAX; plan++) {
            Optional<Answer> before = sent.key() == null ? Optional.empty() : answered(sent.key(), sent.request());
            if (before.isPresent()) {
                return before.get();
            }
            switch (plan(sent.order())) {
                case OrderPlan.Wrong wrong -> {
                    return new Answer.Wrong(wrong.problems());
                }
                case OrderPlan.Ready ready -> {
                    Optional<Answer> answer = record(sent, ready.planned(), wording);
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                }
            }
        }
        return new Answer.Conflict("too many orders of yours at once: give it again, under a new Idempotency-Key");
    }

    /** What would be planned now. Writes nothing. */
    public OrderPlan plan(Order order) {
        return parts.planner().plan(order, situation(order), ids);
    }

    /** Reads an order's parameters; see {@link Planner#parameters}. */
    public Parameters parameters(String what, Section given) {
        return parts.planner().parameters(what, given);
    }

    private Situation situation(Order order) {
        return new Situation(clock.instant(), history(order), Map.of());
    }

    private History history(Order order) {
        try {
            return register.history(parts.planner().question(order));
        } catch (RecordUnreadable _) {
            return History.EMPTY;
        }
    }

    private Optional<Answer> answered(String key, String request) {
        try {
            return register.answered(key)
                    .map(then -> then.request().equals(request)
                            ? new Answer.Again(then)
                            : new Answer.Conflict("this Idempotency-Key was used for another order"));
        } catch (RecordUnreadable _) {
            return Optional.empty();
        }
    }

    /** Empty where a claim was lost: then it is planned again. */
    private Optional<Answer> record(Sent sent, Planned planned, Wording wording) {
        String incident = planned.incident() == null ? ids.next("i") : planned.incident();
        List<Event> events = events(sent, planned, incident);
        List<Remember> answers = sent.key() == null ? List.of() : List.of(wording.of(sent, incident, planned));
        var evidence = sent.reason() == null
                ? List.<Journal.Evidence>of()
                : List.of(sent.reason().evidence());
        var draft =
                new Draft(sent.order().id(), events, claims(sent, planned), new Beside(List.of(), evidence, answers));
        return switch (journal.commit(draft).join()) {
            case Committed.Lost lost -> lost(sent, lost);
            case Committed.Duplicate _ -> Optional.of(new Answer.Conflict("this order was given before"));
            case Committed.Stored _ -> Optional.of(goOn(planned, incident));
            case Committed.Unrecorded no -> Optional.of(goOnUnrecorded(planned, incident, draft, no.why()));
        };
    }

    /** Of two requests under one key that come at once, one is the order, and the other hears what it was answered. */
    private Optional<Answer> lost(Sent sent, Committed.Lost lost) {
        String key = sent.key();
        if (key == null || !lost.claims().contains(once(key))) {
            return Optional.empty();
        }
        return answered(key, sent.request())
                .or(() -> Optional.of(new Answer.Conflict(
                        "this Idempotency-Key was used before, and what was answered cannot be read: look at what stands,"
                                + " or give the order under a new one")));
    }

    private static List<Claim> claims(Sent sent, Planned planned) {
        return sent.key() == null
                ? planned.claims()
                : Stream.concat(planned.claims().stream(), Stream.of(once(sent.key())))
                        .toList();
    }

    private static Claim once(String key) {
        return new Claim.Once(Claim.Once.ORDER + key);
    }

    private List<Event> events(Sent sent, Planned planned, String incident) {
        var events = new ArrayList<Event>();
        String reason = sent.reason() == null ? null : sent.reason().digest();
        events.add(new Event.OrderGiven(
                clock.instant(), sent.order(), incident, planned.decision(), reason, planned.why()));
        planned.steps().forEach(step -> events.add(new Event.StepIntended(clock.instant(), step)));
        return events;
    }

    private Answer goOn(Planned planned, String incident) {
        if (planned.decision() != Decision.ACT) {
            return new Answer.Refused(planned.steps(), planned.why());
        }
        var _ = dispatcher.run(going(planned), aftermath);
        return new Answer.Given(incident, planned.steps());
    }

    private Answer goOnUnrecorded(Planned planned, String incident, Draft draft, String why) {
        late.add(draft);
        if (planned.decision() != Decision.ACT) {
            return new Answer.Refused(planned.steps(), planned.why());
        }
        CompletableFuture<Map<String, StepRunner.Ended>> running = dispatcher.run(going(planned), aftermath);
        Map<String, StepRunner.Ended> ends = running.completeOnTimeout(
                        Map.of(), UNRECORDED_MAX.toSeconds(), TimeUnit.SECONDS)
                .join();
        return new Answer.Unrecorded(incident, planned.steps(), ends, why);
    }

    private static List<Step> going(Planned planned) {
        return planned.steps().stream()
                .filter(PlannedStep::goesOn)
                .map(PlannedStep::step)
                .toList();
    }
}
