package dev.killswitch.engine;

import dev.killswitch.config.IdSource;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Beside;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Register;
import dev.killswitch.plan.Mode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The switches of automation: for everything, for one connection, for one rule. Less is anybody's, more an operator's. */
public final class Automation {
    private final Journal journal;
    private final Register register;
    private final Connections connections;
    private final Supplier<Map<String, Mode>> unsaid;
    private final Clock clock;
    private final IdSource ids;

    /**
     * Makes the switches.
     *
     * @param unsaid by connection, what holds where nobody has said anything yet
     */
    public Automation(
            Journal journal,
            Register register,
            Connections connections,
            Supplier<Map<String, Mode>> unsaid,
            Clock clock,
            IdSource ids) {
        this.journal = journal;
        this.register = register;
        this.connections = connections;
        this.unsaid = unsaid;
        this.clock = clock;
        this.ids = ids;
    }

    /** What a person may do to automation. */
    public enum May {
        LESS,
        MORE
    }

    /** What became of a switch. */
    public sealed interface Switched {
        record Done() implements Switched {}

        /** It would let automation do more, and this person may only make it do less. */
        record NotAllowed(Mode now) implements Switched {}

        record NoSuchConnection(String name) implements Switched {}

        record Unrecorded(String why) implements Switched {}
    }

    /** What may be done now; {@code *} is for everything, and each connection's is its own, before the lesser is taken. */
    public Map<String, Mode> modes() {
        var modes = new TreeMap<String, Mode>(unsaid.get());
        modes.put(Mode.EVERYTHING, Mode.ARMED);
        modes.putAll(register.automation());
        return modes;
    }

    /**
     * Sets the mode of one connection, or of everything where {@code connection} is null. One after the other: what is less
     * than what somebody set at the same moment may be more by then.
     */
    public synchronized Switched set(
            Mode mode, @Nullable String connection, String person, May may, @Nullable Typed reason) {
        if (connection != null && connections.find(connection).isEmpty()) {
            return new Switched.NoSuchConnection(connection);
        }
        Mode now = modes().getOrDefault(connection == null ? Mode.EVERYTHING : connection, Mode.UNSAID);
        boolean isMore = mode.compareTo(now) < 0;
        if (isMore && may == May.LESS) {
            return new Switched.NotAllowed(now);
        }
        var event = new Event.AutomationSet(
                clock.instant(), mode, connection, person, reason == null ? null : reason.digest());
        return commit(event, reason);
    }

    /** Turns one rule off, which anybody may, or on again. */
    public Switched rule(String rule, Event.Position position, String person, @Nullable Typed reason) {
        var event = new Event.RuleSwitched(
                clock.instant(), rule, position, person, reason == null ? null : reason.digest());
        return commit(event, reason);
    }

    private Switched commit(Event event, @Nullable Typed reason) {
        var draft = new Draft(
                ids.next("switch"),
                List.of(event),
                List.of(),
                Beside.of(reason == null ? List.of() : List.of(reason.evidence())));
        return switch (journal.commit(draft).join()) {
            case Committed.Stored _, Committed.Duplicate _ -> new Switched.Done();
            case Committed.Unrecorded no -> new Switched.Unrecorded(no.why());
            case Committed.Lost lost -> new Switched.Unrecorded("no longer so: " + lost.claims());
        };
    }
}
