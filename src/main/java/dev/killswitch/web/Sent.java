package dev.killswitch.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people send, as the API's description shows it. What is read is read strictly, by {@link RequestBody}. */
final class Sent {
    private Sent() {}

    /**
     * An order: an action or a recipe on one target.
     *
     * @param ttl as in PT4H
     * @param override guards that are to step aside, by name
     * @param confirm how many things it is about, where the server asks
     */
    record OrderSent(
            @Nullable String action,
            @Nullable String recipe,
            TargetSent target,
            @Nullable Map<String, String> parameters,
            @Nullable String ttl,
            @Nullable String reason,
            @Nullable List<String> override,
            @Nullable Integer confirm) {}

    /** One thing, by the kinds and ids of docs. */
    record TargetSent(String connection, String kind, String id) {}

    /** For everything where no connection is named: armed, observing or paused. */
    record ModeSent(
            String mode,
            @Nullable String connection,
            @Nullable String reason) {}

    /** Why, for those who read the record. */
    record ReasonSent(@Nullable String reason) {}
}
