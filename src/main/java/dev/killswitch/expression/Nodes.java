package dev.killswitch.expression;

import dev.cel.common.ast.CelExpr;
import java.util.stream.Stream;

/** Walks the tree of an expression. */
final class Nodes {
    private Nodes() {}

    /** The node and all below it. */
    static Stream<CelExpr> all(CelExpr node) {
        return Stream.concat(Stream.of(node), below(node).flatMap(Nodes::all));
    }

    static Stream<CelExpr> below(CelExpr node) {
        return switch (node.getKind()) {
            case NOT_SET, CONSTANT, IDENT -> Stream.of();
            case SELECT -> Stream.of(node.select().operand());
            case CALL -> Stream.concat(node.call().target().stream(), node.call().args().stream());
            case LIST -> node.list().elements().stream();
            case STRUCT -> node.struct().entries().stream().map(CelExpr.CelStruct.Entry::value);
            case MAP -> node.map().entries().stream().flatMap(entry -> Stream.of(entry.key(), entry.value()));
            case COMPREHENSION -> {
                var fold = node.comprehension();
                yield Stream.of(
                        fold.iterRange(), fold.accuInit(), fold.loopCondition(), fold.loopStep(), fold.result());
            }
        };
    }
}
