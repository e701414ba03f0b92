package dev.killswitch.expression;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;

/** An expression that takes a value from others. Immutable, thread-safe, and bounded in what a run may cost. */
public final class Mapping {
    private final String text;
    private final ValueType type;
    private final Map<String, Map<String, Object>> constants;
    private final CelRuntime.Program program;

    Mapping(String text, ValueType type, Map<String, Map<String, Object>> constants, CelRuntime.Program program) {
        this.text = text;
        this.type = type;
        this.constants = constants;
        this.program = program;
    }

    /** What a run came to. */
    public sealed interface Result {
        /** Text, {@link Long}, {@link Double}, {@link Boolean}, {@link java.time.Instant}, or lists and maps of them. */
        record Value(Object value) implements Result {}

        /** A null or an empty optional. */
        record Nothing() implements Result {}

        record Failed(String why) implements Result {}
    }

    /** As written. */
    public String text() {
        return text;
    }

    public Result take(Inputs variables) {
        try {
            return Values.out(program.eval(variables.with(constants)))
                    .map(this::checked)
                    .orElseGet(Result.Nothing::new);
        } catch (CelEvaluationException failed) {
            return new Result.Failed(Failures.why(failed));
        }
    }

    /** What a sender wrote has its type only now. */
    private Result checked(Object value) {
        return Values.fits(value, type)
                ? new Result.Value(value)
                : new Result.Failed("expected " + type.words() + ", found " + Values.words(value));
    }

    @Override
    public String toString() {
        return text;
    }
}
