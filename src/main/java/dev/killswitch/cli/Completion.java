package dev.killswitch.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets a shell complete our commands. */
@Command(
        name = Completion.NAME,
        description = "Print a script that completes commands in bash and zsh: source <(ks completion)")
final class Completion implements Callable<Integer> {
    static final String NAME = "completion";

    @Spec
    @Nullable
    CommandSpec command;

    @Override
    public Integer call() {
        CommandLine root = Objects.requireNonNull(command).root().commandLine();
        Objects.requireNonNull(command).commandLine().getOut().println(AutoComplete.bash("ks", root));
        return Exit.DONE.code();
    }
}
