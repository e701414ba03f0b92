package dev.killswitch.provider.kubernetes;

/** Writes CEL for admission policies. */
final class Cel {
    private Cel() {}

    /** {@code text} as a literal, which nothing in it can end. */
    static String literal(String text) {
        var literal = new StringBuilder("\"");
        text.codePoints().forEach(one -> {
            if (Character.isISOControl(one)) {
                literal.append("\\u%04x".formatted(one));
            } else {
                literal.append(one == '"' || one == '\\' ? "\\" : "").appendCodePoint(one);
            }
        });
        return literal.append('"').toString();
    }
}
