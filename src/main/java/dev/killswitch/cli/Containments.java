package dev.killswitch.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists containments. */
@Command(name = "containments", description = "List what is contained, or was.")
final class Containments implements Callable<Integer> {
    @Option(names = "--state", paramLabel = "<state>", description = "standing (the default), ended or all.")
    State state = State.STANDING;

    @Mixin
    final Paging paging = new Paging();

    @Mixin
    final Access access;

    Containments(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    /** Which of them. */
    enum State {
        STANDING,
        ENDED,
        ALL
    }

    @Override
    public Integer call() {
        String query = switch (state) {
            case STANDING, ENDED -> "?state=" + state.name().toLowerCase(Locale.ROOT);
            case ALL -> "";
        };
        return access.run(session -> paging.print(
                session,
                "v1/containments" + query,
                one -> ContainmentLine.of(one, session.machine().clock())));
    }
}
