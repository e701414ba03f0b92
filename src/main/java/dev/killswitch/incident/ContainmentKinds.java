package dev.killswitch.incident;

import dev.killswitch.incident.Event.ContainmentDrifted;
import dev.killswitch.incident.Event.ContainmentDue;
import dev.killswitch.incident.Event.ContainmentReapplied;
import java.util.List;

/** The entries about what stands. */
final class ContainmentKinds {
    static final List<Kind<?>> KINDS = List.of(
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
}
