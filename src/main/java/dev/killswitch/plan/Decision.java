package dev.killswitch.plan;

/** What follows from an alert or an order, as a whole. */
public enum Decision {
    /** At least one step goes on. */
    ACT,
    /** Nothing goes on; for at least one step a person may, or a match names nothing that it can be done to. */
    PERSON,
    /** A rule matched that only observes, or automation does. */
    OBSERVE,
    /** No rule matched, or nothing is left to do. */
    NONE,
    /** Guards said no to every step. */
    REFUSED
}
