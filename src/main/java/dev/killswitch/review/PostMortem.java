package dev.killswitch.review;

import dev.killswitch.incident.Incident;
import dev.killswitch.review.Timeline.Basis;
import dev.killswitch.review.Timeline.Extent;
import java.util.ArrayList;
import java.util.List;

/**
 * The first draft of the document that people finish: its header, and the preliminary timeline and data summary. Written
 * by the record alone: the same entries give the same bytes, each statement names the entries it stands on, and what only
 * people know is left blank.
 *
 * @param sections in the order read
 * @param timeline its key rows; they stand in the second section too
 */
public record PostMortem(
        String incident, BuiltOn builtOn, List<Section> sections, Timeline timeline, List<Metric> metrics) {
    /** Rises with every change of what the same entries give. */
    public static final int FORMAT = 1;

    public PostMortem {
        sections = List.copyOf(sections);
        metrics = List.copyOf(metrics);
    }

    /**
     * A part with a heading.
     *
     * @param level 2 for a section of the document, 3 for a part of one
     */
    public record Section(int level, String title, List<Block> blocks) {
        public Section {
            blocks = List.copyOf(blocks);
        }
    }

    /** What stands in a section. */
    public sealed interface Block {
        /** One sentence and what it stands on. {@code depth} is how far it is indented, from 0. */
        record Statement(Sentence what, Refs refs, Basis basis, int depth) implements Block {}

        /** For people to fill in. */
        record Blank(String field, String hint) implements Block {}

        /** Rows of as many cells as there are columns; the last cell of a row names its entries. */
        record Table(List<String> columns, List<List<Sentence>> rows) implements Block {
            public Table {
                columns = List.copyOf(columns);
                rows = List.copyOf(rows);
            }
        }
    }

    public static PostMortem of(Incident incident, BuiltOn builtOn) {
        Timeline timeline = Timeline.of(incident, Extent.KEY);
        List<Metric> metrics = Metrics.of(incident);
        var facts = new DraftFacts(incident);
        var sections = new ArrayList<Section>();
        sections.addAll(new DraftHeader(facts, builtOn).sections());
        sections.addAll(new DraftTimeline(facts, timeline).sections());
        sections.addAll(new DraftData(facts, metrics).sections());
        sections.addAll(new DraftUnknowns(facts).sections());
        return new PostMortem(incident.id(), builtOn, sections, timeline, metrics);
    }

    public String markdown() {
        return MarkdownPage.of(this);
    }

    /** One self-contained page. */
    public String html() {
        return HtmlPage.of(this);
    }

    String title() {
        return "Post-mortem " + OutsideText.line(incident);
    }
}
