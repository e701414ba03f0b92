package dev.killswitch.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.killswitch.review.BuiltOn;
import dev.killswitch.review.Timeline;
import dev.killswitch.review.Who;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in an incident, in the order of the ledger, and the state of the ledger that it was made from. */
record TimelineView(String incident, String opened, List<RowView> rows, BuiltOnView builtOn) {
    /**
     * One line.
     *
     * @param ledger index of the entry it stands on; null where it is inferred from several
     * @param basis whether it was recorded here, reported by a sender, or inferred
     */
    record RowView(
            @Nullable Long ledger,
            String at,
            String sinceStart,
            @Nullable String occurred,
            String phase,
            WhoView who,
            String what,
            @Nullable String evidence,
            String basis) {
        static RowView of(Timeline.Row row) {
            return new RowView(
                    row.ledger(),
                    Words.of(row.at()),
                    row.sinceStart().toString(),
                    Words.ofNullable(row.occurred()),
                    Words.of(row.phase()),
                    WhoView.of(row.who()),
                    row.what().plain(),
                    row.evidence() == null ? null : row.evidence().plain(),
                    Words.of(row.basis()));
        }
    }

    /** Who did it: a role, a rule or a source, and never a name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WhoView(
            @Nullable String role,
            @Nullable String rule,
            @Nullable String source) {
        static WhoView of(Who who) {
            return switch (who) {
                case Who.Role role -> new WhoView(role.word(), null, null);
                case Who.Rule rule -> new WhoView(null, rule.name(), null);
                case Who.Source source -> new WhoView(null, null, source.name());
            };
        }
    }

    /** A state of the ledger; {@code root} in hexadecimal. */
    record BuiltOnView(long size, String root) {
        static BuiltOnView of(BuiltOn builtOn) {
            return new BuiltOnView(builtOn.size(), builtOn.root().hex());
        }
    }

    static TimelineView of(Timeline timeline, BuiltOn builtOn) {
        return new TimelineView(
                timeline.incident(),
                Words.of(timeline.opened()),
                timeline.rows().stream().map(RowView::of).toList(),
                BuiltOnView.of(builtOn));
    }
}
