package dev.killswitch.expression;

import java.util.List;

/** What became of a text that should be an expression. */
public sealed interface Compiled<T> {
    record Ready<T>(T expression) implements Compiled<T> {}

    /** One mistake or more. */
    record Wrong<T>(List<Mistake> mistakes) implements Compiled<T> {
        public Wrong {
            mistakes = List.copyOf(mistakes);
        }
    }
}
