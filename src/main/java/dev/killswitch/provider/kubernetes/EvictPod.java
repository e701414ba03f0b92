package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.Budgets.Around;
import dev.killswitch.provider.kubernetes.Budgets.Budget;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Has one pod move on, as a drain does: its disruption budget may say no, and it gets the grace that it asks for. It is for
 * those who stand by; who is in somebody else's hands is isolated or killed.
 */
final class EvictPod implements Action {
    private static final String ISOLATED_TOO = "isolated";
    private static final String EVICTION = "eviction";
    private static final int FORMAT = 1;

    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.evict-pod",
            new Meaning(
                    "has one pod end as a drain does: its disruption budget may say no, and it has the grace that it asks for",
                    "its controller makes another pod from the same image; what a budget holds runs on",
                    "once its budget lets it go; then after its own grace, 30 seconds where it says nothing else"),
            Pod.KIND,
            "kill",
            Stage.KILL,
            true,
            Undo.NONE,
            "pod-evicted",
            // Four tries, five seconds apart: a replacement elsewhere may be healthy by then, and lets the next one go.
            Duration.ofSeconds(30),
            List.of(new Param(
                    ISOLATED_TOO,
                    Param.Type.SWITCH,
                    "false",
                    "whether a pod that is isolated goes too, with what is on it")),
            List.of(
                    ResourceKind.POD.permission("get"),
                    ResourceKind.POD.permission("create", EVICTION),
                    ResourceKind.POD_DISRUPTION_BUDGET.permission("list")),
            new ByHand(
                    List.of(
                            "echo '{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"'{name}'\"}}'"
                                    + " | kubectl create --raw /api/v1/namespaces/{namespace}/pods/{name}/eviction -f -"),
                    List.of()),
            List.of("D3-PT"));

    /** As drains do: a budget changes when a pod elsewhere becomes healthy, which takes seconds. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /** Looks are few: they are spread over the grace that the pod has. */
    private static final int LOOKS = 8;

    private static final Duration LOOK_MAX = Duration.ofMinutes(1);
    private static final int GRACE = 30;

    private final KubernetesCalls calls;
    private final Ourselves ourselves;
    private final ObjectLook look;
    private final Budgets budgets;

    EvictPod(KubernetesCalls calls, Ourselves ourselves) {
        this.calls = calls;
        this.ourselves = ourselves;
        this.look = new ObjectLook(calls);
        this.budgets = new Budgets(calls);
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    private static boolean isKept(Call call, Pod pod) {
        return pod.isIsolated() && !call.parameters().on(ISOLATED_TOO);
    }

    @Override
    public Inspected inspect(Call call) {
        return switch (look.target(call)) {
            case Seen.Not not -> not.inspected();
            case Seen.There there -> inspect(call, there.object());
        };
    }

    private Inspected inspect(Call call, JsonNode object) {
        Pod pod = Pod.read(object);
        if (ourselves.is(pod)) {
            return new Inspected.Refused("it is the pod that we run in");
        }
        if (isKept(call, pod)) {
            return new Inspected.Refused(
                    "it is isolated, and what is on it would be lost: kill it, or give " + ISOLATED_TOO + ": true");
        }
        return switch (budgets.of(pod, call.deadline())) {
            case Around.Not not -> not.not().inspected();
            case Around.Known known
            when known.budgets().size() > 1 ->
                new Inspected.Refused("disruption budgets " + String.join(" and ", known.names())
                        + " fit it, and the API server evicts no pod of more than one: kill it, or change them");
            case Around.Known known -> found(pod, known, object);
        };
    }

    private static Inspected found(Pod pod, Around.Known known, JsonNode object) {
        var blast = new HashMap<String, Integer>();
        blast.put("pods", 1);
        known.budgets().forEach(one -> blast.put("disruptions-allowed", Math.max(0, one.allowed())));
        ObjectNode before = KubernetesCalls.JSON
                .createObjectNode()
                .put("grace", object.at("/spec/terminationGracePeriodSeconds").asInt(GRACE));
        return new Inspected.Found(
                new Before(FORMAT, before.toString()), new Facts(blast, pod.sensitive()), Undo.NONE, pod.terminating());
    }

    /** Looks first: it may have been isolated, or have begun to end, while a budget held it. */
    @Override
    public Outcome apply(Call call, Before before) {
        return switch (look.target(call)) {
            case Seen.Not not when not.why() == Why.GONE -> new Outcome.AlreadyDone();
            case Seen.Not not -> not.outcome();
            case Seen.There there -> apply(call, Pod.read(there.object()));
        };
    }

    private Outcome apply(Call call, Pod pod) {
        if (pod.terminating()) {
            return new Outcome.AlreadyDone();
        }
        return isKept(call, pod) ? new Outcome.Changed("it has been isolated meanwhile") : evict(call, pod);
    }

    private Outcome evict(Call call, Pod pod) {
        ObjectNode eviction = KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", "policy/v1")
                .put("kind", "Eviction");
        eviction.putObject("metadata").put("name", pod.name()).put("namespace", pod.namespace());
        eviction.putObject("deleteOptions")
                .putObject("preconditions")
                .put("uid", call.target().uid());
        Wrote wrote = calls.create(
                Where.of(call.target()).path().part(EVICTION),
                eviction,
                ResourceKind.POD.permission("create", EVICTION),
                call.deadline());
        return switch (wrote) {
            case Wrote.Busy busy -> held(call, pod, busy);
            case Wrote.Outright outright -> outright.outcome();
            case Wrote.Missing _ -> new Outcome.AlreadyDone();
            case Wrote.Conflict _ -> afterConflict(call);
            case Wrote.Invalid _ -> new Outcome.Refused("the API server calls the eviction invalid (422)");
        };
    }

    /** The precondition failed, so that another pod has the name; anything else we would rather see again. */
    private Outcome afterConflict(Call call) {
        return look.target(call) instanceof Seen.Not not && not.why() == Why.GONE
                ? new Outcome.AlreadyDone()
                : new Outcome.Busy("somebody else wrote the pod at that moment", Duration.ZERO);
    }

    /** "Too many" is what a budget says; which one, is read from the budgets, never from the answer's words. */
    private Outcome held(Call call, Pod pod, Wrote.Busy busy) {
        Optional<Budget> holding =
                budgets.of(pod, call.deadline()) instanceof Around.Known known ? known.holding() : Optional.empty();
        return holding.<Outcome>map(budget -> new Outcome.Busy(
                        budget.told(), busy.retryAfter().compareTo(AGAIN) > 0 ? busy.retryAfter() : AGAIN))
                .orElseGet(busy::outcome);
    }

    @Override
    public Proof prove(Call call, Before before) {
        return switch (look.target(call)) {
            case Seen.Not not when not.why() == Why.GONE -> gone(not, before);
            case Seen.Not not -> not.proof();
            case Seen.There there -> there(Pod.read(there.object()));
        };
    }

    private static Proof there(Pod pod) {
        if (!pod.terminating()) {
            return new Proof.Unproven("the pod is still there");
        }
        Duration again = Duration.ofSeconds(1 + pod.graceSeconds() / LOOKS);
        return new Proof.Pending(again.compareTo(LOOK_MAX) > 0 ? LOOK_MAX : again);
    }

    private static Proof gone(Seen.Not not, Before before) {
        return Befores.read(before, FORMAT).path("grace").asInt() > 0
                ? new Proof.Proven(not.text() + "; evicted with its own grace, it goes only once its node has ended it")
                : new Proof.Unproven(
                        not.text() + "; it asks for no grace, so that nobody confirmed that its processes ended");
    }

    @Override
    public Released release(Call call, Before before) {
        return new Released.Impossible("what was evicted does not come back; a controller makes another pod");
    }
}
