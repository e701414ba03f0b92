package dev.killswitch.incident;

import dev.killswitch.incident.Event.Absent;
import dev.killswitch.incident.Event.ContainmentDrifted;
import dev.killswitch.incident.Event.ContainmentDue;
import dev.killswitch.incident.Event.ContainmentReapplied;
import dev.killswitch.incident.Event.EvidenceCollected;
import dev.killswitch.incident.Event.Extent;
import dev.killswitch.incident.Event.Piece;
import java.util.List;

/** The entries about what stands. */
final class ContainmentKinds {
    static final List<Kind<?>> KINDS = List.of(
            new Kind<>(
                    "evidence.collected",
                    EvidenceCollected.class,
                    e -> Head.of(e.containment()),
                    (out, e) -> out.id("containment", e.containment())
                            .list("pieces", e.pieces(), ContainmentKinds::write)
                            .list(
                                    "absent",
                                    e.absent(),
                                    (one, absent) ->
                                            one.name("name", absent.name()).text("why", absent.why())),
                    (at, in) -> new EvidenceCollected(
                            at,
                            in.text("containment"),
                            in.list("pieces", ContainmentKinds::piece),
                            in.list("absent", one -> new Absent(one.text("name"), one.text("why"))))),
            new Kind<>(
                    "containment.due",
                    ContainmentDue.class,
                    e -> Head.of(e.containment()),
                    (out, e) -> out.id("containment", e.containment()),
                    (at, in) -> new ContainmentDue(at, in.text("containment"))),
            new Kind<>(
                    "containment.drifted",
                    ContainmentDrifted.class,
                    e -> Head.of(e.containment()),
                    (out, e) -> out.id("containment", e.containment()).text("now", e.now()),
                    (at, in) -> new ContainmentDrifted(at, in.text("containment"), in.text("now"))),
            new Kind<>(
                    "containment.re-applied",
                    ContainmentReapplied.class,
                    e -> Head.of(e.containment()),
                    (out, e) ->
                            out.id("containment", e.containment()).object("outcome", e.outcome(), ActionValues::write),
                    (at, in) -> new ContainmentReapplied(
                            at, in.text("containment"), in.object("outcome", ActionValues::outcome))));

    private ContainmentKinds() {}

    private static void write(EntryWriter out, Piece piece) {
        out.name("name", piece.name())
                .id("mediaType", piece.mediaType())
                .number("size", piece.size())
                .id("digest", piece.digest())
                .constant("extent", piece.extent());
    }

    private static Piece piece(EntryReader in) {
        return new Piece(
                in.text("name"),
                in.text("mediaType"),
                in.number("size"),
                in.text("digest"),
                in.constant("extent", Extent.class));
    }
}
