package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The calls of a canary, all of them on its own namespace and on what is in it. */
final class CanaryCluster {
    /** What it needs where the namespace was laid for it: in that namespace, and nowhere else. */
    static final List<String> PERMISSIONS_INSIDE = List.of(
            ResourceKind.POD.permission("create"),
            ResourceKind.POD.permission("delete"),
            ResourceKind.POD.permission("get"),
            ResourceKind.POD.permission("list"),
            ResourceKind.POD.permission("patch"),
            "get pods/log",
            ResourceKind.NETWORK_POLICY.permission("create"),
            ResourceKind.NETWORK_POLICY.permission("delete"),
            ResourceKind.NETWORK_POLICY.permission("list"));

    private static final String LOG = "get pods/log";

    /** All that probes write in the longest time they may have. */
    private static final String LOG_BYTES_MAX = Integer.toString(4 * 1024 * 1024);

    private static final ObjectPath HOME = ObjectPath.ofCluster(ResourceKind.NAMESPACE, CanaryPods.NAMESPACE);
    private static final ObjectPath HOMES = ObjectPath.all(ResourceKind.NAMESPACE, Optional.empty());
    private static final ObjectPath PODS = ObjectPath.all(ResourceKind.POD, Optional.of(CanaryPods.NAMESPACE));
    private static final ObjectPath POLICIES =
            ObjectPath.all(ResourceKind.NETWORK_POLICY, Optional.of(CanaryPods.NAMESPACE));
    private static final ObjectPath ACCOUNT =
            ObjectPath.in(ResourceKind.SERVICE_ACCOUNT, CanaryPods.NAMESPACE, "default");

    private final KubernetesCalls calls;

    CanaryCluster(KubernetesCalls calls) {
        this.calls = calls;
    }

    /** How one thing that was asked for stands. */
    sealed interface Step {
        record Done(JsonNode object) implements Step {}

        /** Not yet: to be asked again. */
        record Wait(String why) implements Step {}

        /** Asking again does not help. */
        record Never(String why) implements Step {}
    }

    /** Whose the namespace is. */
    enum Home {
        MADE,
        LAID,
        SOMEBODYS
    }

    Got home(Instant deadline) {
        return calls.get(HOME, ResourceKind.NAMESPACE.permission("get"), deadline);
    }

    static Home home(JsonNode namespace) {
        String label = namespace
                .at("/metadata/labels/" + Marks.pointer(CanaryPods.LABEL))
                .asText();
        if (!Marks.isOurs(namespace)) {
            return Home.SOMEBODYS;
        }
        return switch (label) {
            case CanaryPods.MADE -> Home.MADE;
            case CanaryPods.LAID -> Home.LAID;
            default -> Home.SOMEBODYS;
        };
    }

    Step makeHome(Instant deadline) {
        return made(calls.create(HOMES, CanaryPods.namespace(), ResourceKind.NAMESPACE.permission("create"), deadline));
    }

    /** Before it is there, the API server takes no pod. */
    Step account(Instant deadline) {
        return switch (calls.get(ACCOUNT, ResourceKind.SERVICE_ACCOUNT.permission("get"), deadline)) {
            case Got.Found found -> new Step.Done(found.object());
            case Got.Missing _ -> new Step.Wait("the namespace of the canary has no default account yet");
            case Got.Denied denied -> new Step.Never("no permission " + denied.permission());
            case Got.Away away -> new Step.Wait(away.why());
        };
    }

    Step makePolicy(Instant deadline) {
        return made(calls.create(
                POLICIES, CanaryPods.policy(), ResourceKind.NETWORK_POLICY.permission("create"), deadline));
    }

    Step makePod(ObjectNode pod, Instant deadline) {
        return made(calls.create(PODS, pod, ResourceKind.POD.permission("create"), deadline));
    }

    private static Step made(Wrote wrote) {
        return switch (wrote) {
            case Wrote.Done done -> new Step.Done(done.object());
            // The answer to an earlier try was lost: the namespace is ours alone, and so is the name.
            case Wrote.Conflict _ -> new Step.Done(KubernetesCalls.JSON.createObjectNode());
            case Wrote.Missing _ -> new Step.Wait("the namespace is not there yet");
            case Wrote.Invalid _ -> new Step.Never("the API server finds an object of the canary invalid");
            case Wrote.Refused refused -> new Step.Never(refused.why());
            case Wrote.Failed failed -> new Step.Wait(failed.why());
        };
    }

    /** The pod once it runs and has an address. */
    Step running(String pod, Instant deadline) {
        return switch (calls.get(path(pod), ResourceKind.POD.permission("get"), deadline)) {
            case Got.Found found -> {
                String phase = found.object().at("/status/phase").asText();
                String address = found.object().at("/status/podIP").asText();
                if (phase.equals("Failed") || phase.equals("Succeeded")) {
                    yield new Step.Never("pod " + pod + " of the canary ended by itself");
                }
                yield phase.equals("Running") && Names.isAddress(address)
                        ? new Step.Done(found.object())
                        : new Step.Wait("pod " + pod + " of the canary does not run");
            }
            case Got.Missing _ -> new Step.Never("pod " + pod + " of the canary is gone");
            case Got.Denied denied -> new Step.Never("no permission " + denied.permission());
            case Got.Away away -> new Step.Wait(away.why());
        };
    }

    static String address(JsonNode pod) {
        return pod.at("/status/podIP").asText();
    }

    /** The labels as a whole, so that a second time does no harm. */
    Step isolate(String pod, String uid, Instant deadline) {
        var labels = new TreeMap<>(CanaryPods.labels(pod));
        labels.put(Marks.QUARANTINE, CanaryPods.LABEL_VALUE);
        return relabelled(pod, uid, labels, deadline);
    }

    Step release(String pod, String uid, Instant deadline) {
        return relabelled(pod, uid, CanaryPods.labels(pod), deadline);
    }

    private Step relabelled(String pod, String uid, Map<String, String> labels, Instant deadline) {
        var patch = new JsonPatch().testText("/metadata/uid", uid).addMap("/metadata/labels", labels);
        return switch (calls.patch(path(pod), patch.operations(), ResourceKind.POD.permission("patch"), deadline)) {
            case Wrote.Done done -> new Step.Done(done.object());
            case Wrote.Missing _ -> new Step.Never("pod " + pod + " of the canary is gone");
            case Wrote.Invalid _ -> new Step.Never("pod " + pod + " of the canary is not as it was made");
            case Wrote.Refused refused -> new Step.Never(refused.why());
            case Wrote.Conflict _ -> new Step.Wait("somebody else wrote the pod");
            case Wrote.Failed failed -> new Step.Wait(failed.why());
        };
    }

    Got log(String pod, Instant deadline) {
        ObjectPath path = path(pod).part("log").with("timestamps", "true").with("limitBytes", LOG_BYTES_MAX);
        return calls.text(path, LOG, deadline);
    }

    private static ObjectPath path(String pod) {
        return ObjectPath.pod(CanaryPods.NAMESPACE, pod);
    }

    /** Takes away all that is ours, a namespace of our own with all that is in it; done once nothing is left. */
    Step sweep(Instant deadline) {
        return switch (home(deadline)) {
            case Got.Missing _ -> new Step.Done(KubernetesCalls.JSON.createObjectNode());
            case Got.Denied denied -> new Step.Never("no permission " + denied.permission());
            case Got.Away away -> new Step.Wait(away.why());
            case Got.Found found ->
                switch (home(found.object())) {
                    case SOMEBODYS -> new Step.Done(found.object());
                    case MADE -> takeAway(HOME, found.object(), ResourceKind.NAMESPACE, deadline);
                    case LAID -> empty(deadline);
                };
        };
    }

    private Step empty(Instant deadline) {
        Step pods = empty(PODS, ResourceKind.POD, deadline);
        Step policies = empty(POLICIES, ResourceKind.NETWORK_POLICY, deadline);
        return pods instanceof Step.Done ? policies : pods;
    }

    private Step empty(ObjectPath all, ResourceKind kind, Instant deadline) {
        ObjectPath ours = all.with("labelSelector", Marks.MANAGED_BY + "=" + Marks.US);
        return switch (calls.get(ours, kind.permission("list"), deadline)) {
            case Got.Missing _ -> new Step.Done(KubernetesCalls.JSON.createObjectNode());
            case Got.Denied denied -> new Step.Never("no permission " + denied.permission());
            case Got.Away away -> new Step.Wait(away.why());
            case Got.Found list -> {
                Step last = new Step.Done(list.object());
                for (JsonNode one : list.object().path("items")) {
                    String name = one.at("/metadata/name").asText();
                    ObjectPath path = ObjectPath.in(kind, CanaryPods.NAMESPACE, name);
                    last = takeAway(path, one, kind, deadline);
                    if (last instanceof Step.Never) {
                        break;
                    }
                }
                yield last;
            }
        };
    }

    /** Whatever its answer, it is looked at again: done is what is seen to be gone. */
    private Step takeAway(ObjectPath path, JsonNode object, ResourceKind kind, Instant deadline) {
        if (ObjectLook.isOnItsWay(object)) {
            return new Step.Wait("the " + kind.word() + " of the canary is going");
        }
        ObjectNode options = Deletion.options(ObjectLook.uid(object));
        Wrote wrote = calls.delete(path, options, kind.permission("delete"), deadline);
        return wrote instanceof Wrote.Refused refused
                ? new Step.Never(refused.why())
                : new Step.Wait("the " + kind.word() + " of the canary is going");
    }
}
