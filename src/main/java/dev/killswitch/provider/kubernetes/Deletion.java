package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;

/** Deletes the very object that a call is about: one that has its name by now is spared. Thread-safe. */
final class Deletion {
    private final KubernetesCalls calls;

    Deletion(KubernetesCalls calls) {
        this.calls = calls;
    }

    Wrote of(Call call) {
        return delete(call, options(call));
    }

    /** For a pod: how long its processes get. */
    Wrote of(Call call, long graceSeconds) {
        return delete(call, options(call).put("gracePeriodSeconds", graceSeconds));
    }

    private static ObjectNode options(Call call) {
        return options(call.target().uid());
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
