package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens a door again, or says whose word that still needs. */
@Command(
        name = "release",
        description =
                "Undo a containment exactly. What a rule closed, one responder opens; what a person closed, a second "
                        + "person opens, or the same one soon after.")
final class Release implements Callable<Integer> {
    @Parameters(paramLabel = "<containment>", description = "Its id, c-....")
    @Nullable
    String id;

    @Option(names = "--reason", paramLabel = "<text>", description = "Why, for those who read the record.")
    @Nullable
    String reason;

    @Mixin
    final Access access;

    Release(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            String containment = Objects.requireNonNull(id);
            ObjectNode body = Session.object();
            if (reason != null) {
                body.put("reason", reason);
            }
            JsonNode answer = session.post("v1/containments/" + Session.encoded(containment) + "/release", body);
            return new ReleaseReport(session).follow(answer, containment);
        });
    }
}
