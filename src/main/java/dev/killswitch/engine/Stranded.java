package dev.killswitch.engine;

import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Register;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells of what stands where no connection leads any more: it is in force there and on record here, and nobody watches it
 * or can release it until the connection is back. Looked at by one thread, whenever connections may have gone.
 */
final class Stranded {
    private static final int BATCH = 200;

    /** Somebody who has to look finds the rest in the list of containments. */
    private static final int NAMED_MAX = 5;

    private final Connections connections;
    private final Register register;
    private final Journal journal;
    private final Clock clock;

    Stranded(Connections connections, Register register, Journal journal, Clock clock) {
        this.connections = connections;
        this.register = register;
        this.journal = journal;
        this.clock = clock;
    }

    void tell() {
        Instant now = clock.instant();
        List<Event> pages = new ArrayList<>();
        standing().forEach((connection, ids) -> pages.add(new Event.Paged(now, connection, sentence(connection, ids))));
        if (!pages.isEmpty()) {
            journal.commit(new Draft("stranded-" + now.toEpochMilli(), pages, List.of()))
                    .join();
        }
    }

    static String sentence(String connection, List<String> ids) {
        String some = String.join(", ", ids.subList(0, Math.min(NAMED_MAX, ids.size())));
        return "connection " + connection + " is not configured any more, and " + counted(ids.size()) + " there ("
                + some + (ids.size() > NAMED_MAX ? ", …" : "") + "): nobody watches that, and nothing of it can be"
                + " released until the connection is configured again";
    }

    private static String counted(int count) {
        return count == 1 ? "a containment stands" : count + " containments stand";
    }

    /** By connection that is not there, what stands on it. */
    private Map<String, List<String>> standing() {
        var stranded = new TreeMap<String, List<String>>();
        String after = null;
        List<Containment> batch;
        do {
            batch = register.containments(Containment.STANDING, after, BATCH);
            for (Containment containment : batch) {
                after = containment.id();
                String connection = containment.step().reference().connection();
                if (connections.find(connection).isEmpty()) {
                    stranded.computeIfAbsent(connection, _ -> new ArrayList<>()).add(after);
                }
            }
        } while (batch.size() == BATCH);
        return stranded;
    }
}
