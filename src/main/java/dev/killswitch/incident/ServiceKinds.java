package dev.killswitch.incident;

import dev.killswitch.action.Profile.Measurement;
import dev.killswitch.action.Profile.Saw;
import dev.killswitch.incident.Event.ClockJumped;
import dev.killswitch.incident.Event.ConfigurationTaken;
import dev.killswitch.incident.Event.LedgerGap;
import dev.killswitch.incident.Event.Paged;
import dev.killswitch.incident.Event.ProfileMeasured;
import dev.killswitch.incident.Event.SourceHeard;
import dev.killswitch.incident.Event.SourceSilent;
import dev.killswitch.incident.Event.Started;
import dev.killswitch.incident.Event.Stopped;
import java.util.List;

/** The entries about the service itself and its sources. */
final class ServiceKinds {
    private static final String SERVICE = "service";

    static final List<Kind<?>> KINDS = List.of(
            new Kind<>(
                    "source.silent",
                    SourceSilent.class,
                    e -> Head.of(e.source()),
                    (out, e) -> out.name("source", e.source()).time("heard", e.heard()),
                    (at, in) -> new SourceSilent(at, in.text("source"), in.timeOrNull("heard"))),
            new Kind<>(
                    "source.heard",
                    SourceHeard.class,
                    e -> Head.of(e.source()),
                    (out, e) -> out.name("source", e.source()),
                    (at, in) -> new SourceHeard(at, in.text("source"))),
            new Kind<>(
                    "paged",
                    Paged.class,
                    e -> Head.of(e.subject()),
                    (out, e) -> out.name("subject", e.subject()).text("why", e.why()),
                    (at, in) -> new Paged(at, in.text("subject"), in.text("why"))),
            new Kind<>(
                    "service.started",
                    Started.class,
                    _ -> Head.of(SERVICE),
                    (out, e) -> out.name("version", e.version())
                            .name("configuration", e.configuration())
                            .number("open", e.open()),
                    (at, in) -> new Started(at, in.text("version"), in.text("configuration"), in.count("open"))),
            new Kind<>(
                    "service.stopped", Stopped.class, _ -> Head.of(SERVICE), (_, _) -> {}, (at, _) -> new Stopped(at)),
            new Kind<>(
                    "configuration.taken",
                    ConfigurationTaken.class,
                    _ -> Head.of(SERVICE),
                    (out, e) -> out.name("configuration", e.configuration())
                            .ids("added", e.added())
                            .ids("changed", e.changed())
                            .ids("removed", e.removed()),
                    (at, in) -> new ConfigurationTaken(
                            at, in.text("configuration"), in.texts("added"), in.texts("changed"), in.texts("removed"))),
            new Kind<>(
                    "profile.measured",
                    ProfileMeasured.class,
                    e -> Head.of(e.connection()),
                    (out, e) -> out.name("connection", e.connection())
                            .time("measured", e.measurement().at())
                            .names("of", e.measurement().of())
                            .list(
                                    "saw",
                                    e.measurement().saw(),
                                    (one, saw) -> one.name("what", saw.what()).texts("is", saw.is())),
                    (at, in) -> new ProfileMeasured(
                            at,
                            in.text("connection"),
                            new Measurement(
                                    in.time("measured"),
                                    in.names("of"),
                                    in.list("saw", one -> new Saw(one.text("what"), one.texts("is")))))),
            new Kind<>(
                    "ledger.gap",
                    LedgerGap.class,
                    _ -> Head.of("ledger"),
                    (out, e) -> out.time("from", e.from()).time("to", e.to()).text("why", e.why()),
                    (at, in) -> new LedgerGap(at, in.time("from"), in.time("to"), in.text("why"))),
            new Kind<>(
                    "clock.jumped",
                    ClockJumped.class,
                    _ -> Head.of(SERVICE),
                    (out, e) -> out.time("expected", e.expected()),
                    (at, in) -> new ClockJumped(at, in.time("expected"))));

    private ServiceKinds() {}
}
