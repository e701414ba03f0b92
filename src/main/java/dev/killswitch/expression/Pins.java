package dev.killswitch.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads off a condition's tree which values a name must have. */
record Pins(CelExpr tree, Map<String, Map<String, Object>> constants) {
    Optional<Set<String>> of(String name) {
        return pinned(tree, name);
    }

    private Optional<Set<String>> pinned(CelExpr node, String name) {
        if (node.getKind() != CelExpr.ExprKind.Kind.CALL) {
            return Optional.empty();
        }
        List<CelExpr> parts = node.call().args();
        return switch (node.call().function()) {
            case "_&&_" -> both(pinned(parts.getFirst(), name), pinned(parts.getLast(), name));
            case "_||_" -> either(pinned(parts.getFirst(), name), pinned(parts.getLast(), name));
            case "_==_" ->
                equal(parts.getFirst(), parts.getLast(), name).or(() -> equal(parts.getLast(), parts.getFirst(), name));
            case "@in" -> in(parts.getFirst(), parts.getLast(), name);
            default -> Optional.empty();
        };
    }

    private static Optional<Set<String>> both(Optional<Set<String>> first, Optional<Set<String>> second) {
        if (first.isPresent() && second.isPresent()) {
            var common = new HashSet<>(first.get());
            common.retainAll(second.get());
            return Optional.of(common);
        }
        return first.or(() -> second);
    }

    private static Optional<Set<String>> either(Optional<Set<String>> first, Optional<Set<String>> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        var all = new HashSet<>(first.get());
        all.addAll(second.get());
        return Optional.of(all);
    }

    private Optional<Set<String>> equal(CelExpr left, CelExpr right, String name) {
        return dotted(left).equals(name) ? text(right).map(Set::of) : Optional.empty();
    }

    private Optional<Set<String>> in(CelExpr left, CelExpr right, String name) {
        if (!dotted(left).equals(name) || right.getKind() != CelExpr.ExprKind.Kind.LIST) {
            return Optional.empty();
        }
        var values = new HashSet<String>();
        for (CelExpr item : right.list().elements()) {
            Optional<String> value = text(item);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(values);
    }

    private Optional<String> text(CelExpr node) {
        if (node.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
            return node.constant().getKind() == CelConstant.Kind.STRING_VALUE
                    ? Optional.of(node.constant().stringValue())
                    : Optional.empty();
        }
        String[] parts = dotted(node).split("\\.", 2);
        return parts.length == 2 && constants.getOrDefault(parts[0], Map.of()).get(parts[1]) instanceof String value
                ? Optional.of(value)
                : Optional.empty();
    }

    /** {@code a.b.c}, or blank for what is no such chain. */
    private static String dotted(CelExpr node) {
        return switch (node.getKind()) {
            case IDENT -> node.ident().name();
            case SELECT -> {
                String operand =
                        node.select().testOnly() ? "" : dotted(node.select().operand());
                yield operand.isEmpty() ? "" : operand + "." + node.select().field();
            }
            case NOT_SET, CONSTANT, CALL, LIST, STRUCT, MAP, COMPREHENSION -> "";
        };
    }
}
