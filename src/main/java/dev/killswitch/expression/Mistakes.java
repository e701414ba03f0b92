package dev.killswitch.expression;

import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import dev.killswitch.config.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what the compiler found wrong in our words, with the nearest valid name. */
final class Mistakes {
    private static final Pattern FIELD = Pattern.compile("undefined field '([^']+)'");
    private static final Pattern NAME = Pattern.compile("undeclared reference to '([^']+)'.*");
    private static final Pattern OVERLOAD =
            Pattern.compile("found no matching overload for '([^']+)' applied to '([^']+)'.*", Pattern.DOTALL);
    private static final Pattern RESULT = Pattern.compile("expected type '([^']+)' but found '([^']+)'");
    private static final Pattern TOKEN = Pattern.compile("(.*?),? (?:expecting|at input) .*", Pattern.DOTALL);
    private static final List<String> FUNCTIONS = List.of(
            "all",
            "contains",
            "double",
            "duration",
            "endsWith",
            "exists",
            "exists_one",
            "filter",
            "getFullYear",
            "getHours",
            "getMinutes",
            "getSeconds",
            "has",
            "int",
            "map",
            "matches",
            "orValue",
            "size",
            "startsWith",
            "string",
            "timestamp",
            "type");

    private final String text;
    private final Types types;
    private final Optional<CelExpr> parsed;

    /** {@code parsed} is empty where the text does not even parse. */
    Mistakes(String text, Types types, Optional<CelExpr> parsed) {
        this.text = text;
        this.types = types;
        this.parsed = parsed;
    }

    Mistake of(CelIssue issue) {
        int line = Math.max(1, issue.getSourceLocation().getLine());
        int column = Math.max(0, issue.getSourceLocation().getColumn());
        String message = issue.getMessage();
        Matcher field = FIELD.matcher(message);
        if (field.matches()) {
            String name = field.group(1);
            return new Mistake(
                    line,
                    columnOf(name, line, column),
                    "unknown field '" + name + "'",
                    Nearest.hint(name, fieldsAt(issue.getExprId())));
        }
        Matcher reference = NAME.matcher(message);
        if (reference.matches()) {
            String name = reference.group(1);
            boolean call = at(issue.getExprId())
                    .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.CALL)
                    .isPresent();
            Collection<String> known = call ? FUNCTIONS : types.variables().keySet();
            return new Mistake(
                    line,
                    columnOf(name, line, column),
                    (call ? "unknown function '" : "unknown name '") + name + "'",
                    Nearest.hint(name, known));
        }
        Matcher overload = OVERLOAD.matcher(message);
        if (overload.matches()) {
            String operator = overload.group(1).replaceAll("[_@]", "");
            return new Mistake(
                    line, column + 1, "'" + operator + "' of " + overload.group(2), "values of types that go together");
        }
        Matcher result = RESULT.matcher(message);
        if (result.matches()) {
            return new Mistake(line, 1, "an expression of type " + result.group(2), "one of type " + result.group(1));
        }
        Matcher token = TOKEN.matcher(message);
        String said = (token.matches() ? token.group(1) : message).replace("<EOF>", "the end");
        return new Mistake(line, column + 1, said.strip().replaceAll("\\s+", " "), "an expression");
    }

    /** Where the name itself stands: the compiler points at the dot before it, or at the bracket after it. */
    private int columnOf(String name, int line, int column) {
        List<String> lines = text.lines().toList();
        if (line > lines.size()) {
            return column + 1;
        }
        String source = lines.get(line - 1);
        int from = source.offsetByCodePoints(0, Math.min(column, source.codePointCount(0, source.length())));
        int at = source.indexOf(name, from);
        if (at < 0 || !source.substring(from, at).replace('.', ' ').isBlank()) {
            at = source.lastIndexOf(name, from);
        }
        return at < 0 ? column + 1 : source.codePointCount(0, at) + 1;
    }

    /** The fields of what is selected from, or else of everything. */
    private Collection<String> fieldsAt(long id) {
        Optional<CelType> operand = at(id).filter(node -> node.getKind() == CelExpr.ExprKind.Kind.SELECT)
                .flatMap(node -> typeOf(node.select().operand()));
        if (operand.isPresent() && operand.get() instanceof StructType struct) {
            return struct.fieldNames();
        }
        var all = new TreeSet<String>();
        types.types().forEach(type -> {
            if (type instanceof StructType struct && !struct.name().startsWith(Types.CONSTANTS)) {
                all.addAll(struct.fieldNames());
            }
        });
        return all;
    }

    private Optional<CelType> typeOf(CelExpr node) {
        return switch (node.getKind()) {
            case IDENT -> Optional.ofNullable(types.variables().get(node.ident().name()));
            case SELECT ->
                typeOf(node.select().operand())
                        .flatMap(type -> type instanceof StructType struct
                                ? struct.findField(node.select().field()).map(StructType.Field::type)
                                : Optional.empty());
            case NOT_SET, CONSTANT, CALL, LIST, STRUCT, MAP, COMPREHENSION -> Optional.empty();
        };
    }

    private Optional<CelExpr> at(long id) {
        return parsed.flatMap(
                root -> Nodes.all(root).filter(node -> node.id() == id).findFirst());
    }
}
