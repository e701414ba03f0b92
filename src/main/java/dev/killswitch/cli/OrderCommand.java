package dev.killswitch.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
            Tokens.refuse(options, Stream.of(thing));
            Place place = Place.of(session, lever.targetKind(), thing, options.connection);
            ObjectNode order = Session.object();
            lever.name(order);
            order.putObject("target")
                    .put("connection", place.connection())
                    .put("kind", lever.targetKind())
                    .put("id", thing);
            grace.addTo(order);
            options.addTo(order);
            var given = new GivenOrder(
                    place.says(lever.says(thing)), order, lever.fansOut() ? Follow.Fan.OUT : Follow.Fan.NONE);
            return preview ? given.show(session) : given.give(session, options);
        });
    }
}
