package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what senders brought. */
@Command(name = "deliveries", description = "List deliveries of senders, newest first.")
final class Deliveries implements Callable<Integer> {
    @Option(
            names = "--state",
            paramLabel = "<state>",
            description = "unread (the default): kept and not understood; unmatched: no rule said yes; matched.")
    State state = State.UNREAD;

    @Mixin
    final Paging paging = new Paging();

    @Mixin
    final Access access;

    Deliveries(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    /** What became of them. */
    enum State {
        UNREAD,
        UNMATCHED,
        MATCHED
    }

    @Override
    public Integer call() {
        String path = "v1/deliveries?state=" + state.name().toLowerCase(Locale.ROOT);
        return access.run(session ->
                paging.print(session, path, one -> line(one, session.machine().clock())));
    }

    /** One of them. */
    static String line(JsonNode delivery, Clock clock) {
        return Json.word(delivery, "delivery") + "   " + Json.word(delivery, "source") + "   received "
                + Since.of(delivery, "received", clock).orElse("?") + "   answered "
                + Json.word(delivery, "status") + "   " + Json.word(delivery, "bytes") + " bytes"
                + Json.text(delivery, "why")
                        .map(why -> "   "
                                + Json.text(delivery, "where")
                                        .map(where -> where + ": ")
                                        .orElse("") + why)
                        .orElse("");
    }
}
