package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Target;
import java.util.Map;
import java.util.Set;

/** Another object that has the name of one that was taken away, made again by whoever deploys it: it is to go as well. */
final class Successor {
    /** Of the before-states that tell of one. */
    static final int FORMAT = 2;

    private Successor() {}

    /** {@code isSo} where there is none, or none that undoes anything. */
    static Inspected found(String uid, Undo undo, boolean isSo) {
        ObjectNode before = KubernetesCalls.JSON.createObjectNode().put("uid", uid);
        return new Inspected.Found(new Before(FORMAT, before.toString()), new Facts(Map.of(), Set.of()), undo, isSo);
    }

    /** The call, about the successor. */
    static Call of(Call call, Before before) {
        Target target = call.target();
        String uid = Befores.read(before, FORMAT).path("uid").asText();
        return new Call(
                new Target(target.connection(), target.kind(), target.id(), uid),
                call.parameters(),
                call.mark(),
                call.deadline());
    }
}
