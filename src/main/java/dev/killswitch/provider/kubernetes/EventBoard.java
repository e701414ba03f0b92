package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Notice;
import dev.killswitch.action.Notice.What;
import dev.killswitch.action.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Notices as Events, which {@code kubectl describe} shows with the object. One of a name for what repeats itself, which is
 * counted: a flood of refusals makes one. Thread-safe.
 */
final class EventBoard implements Notice.Board {
    /** What it calls; the chart gives these to everybody who looks. */
    static final List<String> PERMISSIONS = List.of(
            ResourceKind.EVENT.permission("create"),
            ResourceKind.EVENT.permission("get"),
            ResourceKind.EVENT.permission("patch"));

    /** What the API server takes for the text of an Event. */
    static final int NOTE_BYTES_MAX = 1_024;

    /** Of what an action says of itself, and of why it was not done: the way back must fit behind them. */
    private static final int PART_BYTES_MAX = 320;

    private static final int MORE_BYTES_MAX = 220;

    /** Where Events of what is in no namespace are. */
    private static final String NOWHERE = "default";

    private final KubernetesCalls calls;

    EventBoard(KubernetesCalls calls) {
        this.calls = calls;
    }

    @Override
    public Outcome post(Notice notice, Instant deadline) {
        Optional<Where> where = Where.of(notice.target().kind(), notice.target().id());
        return where.map(object -> post(notice, object, deadline))
                .orElseGet(() ->
                        new Outcome.Refused("no object is a " + notice.target().kind()));
    }

    private Outcome post(Notice notice, Where where, Instant deadline) {
        String namespace = namespace(where);
        ObjectPath all = ObjectPath.all(ResourceKind.EVENT, Optional.of(namespace));
        Wrote wrote =
                calls.create(all, event(notice, where, namespace), ResourceKind.EVENT.permission("create"), deadline);
        return wrote instanceof Wrote.Conflict
                ? count(notice, ObjectPath.in(ResourceKind.EVENT, namespace, name(notice)), deadline)
                : outcome(wrote);
    }

    /** Whoever owns a namespace may look into it, and not into another: so what is told of it is told there. */
    private static String namespace(Where where) {
        return where.kind() == ResourceKind.NAMESPACE
                ? where.name()
                : where.namespace().orElse(NOWHERE);
    }

    /** The same again. Somebody else may have written that Event: what is not of our making is left alone. */
    private Outcome count(Notice notice, ObjectPath path, Instant deadline) {
        return switch (calls.get(path, ResourceKind.EVENT.permission("get"), deadline)) {
            case Got.Found found
            when !found.object()
                    .at("/involvedObject/uid")
                    .asText()
                    .equals(notice.target().uid()) ->
                new Outcome.Refused("an Event of our name is about something else");
            case Got.Found found ->
                outcome(calls.patch(
                        path, counted(notice, found.object()), ResourceKind.EVENT.permission("patch"), deadline));
            case Got.Missing _ -> new Outcome.Busy("it was deleted at that moment", Duration.ZERO);
            case Got.Denied denied -> new Outcome.Refused("no permission " + denied.permission());
            case Got.Away away -> new Outcome.Busy(away.why(), Duration.ZERO);
        };
    }

    private static JsonNode counted(Notice notice, JsonNode event) {
        int count = event.path("count").asInt(1);
        var json = KubernetesCalls.JSON.getNodeFactory();
        return new JsonPatch()
                .testText("/metadata/uid", ObjectLook.uid(event))
                .add("/count", json.numberNode(count + 1))
                .addText("/lastTimestamp", time(notice.at()))
                .addText("/message", message(notice))
                .operations();
    }

    private static Outcome outcome(Wrote wrote) {
        return switch (wrote) {
            case Wrote.Outright outright -> outright.outcome();
            case Wrote.Missing _ -> new Outcome.Gone("its namespace is gone");
            case Wrote.Conflict _ -> new Outcome.Busy("somebody else wrote it at that moment", Duration.ZERO);
            case Wrote.Invalid _ -> new Outcome.Refused("the API server calls our Event invalid (422)");
        };
    }

    private static JsonNode event(Notice notice, Where where, String namespace) {
        ObjectNode event =
                KubernetesCalls.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Event");
        ObjectNode metadata = event.putObject("metadata").put("name", name(notice));
        metadata.put("namespace", namespace)
                .putObject("labels")
                .put(Marks.MANAGED_BY, Marks.US)
                .put(Marks.CONTAINMENT, notice.mark().containment());
        ObjectNode object = event.putObject("involvedObject")
                .put("apiVersion", where.kind().apiVersion())
                .put("kind", where.kind().kind())
                .put("name", where.name())
                .put("uid", notice.target().uid());
        if (where.namespace().isPresent() || where.kind() == ResourceKind.NAMESPACE) {
            object.put("namespace", namespace);
        }
        event.putObject("source").put("component", Marks.US);
        return event.put("type", notice.what() == What.RELEASED ? "Normal" : "Warning")
                .put("reason", reason(notice.what()))
                .put("message", message(notice))
                .put("firstTimestamp", time(notice.at()))
                .put("lastTimestamp", time(notice.at()))
                .put("count", 1);
    }

    /** What is refused is refused whatever the containment would have been called. */
    private static String name(Notice notice) {
        String of = notice.what() == What.REFUSED ? "" : notice.mark().containment();
        return "killswitch."
                + Names.digest(notice.what() + " " + notice.action() + " "
                        + notice.target().uid() + " " + of);
    }

    private static String reason(What what) {
        return switch (what) {
            case APPLIED -> "Contained";
            case REFUSED -> "NotContained";
            case DRIFTED -> "ContainmentUndone";
            case RELEASED -> "Released";
        };
    }

    private static String message(Notice notice) {
        String begins = Plain.of(beginning(notice), PART_BYTES_MAX);
        String more = notice.more().isBlank() ? "" : "; " + Plain.of(notice.more(), MORE_BYTES_MAX);
        return Plain.of(begins + more + Note.ending(notice.mark(), isStanding(notice)), NOTE_BYTES_MAX);
    }

    /** In the words of whoever has the object, who may never have heard of us. */
    private static String beginning(Notice notice) {
        return switch (notice.what()) {
            case APPLIED -> "Killswitch: " + does(notice);
            case REFUSED -> "Killswitch did not do " + notice.action();
            case DRIFTED -> "Killswitch: somebody undid " + notice.action();
            case RELEASED -> "Killswitch let it go, " + notice.action() + " is undone";
        };
    }

    private static String does(Notice notice) {
        return spec(notice)
                .map(spec -> spec.name() + " " + spec.meaning().does())
                .orElse(notice.action());
    }

    /** Whether there is something that a release would undo. */
    private static boolean isStanding(Notice notice) {
        boolean isHeld = notice.what() == What.APPLIED || notice.what() == What.DRIFTED;
        return isHeld
                && spec(notice)
                        .filter(spec -> spec.undo() != ActionSpec.Undo.NONE)
                        .isPresent();
    }

    private static Optional<ActionSpec> spec(Notice notice) {
        return Specs.ALL.stream()
                .filter(spec -> spec.name().equals(notice.action()))
                .findFirst();
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
