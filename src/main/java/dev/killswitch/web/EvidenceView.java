package dev.killswitch.web;

import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Event.EvidenceCollected;
import dev.killswitch.incident.EvidenceStore;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Recorded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was collected of one contained thing, as answers show it: names and digests, and nothing of what is in it.
 *
 * @param target null where the record does not know of the containment
 * @param ledger index of the entry that has the digests
 */
record EvidenceView(
        String containment,
        @Nullable TargetView target,
        String collected,
        long ledger,
        List<PieceView> pieces,
        List<AbsentView> absent) {
    /**
     * One piece.
     *
     * @param size in bytes, as it was kept
     * @param digest of its salt and it
     * @param extent {@code whole}, or {@code cut}: its beginning
     * @param kept whether it is still there
     */
    record PieceView(String name, String mediaType, long size, String digest, String extent, boolean kept) {}

    /** A piece that could not be had. */
    record AbsentView(String name, String why) {}

    /** All that was collected for an incident, in the order of the record. */
    static List<EvidenceView> of(Incident incident, EvidenceStore store) {
        return incident.entries().stream()
                .filter(recorded -> recorded.event() instanceof EvidenceCollected)
                .map(recorded -> of(recorded, (EvidenceCollected) recorded.event(), incident, store))
                .toList();
    }

    private static EvidenceView of(
            Recorded recorded, EvidenceCollected collected, Incident incident, EvidenceStore store) {
        return new EvidenceView(
                collected.containment(),
                target(incident.containments().get(collected.containment())),
                Words.of(collected.at()),
                recorded.index(),
                collected.pieces().stream()
                        .map(piece -> new PieceView(
                                piece.name(),
                                piece.mediaType(),
                                piece.size(),
                                piece.digest(),
                                Words.of(piece.extent()),
                                store.has(collected.containment(), piece.name())))
                        .toList(),
                collected.absent().stream()
                        .map(absent -> new AbsentView(absent.name(), absent.why()))
                        .toList());
    }

    private static @Nullable TargetView target(@Nullable Containment containment) {
        return containment == null || containment.target() == null ? null : TargetView.of(containment.target());
    }
}
