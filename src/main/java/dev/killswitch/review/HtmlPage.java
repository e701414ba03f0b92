package dev.killswitch.review;

import dev.killswitch.review.PostMortem.Block;
import dev.killswitch.review.PostMortem.Section;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** A draft as one HTML page that loads nothing and runs nothing. */
final class HtmlPage {
    /** Its digest stands in the policy that lets a browser apply it, and nothing else. */
    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; font-size: 13px; }
            th, td { border: 1px solid #bbb; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
            code { overflow-wrap: anywhere; background: #f2f2f2; }
            .refs { color: #666; white-space: nowrap; }
            .reported { font-style: italic; }
            .inferred { color: #555; border-left: 3px solid #bbb; padding-left: 0.5rem; }
            .blank { background: #fff6d5; }
            .depth1 { margin-left: 1.5rem; } .depth2 { margin-left: 3rem; } .depth3 { margin-left: 4.5rem; }
            @media print { body { margin: 0; max-width: none; } }
            """;

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title}</title>
            <style>{style}</style>
            </head>
            <body>
            <h1>{title}</h1>
            """;

    /** Deeper clauses stand below each other. */
    private static final int DEPTH_MAX = 3;

    private final StringBuilder out = new StringBuilder();

    private HtmlPage() {}

    static String of(PostMortem draft) {
        var page = new HtmlPage();
        page.out.append(HEAD.replace("{policy}", policy())
                .replace("{style}", STYLE)
                .replace("{title}", Sentence.escaped(draft.title())));
        draft.sections().forEach(page::section);
        return page.out.append("</body>\n</html>\n").toString();
    }

    /** What a browser may load for it: its own style. */
    static String policy() {
        String digest = Base64.getEncoder().encodeToString(sha256(STYLE));
        return "default-src 'none'; style-src 'sha256-" + digest + "'";
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("each Java has SHA-256", broken);
        }
    }

    private void section(Section section) {
        String heading = "h" + section.level();
        out.append("<" + heading + ">")
                .append(Sentence.escaped(section.title()))
                .append("</" + heading + ">\n");
        section.blocks().forEach(this::block);
    }

    private void block(Block block) {
        switch (block) {
            case Block.Statement said ->
                out.append("<p class=\"")
                        .append(Sentence.word(said.basis()))
                        .append(" depth")
                        .append(Math.min(DEPTH_MAX, said.depth()))
                        .append("\">")
                        .append(said.what().html())
                        .append(" <span class=\"refs\">")
                        .append(said.refs().text())
                        .append("</span></p>\n");
            case Block.Blank blank ->
                out.append("<p class=\"blank\"><strong>")
                        .append(Sentence.escaped(blank.field()))
                        .append(":</strong> ____ (to be filled in by a person: ")
                        .append(Sentence.escaped(blank.hint()))
                        .append(")</p>\n");
            case Block.Table table -> table(table);
        }
    }

    private void table(Block.Table table) {
        out.append("<table>\n");
        row("th", table.columns().stream().map(Sentence::escaped).toList());
        table.rows().forEach(row -> row("td", row.stream().map(Sentence::html).toList()));
        out.append("</table>\n");
    }

    private void row(String tag, List<String> cells) {
        out.append("<tr>");
        cells.forEach(cell -> out.append("<" + tag + ">").append(cell).append("</" + tag + ">"));
        out.append("</tr>\n");
    }
}
