package dev.killswitch.web;

import dev.killswitch.review.Metric;
import dev.killswitch.review.PostMortem;
import dev.killswitch.review.PostMortem.Block;
import dev.killswitch.web.TimelineView.BuiltOnView;
import dev.killswitch.web.TimelineView.RowView;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A draft in parts, for whoever makes a document of their own of it. */
record PostMortemView(
        String incident,
        int format,
        BuiltOnView builtOn,
        List<SectionView> sections,
        List<RowView> timeline,
        List<MetricView> metrics) {
    /** A part with a heading. */
    record SectionView(int level, String title, List<BlockView> blocks) {
        static SectionView of(PostMortem.Section section) {
            return new SectionView(
                    section.level(),
                    section.title(),
                    section.blocks().stream().map(BlockView::of).toList());
        }
    }

    /**
     * What stands in it.
     *
     * @param is {@code statement}, {@code blank} for people to fill in, or {@code table}
     * @param text of a statement, or what a blank asks for
     * @param ledger indexes of the entries that a statement stands on
     */
    record BlockView(
            String is,
            String text,
            @Nullable String basis,
            List<Long> ledger,
            List<String> columns,
            List<List<String>> rows) {
        static BlockView of(Block block) {
            return switch (block) {
                case Block.Statement said ->
                    new BlockView(
                            "statement",
                            said.what().plain(),
                            Words.of(said.basis()),
                            said.refs().indexes(),
                            List.of(),
                            List.of());
                case Block.Blank blank ->
                    new BlockView("blank", blank.field() + ": " + blank.hint(), null, List.of(), List.of(), List.of());
                case Block.Table table ->
                    new BlockView(
                            "table",
                            "",
                            null,
                            List.of(),
                            table.columns(),
                            table.rows().stream()
                                    .map(row -> row.stream()
                                            .map(cell -> cell.plain())
                                            .toList())
                                    .toList());
            };
        }
    }

    /** How long something took; {@code value} is null where it is not known, and {@code unknown} says why. */
    record MetricView(
            String metric,
            String of,
            String from,
            String to,
            @Nullable String value,
            String unknown,
            List<Long> ledger) {
        static MetricView of(Metric metric) {
            var ledger = new TreeSet<>(metric.from().refs().indexes());
            ledger.addAll(metric.to().refs().indexes());
            return new MetricView(
                    metric.name(),
                    metric.of().plain(),
                    metric.from().what(),
                    metric.to().what(),
                    metric.value() == null ? null : metric.value().toString(),
                    metric.unknown(),
                    List.copyOf(ledger));
        }
    }

    static PostMortemView of(PostMortem draft) {
        return new PostMortemView(
                draft.incident(),
                PostMortem.FORMAT,
                BuiltOnView.of(draft.builtOn()),
                draft.sections().stream().map(SectionView::of).toList(),
                draft.timeline().rows().stream().map(RowView::of).toList(),
                draft.metrics().stream().map(MetricView::of).toList());
    }
}
