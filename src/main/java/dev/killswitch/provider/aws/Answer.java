package dev.killswitch.provider.aws;

import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What a read said. */
sealed interface Answer<T> {
    record Got<T>(T value) implements Answer<T> {}

    /** AWS knows no such thing. */
    record None<T>(String why) implements Answer<T> {}

    /** We may not ask. */
    record Forbidden<T>(String permission) implements Answer<T> {}

    /** No answer, or not now. */
    record Away<T>(String why) implements Answer<T> {}

    /** Goes on with the value, or ends as what this is. */
    default <R> Answer<R> then(Function<T, Answer<R>> next) {
        return switch (this) {
            case Got<T> got -> next.apply(got.value());
            case None<T> none -> new None<>(none.why());
            case Forbidden<T> no -> new Forbidden<>(no.permission());
            case Away<T> away -> new Away<>(away.why());
        };
    }

    default <R> Answer<R> map(Function<T, R> change) {
        return then(value -> new Got<>(change.apply(value)));
    }

    default Optional<T> optional() {
        return this instanceof Got<T> got ? Optional.of(got.value()) : Optional.empty();
    }

    default Inspected inspected(Function<T, Inspected> found) {
        return switch (this) {
            case Got<T> got -> found.apply(got.value());
            case None<T> none -> new Inspected.Gone(none.why());
            case Forbidden<T> no -> new Inspected.Forbidden(no.permission());
            case Away<T> away -> new Inspected.Unreachable(away.why());
        };
    }

    /** For the read right before a write: where it does not answer, nothing was written. */
    default Outcome outcome(Function<T, Outcome> found) {
        return switch (this) {
            case Got<T> got -> found.apply(got.value());
            case None<T> none -> new Outcome.Gone(none.why());
            case Forbidden<T> no -> new Outcome.Refused("no permission " + no.permission());
            case Away<T> away -> new Outcome.Busy(away.why(), Duration.ZERO);
        };
    }

    default Proof proof(Duration again, Function<T, Proof> found) {
        return switch (this) {
            case Got<T> got -> found.apply(got.value());
            case None<T> none -> new Proof.Unproven(none.why());
            case Forbidden<T> no -> new Proof.Unproven("no permission " + no.permission());
            case Away<T> _ -> new Proof.Pending(again);
        };
    }

    default Released released(Function<T, Released> found) {
        return switch (this) {
            case Got<T> got -> found.apply(got.value());
            case None<T> _ -> new Released.Gone();
            case Forbidden<T> no -> new Released.Retry("no permission " + no.permission());
            case Away<T> away -> new Released.Retry(away.why());
        };
    }

    /** What the write of a release came to. */
    static Released released(Outcome written) {
        return switch (written) {
            case Outcome.Done _, Outcome.AlreadyDone _ -> new Released.Restored();
            case Outcome.Refused no -> new Released.Impossible(no.why());
            case Outcome.Busy busy -> new Released.Retry(busy.why());
            case Outcome.Unknown unknown -> new Released.Retry(unknown.why());
            case Outcome.Changed changed -> new Released.Retry(changed.now());
            // Gone between our look and our write: the next look says what is gone.
            case Outcome.Gone gone -> new Released.Retry(gone.why());
        };
    }
}
