package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Outcome;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.time.Duration;
import java.util.function.Predicate;

/** Deletes the very object that a call is about: one that has its name by now is spared. Thread-safe. */
final class Deletion {
    private final KubernetesCalls calls;

    private final ObjectLook look;

    Deletion(KubernetesCalls calls) {
        this.calls = calls;
        this.look = new ObjectLook(calls);
    }

    /** Looks first: one that is gone, or on its way out, is done already. */
    Outcome unlessGoing(Call call) {
        return unlessGoing(call, ObjectLook::isOnItsWay, options(call.target().uid()));
    }

    /** The same of a pod whose processes get no time: one that is to have some is not on its way yet. */
    Outcome atOnce(Call call) {
        return unlessGoing(
                call, Deletion::isGoingAtOnce, options(call.target().uid()).put("gracePeriodSeconds", 0));
    }

    static boolean isGoingAtOnce(JsonNode pod) {
        return ObjectLook.isOnItsWay(pod)
                && pod.at("/metadata/deletionGracePeriodSeconds").asLong() == 0;
    }

    private Outcome unlessGoing(Call call, Predicate<JsonNode> isGoing, ObjectNode options) {
        return switch (look.target(call)) {
            case Seen.Not not when not.why() == Why.GONE -> new Outcome.AlreadyDone();
            case Seen.Not not -> not.outcome();
            case Seen.There there when isGoing.test(there.object()) -> new Outcome.AlreadyDone();
            case Seen.There _ -> outcome(delete(call, options));
        };
    }

    /** For a pod: how long its processes get. */
    Wrote of(Call call, long graceSeconds) {
        return delete(call, options(call.target().uid()).put("gracePeriodSeconds", graceSeconds));
    }

    Wrote of(Call call) {
        return delete(call, options(call.target().uid()));
    }

    /** Whoever has its name by now is seen at the next look. */
    static Outcome outcome(Wrote deleted) {
        return switch (deleted) {
            case Wrote.Outright outright -> outright.outcome();
            case Wrote.Missing _ -> new Outcome.AlreadyDone();
            case Wrote.Conflict _ -> new Outcome.Busy("somebody else wrote it at that moment", Duration.ZERO);
            case Wrote.Invalid _ -> new Outcome.Refused("the API server calls the delete invalid (422)");
        };
    }

    /** Of an object of that very uid. */
    static ObjectNode options(String uid) {
        ObjectNode options =
                KubernetesCalls.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.putObject("preconditions").put("uid", uid);
        return options;
    }

    private Wrote delete(Call call, ObjectNode options) {
        Where where = Where.of(call.target());
        return calls.delete(where.path(), options, where.kind().permission("delete"), call.deadline());
    }
}
