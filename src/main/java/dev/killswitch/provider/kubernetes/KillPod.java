package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import java.time.Duration;
import java.util.Map;

/** Ends one pod, by deleting this very one with a short grace, which its node confirms. */
final class KillPod implements Action {
    private static final int FORMAT = 1;

    /** A node confirms a delete with grace 1 within one to five seconds. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final PodLook look;
    private final Deletion deletion;

    KillPod(KubernetesCalls calls, PodLook look) {
        this.deletion = new Deletion(calls);
        this.look = look;
    }

    @Override
    public ActionSpec spec() {
        return Specs.KILL_POD;
    }

    @Override
    public Inspected inspect(Call call) {
        return switch (look.podAndOwner(call)) {
            case PodLook.Seen.There there -> found(call, there);
            case PodLook.Seen.Gone gone -> new Inspected.Gone(gone.why());
            case PodLook.Seen.Denied denied -> new Inspected.Forbidden(denied.permission());
            case PodLook.Seen.Away away -> new Inspected.Unreachable(away.why());
        };
    }

    private Inspected found(Call call, PodLook.Seen.There there) {
        if (look.isOurselves(there.pod())) {
            return new Inspected.Refused("it is the pod that we run in");
        }
        ObjectNode json =
                KubernetesCalls.JSON.createObjectNode().put("node", there.pod().node());
        Map<String, Integer> blast = switch (there.owned()) {
            case PodLook.Owned.Known known -> known.blast();
            // Who may kill need not be allowed to read workloads: only the number of replicas is missing then.
            case PodLook.Owned.Denied _, PodLook.Owned.Away _ -> Map.of("pods", 1);
        };
        return new Inspected.Found(
                new Before(FORMAT, json.toString()),
                new Facts(blast, there.pod().sensitive()),
                Undo.NONE,
                isUnderWay(call, there.pod()));
    }

    /** A delete with a longer grace than ours leaves the processes alone for longer than we want. */
    private static boolean isUnderWay(Call call, Pod pod) {
        return pod.terminating() && pod.graceSeconds() <= grace(call);
    }

    private static long grace(Call call) {
        return call.parameters().count(Specs.GRACE);
    }

    @Override
    public Outcome apply(Call call, Before before) {
        return switch (look.pod(call)) {
            case PodLook.Seen.There there when isUnderWay(call, there.pod()) -> new Outcome.AlreadyDone();
            case PodLook.Seen.There _ -> Deletion.outcome(deletion.of(call, grace(call)));
            case PodLook.Seen.Gone _ -> new Outcome.AlreadyDone();
            case PodLook.Seen.Denied denied -> new Outcome.Refused("no permission " + denied.permission());
            case PodLook.Seen.Away away -> new Outcome.Busy(away.why(), Duration.ZERO);
        };
    }

    @Override
    public Proof prove(Call call, Before before) {
        return switch (look.pod(call)) {
            case PodLook.Seen.There there when there.pod().terminating() -> new Proof.Pending(AGAIN);
            case PodLook.Seen.There _ -> new Proof.Unproven("the pod is still there");
            case PodLook.Seen.Gone gone -> gone(call, gone);
            case PodLook.Seen.Denied denied -> new Proof.Unproven("no permission " + denied.permission());
            case PodLook.Seen.Away _ -> new Proof.Pending(AGAIN);
        };
    }

    private static Proof gone(Call call, PodLook.Seen.Gone gone) {
        return grace(call) > 0
                ? new Proof.Proven(gone.why() + "; deleted with grace " + grace(call)
                        + ", it goes only once its node has ended it")
                : new Proof.Unproven(gone.why() + "; deleted with grace 0, nobody confirmed that its processes ended");
    }

    @Override
    public Released release(Call call, Before before) {
        return new Released.Impossible("what was killed does not come back; a controller makes another pod");
    }
}
