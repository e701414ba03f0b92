package dev.killswitch.engine;

/** How one call goes wrong. */
enum Trouble {
    /** It answers that it cannot, and did not. */
    FAILS,
    /** Nothing took hold, and no answer comes. */
    LOST_BEFORE,
    /** It took hold, and no answer comes. */
    LOST_AFTER,
    /** The process ends before it takes hold. */
    CRASH_BEFORE,
    /** The process ends once it took hold. */
    CRASH_AFTER;

    boolean isCrash() {
        return this == CRASH_BEFORE || this == CRASH_AFTER;
    }
}
