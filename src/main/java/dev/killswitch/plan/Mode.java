package dev.killswitch.plan;

/** What automation may do. In the order of less and less. */
public enum Mode {
    ARMED,
    OBSERVING,
    PAUSED;

    /** Stands where a connection's name does, for what is said of everything. */
    public static final String EVERYTHING = "*";

    /** What holds on a connection of which nobody said or configured anything: the least. */
    public static final Mode UNSAID = PAUSED;

    /** Of two that both apply, the lesser holds. */
    public Mode lesser(Mode other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
