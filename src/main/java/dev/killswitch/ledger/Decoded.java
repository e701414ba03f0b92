package dev.killswitch.ledger;

/** What became of reading bytes or text that somebody else may have written. */
public sealed interface Decoded<T> {
    record Good<T>(T value) implements Decoded<T> {}

    /** {@code why} names the place and what was expected there; it holds no text of the input. */
    record Bad<T>(String why) implements Decoded<T> {}

    /** For what the operator configured, where a mistake ends the start. */
    default T orThrow(String what) {
        return switch (this) {
            case Good<T> good -> good.value();
            case Bad<T> bad -> throw new IllegalArgumentException(what + ": " + bad.why());
        };
    }
}
