package dev.killswitch.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Which version this is. */
@Command(name = "version", description = "Print the version of this program.")
final class Version implements Callable<Integer> {
    private final Machine machine;

    @Spec
    @Nullable
    CommandSpec command;

    Version(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Integer call() {
        return Access.offline(Objects.requireNonNull(command), machine, screen -> {
            screen.say("ks " + machine.version());
            return Exit.DONE;
        });
    }
}
