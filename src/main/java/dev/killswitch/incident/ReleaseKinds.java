package dev.killswitch.incident;

import dev.killswitch.incident.Event.ReleaseApproved;
import dev.killswitch.incident.Event.ReleaseAsked;
import dev.killswitch.incident.Event.ReleaseBrokeGlass;
import dev.killswitch.incident.Event.ReleaseEnded;
import dev.killswitch.incident.Event.ReleaseNeeds;
import dev.killswitch.incident.Event.ReleaseStarted;
import java.util.List;

/** The entries about releases. */
final class ReleaseKinds {
    static final List<Kind<?>> KINDS = List.of(
            new Kind<>(
                    "release.asked",
                    ReleaseAsked.class,
                    e -> Head.of(e.release()).because(e.containment()).by(e.person()),
                    (out, e) -> out.id("release", e.release())
                            .id("containment", e.containment())
                            .name("person", e.person())
                            .constant("needs", e.needs())
                            .time("waitsUntil", e.waitsUntil())
                            .id("reason", e.reason()),
                    (at, in) -> new ReleaseAsked(
                            at,
                            in.text("release"),
                            in.text("containment"),
                            in.textOrNull("person"),
                            in.constant("needs", ReleaseNeeds.class),
                            in.timeOrNull("waitsUntil"),
                            in.textOrNull("reason"))),
            new Kind<>(
                    "release.approved",
                    ReleaseApproved.class,
                    e -> Head.of(e.release()).by(e.person()),
                    (out, e) -> out.id("release", e.release()).name("person", e.person()),
                    (at, in) -> new ReleaseApproved(at, in.text("release"), in.text("person"))),
            new Kind<>(
                    "release.broke-glass",
                    ReleaseBrokeGlass.class,
                    e -> Head.of(e.release()),
                    (out, e) -> out.id("release", e.release()),
                    (at, in) -> new ReleaseBrokeGlass(at, in.text("release"))),
            new Kind<>(
                    "release.started",
                    ReleaseStarted.class,
                    e -> Head.of(e.release()).because(e.containment()),
                    (out, e) -> out.id("release", e.release()).id("containment", e.containment()),
                    (at, in) -> new ReleaseStarted(at, in.text("release"), in.text("containment"))),
            new Kind<>(
                    "release.ended",
                    ReleaseEnded.class,
                    e -> Head.of(e.release()).because(e.containment()),
                    (out, e) -> out.id("release", e.release())
                            .id("containment", e.containment())
                            .object("released", e.released(), ActionValues::write)
                            .texts("others", e.others()),
                    (at, in) -> new ReleaseEnded(
                            at,
                            in.text("release"),
                            in.text("containment"),
                            in.objectOrNull("released", ActionValues::released),
                            in.texts("others"))));

    private ReleaseKinds() {}
}
