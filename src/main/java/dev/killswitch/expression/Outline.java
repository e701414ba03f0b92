package dev.killswitch.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelUnparser;
import dev.cel.parser.CelUnparserFactory;
import dev.killswitch.expression.Clause.Kind;
import dev.killswitch.expression.Clause.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The clauses of a condition, before anything is known of their values. Made once; each run fills in what was seen.
 *
 * @param id the node's, by which the run tells its value
 * @param named the parts of it that have a name, each with its node's id
 */
record Outline(Kind kind, long id, String text, List<Named> named, List<Outline> parts) {
    /** The operators that clauses are made with, in the parser's spelling. */
    private static final Map<String, Kind> OPERATORS =
            Map.of("_&&_", Kind.ALL, "_||_", Kind.ANY, "!_", Kind.NOT, "_?_:_", Kind.CHOICE);

    private record Named(long id, String text, boolean hidden, Map<Long, String> names) {}

    static Outline of(CelAbstractSyntaxTree tree, Environment environment) {
        return new Maker(tree, environment, CelUnparserFactory.newUnparser()).outline(tree.getExpr());
    }

    /** The ids whose values {@link #fill} wants. */
    Set<Long> wanted() {
        var ids = new HashSet<Long>();
        ids.add(id);
        named.forEach(name -> ids.add(name.id()));
        parts.forEach(part -> ids.addAll(part.wanted()));
        return ids;
    }

    /** With the values that a run has seen. */
    Clause fill(Map<Long, Object> seen) {
        return fill(seen, true);
    }

    private Clause fill(Map<Long, Object> seen, boolean reached) {
        State state = State.NOT_EVALUATED;
        if (seen.get(id) instanceof Boolean value) {
            state = value ? State.TRUE : State.FALSE;
        } else if (reached) {
            state = State.ERRED;
        }
        var values = new LinkedHashMap<String, String>();
        for (Named name : named) {
            Object value = seen.get(name.id());
            if (value != null) {
                String label = value instanceof Long number ? name.names().get(number) : null;
                values.put(name.text(), label == null ? Values.shown(value, name.hidden()) : label);
            }
        }
        var clauses = new ArrayList<Clause>();
        boolean open = state != State.NOT_EVALUATED;
        for (int i = 0; i < parts.size(); i++) {
            Clause clause = parts.get(i).fill(seen, open && chosen(i, clauses));
            clauses.add(clause);
            open = open && !ends(clause);
        }
        return new Clause(kind, text, state, values, clauses);
    }

    /** Whether what follows is not looked at any more. */
    private boolean ends(Clause clause) {
        return (kind == Kind.ALL && clause.state() == State.FALSE)
                || (kind == Kind.ANY && clause.state() == State.TRUE);
    }

    /** Of a choice, only the branch that was taken is looked at. */
    private boolean chosen(int place, List<Clause> before) {
        if (kind != Kind.CHOICE || place == 0) {
            return true;
        }
        return before.getFirst().state() == (place == 1 ? State.TRUE : State.FALSE);
    }

    /** Makes outlines of one tree. */
    private record Maker(CelAbstractSyntaxTree tree, Environment environment, CelUnparser unparser) {
        Outline outline(CelExpr node) {
            Kind kind = kind(node);
            if (kind == Kind.TEST) {
                return new Outline(kind, node.id(), text(node), named(node), List.of());
            }
            List<Outline> parts = parts(node, kind).map(this::outline).toList();
            return new Outline(kind, node.id(), text(node), List.of(), parts);
        }

        private static Kind kind(CelExpr node) {
            return node.getKind() == CelExpr.ExprKind.Kind.CALL
                    ? OPERATORS.getOrDefault(node.call().function(), Kind.TEST)
                    : Kind.TEST;
        }

        /** {@code a && b && c} is one clause of three, however the parser balanced it. */
        private static Stream<CelExpr> parts(CelExpr node, Kind kind) {
            return node.call().args().stream()
                    .flatMap(part -> (kind == Kind.ALL || kind == Kind.ANY) && kind(part) == kind
                            ? parts(part, kind)
                            : Stream.of(part));
        }

        private String text(CelExpr node) {
            return unparser.unparse(CelAbstractSyntaxTree.newParsedAst(node, tree.getSource()));
        }

        /** The longest chains that begin with a variable; not those inside a loop, which have many values. */
        private List<Named> named(CelExpr node) {
            var named = new ArrayList<Named>();
            Nodes.below(node).forEach(part -> collect(part, named));
            return List.copyOf(named);
        }

        private void collect(CelExpr node, List<Named> named) {
            if (node.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION) {
                collect(node.comprehension().iterRange(), named);
                return;
            }
            String root = root(node);
            if (environment.constants().containsKey(root)) {
                return;
            }
            if (environment.variables().containsKey(root)) {
                String text = text(node);
                Map<Long, String> names =
                        environment.typeOf(text).orElse(ValueType.Scalar.ANY) instanceof ValueType.Named type
                                ? type.names()
                                : Map.of();
                named.add(new Named(node.id(), text, environment.isHidden(text), names));
                return;
            }
            Nodes.below(node).forEach(part -> collect(part, named));
        }

        /** The variable that a chain of selections begins with, or blank. */
        private static String root(CelExpr node) {
            return switch (node.getKind()) {
                case IDENT -> node.ident().name();
                case SELECT ->
                    node.select().testOnly() ? "" : root(node.select().operand());
                case CALL ->
                    node.call().function().equals("_[_]")
                                    && node.call().args().get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT
                            ? root(node.call().args().getFirst())
                            : "";
                case NOT_SET, CONSTANT, LIST, STRUCT, MAP, COMPREHENSION -> "";
            };
        }
    }
}
