package dev.killswitch.range.aws;

/** Elements as text; names are ours, text is escaped. */
final class Xml {
    private final StringBuilder out = new StringBuilder();

    static String element(String name, String inner) {
        return "<" + name + ">" + inner + "</" + name + ">";
    }

    Xml text(String name, String text) {
        out.append(element(name, escaped(text)));
        return this;
    }

    Xml inside(String name, Xml inner) {
        out.append(element(name, inner.toString()));
        return this;
    }

    Xml add(Xml other) {
        out.append(other);
        return this;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
