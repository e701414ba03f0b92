package dev.killswitch.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Why something was closed, or why not. */
@Command(
        name = "why",
        description = "Say why, or why not, for anything in your hand: a pod, key, user, role, address, ARN, incident, "
                + "containment, step, or the text of an error.")
final class Why implements Callable<Integer> {
    /** Servers take 4,096 bytes of request line by default; with the address around it this fits. */
    private static final int ENCODED_MAX = 3_500;

    @Parameters(paramLabel = "<anything>", arity = "1..*", description = "What you have; several words are one text.")
    List<String> words = List.of();

    @Mixin
    final Access access;

    Why(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            String path = "v1/why?q=" + query(session, String.join(" ", words));
            if (session.wantsJson()) {
                session.screen().json(session.get(path));
            } else {
                session.text(path).lines().forEach(session.screen()::say);
            }
            return Exit.DONE;
        });
    }

    private static String query(Session session, String text) {
        String query = Session.encoded(text);
        if (query.length() <= ENCODED_MAX) {
            return query;
        }
        session.screen().note("the text is long; only its beginning is asked about");
        int[] points = text.codePoints().toArray();
        int low = 0;
        int high = points.length;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (Session.encoded(new String(points, 0, middle)).length() <= ENCODED_MAX) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return Session.encoded(new String(points, 0, low));
    }
}
