package dev.killswitch.incident;

/** The bytes of an entry are not what this version, or any before it, would have written. */
public final class UnreadableEntry extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableEntry(String why) {
        super(why);
    }
}
