package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists incidents. */
@Command(name = "incidents", description = "List incidents, newest first.")
final class Incidents implements Callable<Integer> {
    @Mixin
    final Paging paging = new Paging();

    @Mixin
    final Access access;

    Incidents(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    @Override
    public Integer call() {
        return access.run(session -> paging.print(
                session, "v1/incidents", one -> line(one, session.machine().clock())));
    }

    private static String line(JsonNode incident, Clock clock) {
        String targets = Json.list(incident, "targets").stream()
                .map(target -> Json.word(target, "id"))
                .collect(Collectors.joining(", "));
        return Json.word(incident, "incident") + "   " + Json.word(incident, "state") + "   opened "
                + Since.of(incident, "opened", clock).orElse("?") + "   "
                + Json.word(incident, "standing") + " of " + Json.word(incident, "steps") + " standing   " + targets;
    }
}
