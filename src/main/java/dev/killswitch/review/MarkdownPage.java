package dev.killswitch.review;

import dev.killswitch.review.PostMortem.Block;
import dev.killswitch.review.PostMortem.Section;
import java.util.List;
import java.util.stream.Collectors;

/** A draft as Markdown: the form that people keep in a repository and finish. */
final class MarkdownPage {
    private final StringBuilder out = new StringBuilder();

    private MarkdownPage() {}

    static String of(PostMortem draft) {
        var page = new MarkdownPage();
        page.out.append("# ").append(draft.title()).append('\n');
        draft.sections().forEach(page::section);
        return page.out.toString();
    }

    private void section(Section section) {
        out.append('\n')
                .append("#".repeat(section.level()))
                .append(' ')
                .append(section.title())
                .append('\n');
        boolean inList = false;
        for (Block block : section.blocks()) {
            boolean isItem = !(block instanceof Block.Table);
            if (!isItem || !inList) {
                out.append('\n');
            }
            inList = isItem;
            block(block);
        }
    }

    private void block(Block block) {
        switch (block) {
            case Block.Statement said ->
                out.append("  ".repeat(said.depth()))
                        .append("- ")
                        .append(
                                switch (said.basis()) {
                                    case RECORDED -> "";
                                    case REPORTED -> "*reported:* ";
                                    case INFERRED -> "*inferred:* ";
                                })
                        .append(said.what().markdown())
                        .append(' ')
                        .append(said.refs().text())
                        .append('\n');
            case Block.Blank blank ->
                out.append("- **")
                        .append(blank.field())
                        .append(":** ____ *(to be filled in by a person: ")
                        .append(blank.hint())
                        .append(")*\n");
            case Block.Table table -> table(table);
        }
    }

    private void table(Block.Table table) {
        row(table.columns());
        row(table.columns().stream().map(_ -> "---").toList());
        table.rows().forEach(row -> row(row.stream().map(Sentence::markdown).toList()));
    }

    private void row(List<String> cells) {
        out.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |")))
                .append('\n');
    }
}
