package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Closes one thing by hand, or shows what that would do. */
@Command
final class OrderCommand implements Callable<Integer> {
    /** The name under which the end of a pod has options of its own. */
    private static final String GRACE = "grace";

    private final Lever lever;
    private final Grace grace = new Grace();

    @Parameters(paramLabel = "<target>", description = "What to close.")
    @Nullable
    String target;

    @Option(names = "--preview", description = "Show what it would do and what the guards say; write nothing.")
    boolean preview;

    @Mixin
    final OrderOptions options = new OrderOptions();

    @Mixin
    final Access access;

    private OrderCommand(Machine machine, Lever lever) {
        this.lever = lever;
        this.access = new Access(machine, "responder");
    }

    /** The command that pulls {@code lever}. */
    static CommandLine of(Machine machine, Lever lever) {
        var command = new OrderCommand(machine, lever);
        var line = new CommandLine(command);
        if (lever == Lever.KILL_POD) {
            line.addMixin(GRACE, command.grace);
        }
        CommandSpec spec = line.getCommandSpec();
        spec.usageMessage().description(lever.meaning());
        PositionalParamSpec unnamed = spec.positionalParameters().getFirst();
        spec.remove(unnamed);
        spec.add(PositionalParamSpec.builder(unnamed).paramLabel(lever.label()).build());
        return line;
    }

    /** The same, which only ever shows. */
    static CommandLine previewOf(Machine machine, Lever lever) {
        CommandLine line = of(machine, lever);
        OrderCommand command = line.getCommand();
        command.preview = true;
        CommandSpec spec = line.getCommandSpec();
        spec.remove(spec.findOption("--preview"));
        spec.usageMessage().description("Show what this would do, and write nothing: " + lever.meaning());
        return line;
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            String thing = lever.id(Objects.requireNonNull(target));
            Place place = Place.of(session, lever, thing, options.connection);
            ObjectNode order = Session.object();
            lever.name(order);
            order.putObject("target")
                    .put("connection", place.connection())
                    .put("kind", lever.targetKind())
                    .put("id", thing);
            grace.addTo(order);
            options.addTo(order);
            String about = lever.says(thing) + " on " + place.connection()
                    + (place.why().isEmpty() ? "" : " (" + place.why() + ")");
            return preview ? show(session, about, order) : give(session, about, order);
        });
    }

    private static Exit show(Session session, String about, ObjectNode order) throws Stop {
        JsonNode answer = session.post("v1/orders?preview=true", order);
        List<StepSeen> steps = StepSeen.of(answer);
        if (session.wantsJson()) {
            session.screen().json(answer);
        } else {
            new OrderReport(session).preview(about, steps);
        }
        return steps.stream().allMatch(StepSeen::goesOn) ? Exit.DONE : Exit.NOT_DONE;
    }

    private Exit give(Session session, String about, ObjectNode order) throws Stop {
        if (!session.wantsJson()) {
            session.screen().say("now", about);
        }
        String key = options.key == null ? session.machine().ids().next("ks") : options.key;
        JsonNode answer = new Orders(session).give(order, key);
        String incident = Json.text(answer, "incident").orElse("");
        var report = new OrderReport(session);
        report.given(answer);
        List<StepSeen> steps = ends(session, incident, answer);
        if (session.wantsJson()) {
            session.screen().json(withSteps(answer, steps));
        } else {
            report.ended(incident, steps);
        }
        return steps.stream().allMatch(StepSeen::isDone) ? Exit.DONE : Exit.NOT_DONE;
    }

    /** What is not on record yet cannot be looked at: its answer came when it had ended. */
    private List<StepSeen> ends(Session session, String incident, JsonNode answer) throws Stop {
        List<StepSeen> ordered = StepSeen.of(answer);
        if (OrderReport.isUnrecorded(answer)) {
            return ordered;
        }
        return new Follow(session, incident, ordered).untilEnded(lever.fansOut() ? Follow.Fan.OUT : Follow.Fan.NONE);
    }

    /** The order's answer with its steps as they are now. */
    private static JsonNode withSteps(JsonNode answer, List<StepSeen> steps) {
        if (!(answer.deepCopy() instanceof ObjectNode now)) {
            return answer;
        }
        ArrayNode list = now.putArray("steps");
        steps.forEach(step -> list.add(step.json()));
        return now;
    }
}
