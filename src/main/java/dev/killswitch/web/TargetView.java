package dev.killswitch.web;

import dev.killswitch.action.Reference;
import dev.killswitch.action.Target;
import org.jspecify.annotations.Nullable;

/** A thing, as answers show it: without {@code uid} where nobody has looked it up yet. */
record TargetView(
        String connection, String kind, String id, @Nullable String uid) {
    static TargetView of(Reference named) {
        return new TargetView(named.connection(), named.kind(), named.id(), null);
    }

    static TargetView of(Target live) {
        return new TargetView(live.connection(), live.kind(), live.id(), live.uid());
    }
}
