package dev.killswitch.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An expression that says yes or no. Immutable, thread-safe, and bounded in what a run may cost. */
public final class Condition {
    private final String text;
    private final Map<String, Map<String, Object>> constants;
    private final CelRuntime.Program program;
    private final Outline outline;
    private final Set<Long> wanted;
    private final Pins pins;

    Condition(
            String text,
            Map<String, Map<String, Object>> constants,
            CelRuntime.Program program,
            Outline outline,
            CelExpr tree) {
        this.text = text;
        this.constants = constants;
        this.program = program;
        this.outline = outline;
        this.wanted = outline.wanted();
        this.pins = new Pins(tree, constants);
    }

    /** What a run came to. */
    public sealed interface Judgement {
        /** What each clause was. */
        Clause clause();

        record Yes(Clause clause) implements Judgement {}

        /** {@code deciding} is the one clause that made it a no. */
        record No(Clause clause, Clause deciding) implements Judgement {}

        /** Neither: {@code erred} is the clause that could not be worked out. */
        record Erred(Clause clause, Clause erred, String why) implements Judgement {}
    }

    /** As written. */
    public String text() {
        return text;
    }

    /**
     * The values that the text called {@code name} must have one of for a yes, as {@code entity.kind == "x"} says; empty
     * where that cannot be told from the text.
     */
    public Optional<Set<String>> pinned(String name) {
        return pins.of(name);
    }

    /** Runs it. The same variables, the same judgement. */
    public Judgement judge(Inputs variables) {
        Map<Long, Object> seen = new HashMap<>();
        try {
            Object value = program.trace(variables.with(constants), (node, result) -> {
                if (wanted.contains(node.id())) {
                    seen.put(node.id(), result);
                }
            });
            Clause clause = outline.fill(seen);
            if (value instanceof Boolean yes) {
                return yes ? new Judgement.Yes(clause) : new Judgement.No(clause, clause.deciding());
            }
            return new Judgement.Erred(clause, clause, "expected bool, found " + Values.words(value));
        } catch (CelEvaluationException failed) {
            Clause clause = outline.fill(seen);
            return new Judgement.Erred(clause, clause.erred().orElse(clause), Failures.why(failed));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
