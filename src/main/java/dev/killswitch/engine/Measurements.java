package dev.killswitch.engine;

import dev.killswitch.action.Connection;
import dev.killswitch.action.Profile.Measurement;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Register;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps on record what was measured of each connection, and tells it what the record has after a restart. Thread-safe. */
final class Measurements {
    private final Connections connections;
    private final Register register;
    private final Journal journal;
    private final Clock clock;

    /** By connection, of when the newest one on record is. */
    private final Map<String, Instant> recorded = new ConcurrentHashMap<>();

    Measurements(Connections connections, Parts parts) {
        this.connections = connections;
        this.register = parts.register();
        this.journal = parts.journal();
        this.clock = parts.clock();
    }

    void recall() {
        for (Connection connection : connections.all()) {
            register.measured(connection.name()).ifPresent(last -> {
                recorded.put(connection.name(), last.at());
                connection.recall(last);
            });
        }
    }

    /** What could not be recorded is tried again the next time. */
    void record(Connection connection) {
        connection
                .measured()
                .filter(last -> !last.at().equals(recorded.get(connection.name())))
                .filter(last -> isRecorded(connection.name(), last))
                .ifPresent(last -> recorded.put(connection.name(), last.at()));
    }

    private boolean isRecorded(String connection, Measurement last) {
        var event = new Event.ProfileMeasured(clock.instant(), connection, last);
        String id = "measured-" + connection + "-" + last.at().toEpochMilli();
        return switch (journal.commit(new Draft(id, List.of(event), List.of())).join()) {
            case Committed.Stored _, Committed.Duplicate _ -> true;
            case Committed.Unrecorded _, Committed.Lost _ -> false;
        };
    }
}
