package dev.killswitch.plan;

/** What automation may do. In the order of less and less. */
public enum Mode {
    ARMED,
    OBSERVING,
    PAUSED;

    /** Of two that both apply, the lesser holds. */
    public Mode lesser(Mode other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
