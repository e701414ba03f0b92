package dev.killswitch.incident;

/** The bytes of an entry, and its event as whoever reads them will have it: without what had to be cut. */
public final class EncodedEntry {
    private final byte[] bytes;
    private final Event event;

    EncodedEntry(byte[] bytes, Event event) {
        this.bytes = bytes;
        this.event = event;
    }

    /** Not a copy: whoever writes them does not change them. */
    public byte[] bytes() {
        return bytes;
    }

    public Event event() {
        return event;
    }
}
