package dev.killswitch.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compiles expressions over one environment. Making one is slow (it is made once); compiling takes about a millisecond.
 * Thread-safe.
 */
public final class Expressions {
    /** A condition that people can review is far shorter. */
    private static final int CODE_POINTS_MAX = 2_000;

    private static final int DEPTH_MAX = 50;
    private static final int NODES_MAX = 1_000;

    /** Loops over the entities and fields of one alert; a run within it takes about a millisecond. */
    private static final int ITERATIONS_MAX = 10_000;

    /** More mistakes than that in one expression are the consequence of the first few. */
    private static final int MISTAKES_MAX = 10;

    private static final CelOptions OPTIONS = CelOptions.current()
            .populateMacroCalls(true)
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(CODE_POINTS_MAX)
            .maxParseRecursionDepth(DEPTH_MAX)
            .maxParseExpressionNodeCount(NODES_MAX)
            .comprehensionMaxIterations(ITERATIONS_MAX)
            .build();

    private final Environment environment;
    private final Types types;
    private final CelRuntime runtime;
    private final CelCompiler conditions;

    private Expressions(Environment environment) {
        this.environment = environment;
        this.types = Types.of(environment);
        this.runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setTypeProvider(types)
                .addLibraries(CelExtensions.optional())
                .build();
        this.conditions = compiler(SimpleType.BOOL);
    }

    public static Expressions over(Environment environment) {
        return new Expressions(environment);
    }

    public Environment environment() {
        return environment;
    }

    /** Compiles what must be a yes or a no. */
    public Compiled<Condition> condition(String text) {
        return switch (check(text, conditions)) {
            case Checked.Wrong wrong -> new Compiled.Wrong<>(wrong.mistakes());
            case Checked.Right right ->
                new Compiled.Ready<>(new Condition(
                        text,
                        environment.constants(),
                        right.program(),
                        Outline.of(right.tree(), environment),
                        right.tree().getExpr()));
        };
    }

    /** Compiles what must be of that type; for {@link ValueType.Scalar#ANY} it may be anything. */
    public Compiled<Mapping> mapping(String text, ValueType result) {
        return switch (check(text, compiler(Types.alone(result)))) {
            case Checked.Wrong wrong -> new Compiled.Wrong<>(wrong.mistakes());
            case Checked.Right right ->
                new Compiled.Ready<>(new Mapping(text, result, environment.constants(), right.program()));
        };
    }

    /** Compiles what may be anything but a yes or a no: a comparison stands where a value is meant. */
    public Compiled<Mapping> value(String text) {
        return switch (check(text, compiler(Types.alone(ValueType.Scalar.ANY)))) {
            case Checked.Wrong wrong -> new Compiled.Wrong<>(wrong.mistakes());
            case Checked.Right right
            when SimpleType.BOOL.equals(right.tree().getResultType()) ->
                new Compiled.Wrong<>(List.of(new Mistake(1, 1, "a yes or no", "an expression that takes a value")));
            case Checked.Right right ->
                new Compiled.Ready<>(new Mapping(text, ValueType.Scalar.ANY, environment.constants(), right.program()));
        };
    }

    private CelCompiler compiler(CelType result) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(types)
                .addLibraries(CelExtensions.optional())
                .setResultType(result);
        types.variables().forEach(builder::addVar);
        return builder.build();
    }

    private sealed interface Checked {
        record Right(CelAbstractSyntaxTree tree, CelRuntime.Program program) implements Checked {}

        record Wrong(List<Mistake> mistakes) implements Checked {}
    }

    private Checked check(String text, CelCompiler compiler) {
        int length = text.codePointCount(0, text.length());
        if (length > CODE_POINTS_MAX) {
            return new Checked.Wrong(List.of(new Mistake(1, 1, length + " characters", "at most " + CODE_POINTS_MAX)));
        }
        CelValidationResult compiled = compiler.compile(text);
        if (compiled.hasError()) {
            var mistakes = new Mistakes(text, types, parsed(text, compiler));
            return new Checked.Wrong(compiled.getErrors().stream()
                    .limit(MISTAKES_MAX)
                    .map(mistakes::of)
                    .toList());
        }
        try {
            CelAbstractSyntaxTree tree = compiled.getAst();
            List<Mistake> mistakes = constantMistakes(tree);
            return mistakes.isEmpty()
                    ? new Checked.Right(tree, runtime.createProgram(tree))
                    : new Checked.Wrong(mistakes);
        } catch (CelValidationException | CelEvaluationException unusable) {
            return new Checked.Wrong(
                    List.of(new Mistake(1, 1, String.valueOf(unusable.getMessage()), "an expression")));
        }
    }

    private static Optional<CelExpr> parsed(String text, CelCompiler compiler) {
        CelValidationResult parsed = compiler.parse(text);
        if (parsed.hasError()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parsed.getAst().getExpr());
        } catch (CelValidationException _) {
            return Optional.empty();
        }
    }

    /** What would fail at each run: a pattern, a time, a division that is wrong as it is written. */
    private List<Mistake> constantMistakes(CelAbstractSyntaxTree tree) {
        var mistakes = new ArrayList<Mistake>();
        addConstantMistakes(tree, tree.getExpr(), mistakes);
        return mistakes.stream().limit(MISTAKES_MAX).toList();
    }

    private void addConstantMistakes(CelAbstractSyntaxTree tree, CelExpr node, List<Mistake> mistakes) {
        int before = mistakes.size();
        Nodes.below(node).forEach(part -> addConstantMistakes(tree, part, mistakes));
        if (mistakes.size() > before) {
            return;
        }
        if (node.getKind() == CelExpr.ExprKind.Kind.STRUCT) {
            mistakes.add(at(tree, node, "a value of a type made up here", "the alert's own"));
        } else if (node.getKind() == CelExpr.ExprKind.Kind.CALL) {
            pattern(node)
                    .flatMap(Expressions::patternMistake)
                    .or(() -> isConstant(node) ? failure(tree, node) : Optional.empty())
                    .ifPresent(why -> mistakes.add(at(tree, node, why, "what can be worked out")));
        }
    }

    private static Optional<String> pattern(CelExpr node) {
        if (!node.call().function().equals("matches") || node.call().args().isEmpty()) {
            return Optional.empty();
        }
        CelExpr pattern = node.call().args().getLast();
        return pattern.constantOrDefault().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(pattern.constant().stringValue())
                : Optional.empty();
    }

    private static Optional<String> patternMistake(String pattern) {
        try {
            Pattern.compile(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException wrong) {
            return Optional.of("a pattern with " + wrong.getDescription());
        }
    }

    private static boolean isConstant(CelExpr node) {
        return Nodes.all(node)
                .allMatch(part -> part.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        || part.getKind() == CelExpr.ExprKind.Kind.CALL);
    }

    private Optional<String> failure(CelAbstractSyntaxTree tree, CelExpr node) {
        try {
            runtime.createProgram(CelAbstractSyntaxTree.newCheckedAst(
                            node, tree.getSource(), tree.getReferenceMap(), tree.getTypeMap()))
                    .eval();
            return Optional.empty();
        } catch (CelEvaluationException failed) {
            return Optional.of(Failures.why(failed));
        }
    }

    private static Mistake at(CelAbstractSyntaxTree tree, CelExpr node, String found, String expected) {
        int offset = tree.getSource().getPositionsMap().getOrDefault(node.id(), 0);
        CelSourceLocation place =
                tree.getSource().getOffsetLocation(offset).orElseGet(() -> CelSourceLocation.of(1, 0));
        return new Mistake(place.getLine(), place.getColumn() + 1, found, expected);
    }
}
