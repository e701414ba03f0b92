package dev.killswitch.incident;

import org.jspecify.annotations.Nullable;

/**
 * What an event says of itself in the envelope of its entry.
 *
 * @param subject the id or name of ours that it is about
 * @param cause the id of ours that it follows from: an alert, an order, a step
 * @param person the pseudonym of who did it; null where a machine did
 */
record Head(
        String subject, @Nullable String cause, @Nullable String person) {
    static Head of(String subject) {
        return new Head(subject, null, null);
    }

    Head by(@Nullable String who) {
        return new Head(subject, cause, who);
    }

    Head because(@Nullable String id) {
        return new Head(subject, id, person);
    }
}
