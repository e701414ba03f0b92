package dev.killswitch.incident;

import dev.killswitch.alert.Body;
import dev.killswitch.alert.Json;
import dev.killswitch.incident.Journal.Entry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The bytes of an entry: one event in the envelope of CloudEvents, as JSON in UTF-8. Written by hand, since the ledger
 * hashes exactly these bytes: keys in a fixed order, no nulls, no floats, times with milliseconds. Thread-safe.
 */
public final class EntryCodec {
    /** What no entry may exceed: its length stands in two bytes where entries are published. */
    static final int BYTES_MAX = 65_535;

    private static final List<Kind<?>> KINDS = Stream.of(
                    AlertKinds.KINDS,
                    StepKinds.KINDS,
                    ContainmentKinds.KINDS,
                    ReleaseKinds.KINDS,
                    RuleKinds.KINDS,
                    ServiceKinds.KINDS)
            .flatMap(List::stream)
            .toList();

    private static final Map<Class<?>, Kind<?>> BY_CLASS = new HashMap<>();
    private static final Map<String, Kind<?>> BY_NAME = new HashMap<>();

    static {
        for (Kind<?> kind : KINDS) {
            BY_CLASS.put(kind.type(), kind);
            BY_NAME.put(kind.fullName(), kind);
        }
    }

    private final String source;

    /** @param origin the name of the ledger, as its checkpoints have it */
    public EntryCodec(String origin) {
        this.source = "//" + origin;
    }

    /** An event as it was read back, with its envelope. */
    public record Written(Envelope envelope, Event event) {}

    /** The type of CloudEvents of {@code event}. */
    public static String typeOf(Event event) {
        return kindOf(event).fullName();
    }

    private static Kind<?> kindOf(Event event) {
        Kind<?> kind = BY_CLASS.get(event.getClass());
        if (kind == null) {
            throw new IllegalStateException("no kind of entry for " + event.getClass());
        }
        return kind;
    }

    /**
     * The bytes of the entry. What others wrote is cut, and says so, where all of it would not fit: a hostile alert never
     * keeps its own record from being written.
     */
    public EncodedEntry encode(Envelope envelope, Event event) {
        Kind<?> kind = kindOf(event);
        for (Limits limits : Limits.WIDEST_FIRST) {
            var out = new EntryWriter(limits);
            byte[] bytes = write(out, envelope, event, kind);
            if (bytes.length <= BYTES_MAX) {
                return new EncodedEntry(bytes, out.wasCut() ? decode(bytes).event() : event);
            }
        }
        throw new IllegalArgumentException("an event of type " + kind.name() + " does not fit into " + BYTES_MAX
                + " bytes, whatever is cut: one of our own values is too long");
    }

    private byte[] write(EntryWriter out, Envelope envelope, Event event, Kind<?> kind) {
        Head head = kind.head(event);
        out.id("specversion", "1.0")
                .id("id", envelope.id())
                .name("source", source)
                .id("type", kind.fullName())
                .name("subject", head.subject())
                .time("time", event.at())
                .time("recordedtime", envelope.recorded());
        if (envelope.entry() == Entry.LATE) {
            out.on("late", true);
        }
        out.id("correlationid", envelope.incident())
                .id("causationid", head.cause())
                .id("authtype", head.person() == null ? "system" : "user")
                .name("authid", head.person())
                .id("datacontenttype", "application/json")
                .object("data", event, kind::write);
        return out.end();
    }

    /** Reads an entry back, strictly; throws {@link UnreadableEntry} with what is wrong and where. */
    public static Written decode(byte[] bytes) {
        return switch (Json.read(Body.of(bytes))) {
            case Json.Tree tree -> EntryReader.whole(tree.root(), EntryCodec::envelope);
            case Json.Broken broken -> throw new UnreadableEntry("not JSON at " + broken.where() + ": " + broken.why());
        };
    }

    private static Written envelope(EntryReader in) {
        if (!in.text("specversion").equals("1.0")) {
            throw new UnreadableEntry("expected specversion 1.0");
        }
        String id = in.text("id");
        in.text("source");
        String type = in.text("type");
        Kind<?> kind = BY_NAME.get(type);
        if (kind == null) {
            throw new UnreadableEntry("no kind of event is called " + (type.matches("[a-z0-9.-]{1,100}") ? type : "so")
                    + "; a newer version wrote it, or nobody of ours did");
        }
        in.text("subject");
        Instant time = in.time("time");
        Instant recorded = in.time("recordedtime");
        Entry entry = in.isTrue("late") ? Entry.LATE : Entry.ON_TIME;
        var envelope = new Envelope(id, recorded, in.textOrNull("correlationid"), entry);
        in.textOrNull("causationid");
        in.text("authtype");
        in.textOrNull("authid");
        in.text("datacontenttype");
        return new Written(envelope, in.object("data", data -> kind.reads().apply(time, data)));
    }
}
