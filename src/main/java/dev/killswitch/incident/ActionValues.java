package dev.killswitch.incident;

import dev.killswitch.action.Before;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Rung;
import dev.killswitch.action.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** How the values of package {@code action} stand in entries. */
final class ActionValues {
    private ActionValues() {}

    static void write(EntryWriter out, Target target) {
        out.name("connection", target.connection())
                .name("kind", target.kind())
                .name("id", target.id())
                .name("uid", target.uid());
    }

    static Target target(EntryReader in) {
        return new Target(in.text("connection"), in.text("kind"), in.text("id"), in.text("uid"));
    }

    static void write(EntryWriter out, Reference reference) {
        out.name("connection", reference.connection())
                .name("kind", reference.kind())
                .name("id", reference.id())
                .names("scope", reference.scope());
    }

    static Reference reference(EntryReader in) {
        return new Reference(in.text("connection"), in.text("kind"), in.text("id"), in.names("scope"));
    }

    /** Never cut: release needs each byte. */
    static void write(EntryWriter out, Before before) {
        out.number("format", before.format()).id("json", before.json());
    }

    static Before before(EntryReader in) {
        return new Before(in.count("format"), in.text("json"));
    }

    /** Text, whole numbers and switches as JSON has them; a duration as an object, since JSON has none. */
    static void write(EntryWriter out, Parameters parameters) {
        new TreeMap<>(parameters.values()).forEach((name, value) -> {
            switch (value) {
                case String text -> out.text(name, text);
                case Long count -> out.number(name, count);
                case Boolean on -> out.on(name, on);
                case Duration duration -> out.object(name, duration, (o, it) -> o.duration("duration", it));
                default -> throw new IllegalArgumentException("no parameter is of type " + value.getClass());
            }
        });
    }

    static Parameters parameters(Map<String, Object> given) {
        var values = new HashMap<String, Object>();
        given.forEach((name, value) -> values.put(name, value instanceof Map<?, ?> map ? duration(map) : value));
        return Parameters.of(values);
    }

    private static Duration duration(Map<?, ?> map) {
        return Duration.parse(String.valueOf(map.get("duration")));
    }

    static void write(EntryWriter out, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done it -> out.id("is", "done").text("receipt", it.receipt());
            case Outcome.AlreadyDone _ -> out.id("is", "already-done");
            case Outcome.Changed it -> out.id("is", "changed").text("now", it.now());
            case Outcome.Busy it -> out.id("is", "busy").text("why", it.why()).duration("retryAfter", it.retryAfter());
            case Outcome.Gone it -> out.id("is", "gone").text("why", it.why());
            case Outcome.Refused it ->
                out.id("is", "refused")
                        .name("guard", it.guard())
                        .text("why", it.why())
                        .object("stronger", it.stronger(), ActionValues::write);
            case Outcome.Unknown it -> out.id("is", "unknown").text("why", it.why());
        }
    }

    static Outcome outcome(EntryReader in) {
        return switch (in.text("is")) {
            case "done" -> new Outcome.Done(in.text("receipt"));
            case "already-done" -> new Outcome.AlreadyDone();
            case "changed" -> new Outcome.Changed(in.text("now"));
            case "busy" -> new Outcome.Busy(in.text("why"), in.duration("retryAfter"));
            case "gone" -> new Outcome.Gone(in.text("why"));
            case "refused" ->
                new Outcome.Refused(
                        in.textOrNull("guard"), in.text("why"), in.objectOrNull("stronger", ActionValues::rung));
            case "unknown" -> new Outcome.Unknown(in.text("why"));
            default -> throw new UnreadableEntry("the outcome is none that this version knows");
        };
    }

    private static void write(EntryWriter out, Rung rung) {
        out.name("action", rung.action()).list("on", rung.on(), ActionValues::write);
    }

    private static Rung rung(EntryReader in) {
        return new Rung(in.text("action"), in.list("on", ActionValues::reference));
    }

    static void write(EntryWriter out, Proof proof) {
        switch (proof) {
            case Proof.Proven it -> out.id("is", "proven").text("how", it.how());
            case Proof.ProvenForNew it ->
                out.id("is", "proven-for-new")
                        .text("how", it.how())
                        .text("survives", it.survives())
                        .time("until", it.until());
            case Proof.Partial it ->
                out.id("is", "partial")
                        .texts("stillWorks", it.stillWorks())
                        .object("stronger", it.stronger(), ActionValues::write);
            case Proof.Unproven it -> out.id("is", "unproven").text("why", it.why());
            case Proof.Pending it -> out.id("is", "pending").duration("again", it.again());
        }
    }

    static Proof proof(EntryReader in) {
        return switch (in.text("is")) {
            case "proven" -> new Proof.Proven(in.text("how"));
            case "proven-for-new" ->
                new Proof.ProvenForNew(in.text("how"), in.text("survives"), in.timeOrNull("until"));
            case "partial" ->
                new Proof.Partial(in.texts("stillWorks"), in.objectOrNull("stronger", ActionValues::rung));
            case "unproven" -> new Proof.Unproven(in.text("why"));
            case "pending" -> new Proof.Pending(in.duration("again"));
            default -> throw new UnreadableEntry("the proof is none that this version knows");
        };
    }

    static void write(EntryWriter out, Released released) {
        switch (released) {
            case Released.Restored _ -> out.id("is", "restored");
            case Released.Replaced it -> out.id("is", "replaced").text("by", it.by());
            case Released.Drifted it ->
                out.id("is", "drifted").text("ours", it.ours()).text("now", it.now());
            case Released.Gone _ -> out.id("is", "gone");
            case Released.ByHand it -> out.id("is", "by-hand").texts("commands", it.commands());
            case Released.Impossible it -> out.id("is", "impossible").text("why", it.why());
            case Released.Retry it -> out.id("is", "retry").text("because", it.because());
        }
    }

    static Released released(EntryReader in) {
        return switch (in.text("is")) {
            case "restored" -> new Released.Restored();
            case "replaced" -> new Released.Replaced(in.text("by"));
            case "drifted" -> new Released.Drifted(in.text("ours"), in.text("now"));
            case "gone" -> new Released.Gone();
            case "by-hand" -> new Released.ByHand(in.texts("commands"));
            case "impossible" -> new Released.Impossible(in.text("why"));
            case "retry" -> new Released.Retry(in.text("because"));
            default -> throw new UnreadableEntry("the answer to a release is none that this version knows");
        };
    }
}
