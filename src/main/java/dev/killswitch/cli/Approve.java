package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The second pair of eyes. */
@Command(name = "approve", description = "Agree to a release that somebody else asked for.")
final class Approve implements Callable<Integer> {
    @Parameters(paramLabel = "<release>", description = "Its id, r-....")
    @Nullable
    String id;

    @Mixin
    final Access access;

    Approve(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            String release = Objects.requireNonNull(id);
            JsonNode answer = session.post("v1/releases/" + Session.encoded(release) + "/approve", Session.object());
            var report = new ReleaseReport(session);
            return report.told(report.end(answer, containment(session, release)));
        });
    }

    /** Which one it undoes; null where that is further back than one page. */
    private static @Nullable String containment(Session session, String release) {
        return session.lookIfFine("v1/containments?limit=500").stream()
                .flatMap(page -> Json.list(page, "items").stream())
                .filter(one -> Json.word(one.path("release"), "release").equals(release))
                .map(one -> Json.word(one, "containment"))
                .findFirst()
                .orElse(null);
    }
}
