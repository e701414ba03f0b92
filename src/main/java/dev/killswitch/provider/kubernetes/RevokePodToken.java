package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Kills the token that a pod has in its file system, by deleting this very pod with no grace: the token dies with the
 * object, and a longer grace would keep it alive for longer. That the pod's processes end is a matter of its node.
 */
final class RevokePodToken implements Action {
    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.revoke-pod-token",
            new Meaning(
                    "kills the token of one pod by deleting the pod with no grace",
                    "its processes, if its node does not end them; the pod that its controller makes, with a token of its"
                            + " own; open watches and exec sessions; a kubelet's belief in the token, up to 5 minutes; a"
                            + " cloud's that trusts the cluster's issuer, until the token expires",
                    "within 10 seconds, for each API server; 75 seconds where a finalizer keeps the pod"),
            Pod.KIND,
            "kill",
            Stage.CREDENTIAL,
            true,
            Undo.NONE,
            "pod-token-dead",
            Duration.ofSeconds(15),
            List.of(),
            List.of(
                    ResourceKind.POD.permission("get"),
                    ResourceKind.POD.permission("delete"),
                    ResourceKind.SERVICE_ACCOUNT.permission("get")),
            new ByHand(List.of("kubectl -n {namespace} delete pod {name} --grace-period=0 --force"), List.of()),
            List.of("D3-CR", "D3-PT"));

    private static final int FORMAT = 1;

    /** An API server believes a token that it has just believed for 10 s more, and hears of a delete a moment late. */
    private static final Duration BELIEVED = Duration.ofSeconds(15);

    /** The token of a pod that something keeps lives until a minute after its time, and in the same way. */
    private static final Duration LINGERING = Duration.ofMinutes(1).plus(BELIEVED);

    private static final Duration AGAIN = Duration.ofSeconds(15);

    /** As many pods as may be on their way to be proven at once. */
    private static final int GONE_MAX = 2_000;

    private final KubernetesCalls calls;
    private final ObjectLook look;
    private final Ourselves ourselves;
    private final Deletion deletion;
    private final Clock clock;

    /** When a pod, by uid, was first seen to be gone. After a restart the time is counted anew. */
    private final Map<String, Instant> gone = new ConcurrentHashMap<>();

    RevokePodToken(KubernetesCalls calls, Ourselves ourselves, Clock clock) {
        this.calls = calls;
        this.look = new ObjectLook(calls);
        this.ourselves = ourselves;
        this.deletion = new Deletion(calls);
        this.clock = clock;
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Inspected inspect(Call call) {
        return switch (look.target(call)) {
            case Seen.Not not -> not.inspected();
            case Seen.There there -> found(call, there.object());
        };
    }

    private Inspected found(Call call, JsonNode object) {
        Pod pod = Pod.read(object);
        if (ourselves.is(pod)) {
            return new Inspected.Refused("it is the pod that we run in");
        }
        ObjectNode before = KubernetesCalls.JSON.createObjectNode().put("node", pod.node());
        account(call, object).ifPresent(account -> before.set("account", Federation.kept(account)));
        var notes = new ArrayList<>(Federation.notes(before.path("account")));
        if (PodIdentity.isOf(object)) {
            notes.add(PodIdentity.note(
                    pod.namespace(), object.at("/spec/serviceAccountName").asText()));
        }
        Map<String, Integer> blast =
                notes.isEmpty() ? Map.of("pods", 1) : Map.of("pods", 1, "clouds-not-reached", notes.size());
        return new Inspected.Found(
                new Before(FORMAT, before.toString()),
                new Facts(blast, pod.sensitive()).noting(notes),
                Undo.NONE,
                Deletion.isGoingAtOnce(object));
    }

    /** Who may delete pods need not be allowed to read accounts: then no cloud is named. */
    private Optional<JsonNode> account(Call call, JsonNode pod) {
        String name = pod.at("/spec/serviceAccountName").asText();
        Where where = Where.of(call.target());
        if (!Names.isName(name)) {
            return Optional.empty();
        }
        ObjectPath path =
                ObjectPath.in(ResourceKind.SERVICE_ACCOUNT, where.namespace().orElseThrow(), name);
        return calls.get(path, ResourceKind.SERVICE_ACCOUNT.permission("get"), call.deadline())
                        instanceof Got.Found found
                ? Optional.of(found.object())
                : Optional.empty();
    }

    @Override
    public Outcome apply(Call call, Before before) {
        return deletion.atOnce(call);
    }

    @Override
    public Proof prove(Call call, Before recorded) {
        JsonNode before = Befores.read(recorded, FORMAT);
        return switch (look.target(call)) {
            case Seen.Not not when not.why() == Why.GONE -> gone(call, before);
            case Seen.Not not -> not.proof();
            case Seen.There there when ObjectLook.isOnItsWay(there.object()) -> lingering(there.object(), before);
            case Seen.There _ -> new Proof.Unproven("the pod is still there");
        };
    }

    private Proof gone(Call call, JsonNode before) {
        if (gone.size() >= GONE_MAX) {
            gone.clear();
        }
        Instant now = clock.instant();
        Instant since = gone.computeIfAbsent(call.target().uid(), _ -> now);
        Duration left = Duration.between(now, since.plus(BELIEVED));
        return left.isPositive()
                ? new Proof.Pending(left)
                : dead("the pod of that uid has been gone for " + BELIEVED.toSeconds() + " s", before);
    }

    private Proof lingering(JsonNode pod, JsonNode before) {
        try {
            Instant end = Instant.parse(pod.at("/metadata/deletionTimestamp").asText())
                    .plus(LINGERING);
            return clock.instant().isBefore(end)
                    ? new Proof.Pending(AGAIN)
                    : dead("a finalizer keeps the pod, and its time was up more than a minute ago", before);
        } catch (DateTimeException _) {
            return new Proof.Unproven("a finalizer keeps the pod, and its token may live");
        }
    }

    private static Proof dead(String seen, JsonNode before) {
        return new Proof.ProvenForNew(
                seen + ": no API server believes its token any more",
                "nobody confirmed that its processes ended; a controller makes another pod, with another token; "
                        + Accounts.survives(before.path("account")),
                null);
    }

    @Override
    public Released release(Call call, Before before) {
        return new Released.Impossible("the pod and its token are gone, which is what it was for");
    }
}
