package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The one policy of a namespace that denies everything to whatever carries our label. It is there before the first label
 * is, belongs to no containment, and stays. Thread-safe.
 */
final class StandingPolicy {
    static final String NAME = "killswitch-quarantine";

    /** For whoever finds it and asks whether it may go. */
    private static final String STANDING = "denies everything to pods that carry the label " + Marks.QUARANTINE
            + ", whose value is the containment: ks why it; it selects no other pod, and stays for the next one";

    /** Between our look at a namespace and the write that follows it; longer than that, and we look again. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private static final int NAMESPACES_MAX = 1_000;
    private static final String READ = ResourceKind.NETWORK_POLICY.permission("get");
    private static final String CREATE = ResourceKind.NETWORK_POLICY.permission("create");
    private static final String PATCH = ResourceKind.NETWORK_POLICY.permission("patch");

    private final KubernetesCalls calls;
    private final Clock clock;
    private final Map<String, Sight> seen = new ConcurrentHashMap<>();

    StandingPolicy(KubernetesCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /** How the policy of that name is. Somebody else's is never overwritten, and exempts nothing. */
    enum State {
        OURS,
        ABSENT,
        CHANGED,
        FOREIGN
    }

    private record Sight(State state, Instant at) {}

    /** Whether a label would take hold now. */
    sealed interface Ready {
        record Yes(String policy) implements Ready {}

        record No(Outcome outcome) implements Ready {}
    }

    static JsonNode spec() {
        ObjectNode spec = KubernetesCalls.JSON.createObjectNode();
        spec.putObject("podSelector")
                .putArray("matchExpressions")
                .addObject()
                .put("key", Marks.QUARANTINE)
                .put("operator", "Exists");
        spec.putArray("policyTypes").add("Ingress").add("Egress");
        return spec;
    }

    static State state(List<Policy> all) {
        return all.stream()
                .filter(one -> one.name().equals(NAME))
                .findFirst()
                .map(StandingPolicy::state)
                .orElse(State.ABSENT);
    }

    private static State state(Policy policy) {
        if (policy.spec().equals(spec())) {
            return State.OURS;
        }
        return Marks.US.equals(policy.labels().get(Marks.MANAGED_BY)) ? State.CHANGED : State.FOREIGN;
    }

    /** Whether some policy that denies everything both ways selects a pod with these labels. */
    static boolean holds(List<Policy> all, Map<String, String> podLabels) {
        return all.stream().anyMatch(one -> one.deniesAll() && one.selects(podLabels));
    }

    /** Takes note of a look at {@code namespace}, so that a write right after it need not look again. */
    void saw(String namespace, List<Policy> all) {
        saw(namespace, state(all));
    }

    private void saw(String namespace, State state) {
        if (seen.size() >= NAMESPACES_MAX) {
            seen.clear();
        }
        seen.put(namespace, new Sight(state, clock.instant()));
    }

    /**
     * Makes sure that the policy is there, as it should be. Where the name is somebody else's, a policy of the
     * containment's own takes its place, for the same label.
     */
    Ready ensure(Call call) {
        return switch (fresh(PodLook.Place.of(call).namespace())) {
            case OURS -> new Ready.Yes(NAME);
            case ABSENT -> create(call, NAME);
            case CHANGED, FOREIGN -> look(call, NAME);
        };
    }

    /** As it was seen a moment ago; what nobody looked at has to be looked at, as what is not as it should be. */
    private State fresh(String namespace) {
        Sight sight = seen.get(namespace);
        return sight != null && clock.instant().isBefore(sight.at().plus(FRESH)) ? sight.state() : State.CHANGED;
    }

    /** The policy, or that there is none yet: it is made. */
    private Ready look(Call call, String name) {
        ObjectPath path = ObjectPath.in(
                ResourceKind.NETWORK_POLICY, PodLook.Place.of(call).namespace(), name);
        return switch (calls.get(path, READ, call.deadline())) {
            case Got.Found found -> present(call, Policy.read(found.object()));
            case Got.Missing _ -> create(call, name);
            case Got.Denied denied -> new Ready.No(new Outcome.Refused("no permission " + denied.permission()));
            case Got.Away away -> new Ready.No(new Outcome.Busy(away.why(), Duration.ZERO));
        };
    }

    private Ready present(Call call, Policy policy) {
        return switch (state(policy)) {
            case OURS -> {
                if (policy.name().equals(NAME)) {
                    saw(PodLook.Place.of(call).namespace(), State.OURS);
                }
                yield new Ready.Yes(policy.name());
            }
            case CHANGED, ABSENT -> heal(PodLook.Place.of(call).namespace(), call.deadline(), policy);
            case FOREIGN ->
                policy.name().equals(NAME)
                        ? look(call, own(call))
                        : new Ready.No(new Outcome.Refused("both names for our policy are somebody else's"));
        };
    }

    /** Where the policy of a pod's namespace stands, or the one that takes its place. */
    static List<Where> places(Call call) {
        Optional<String> namespace = Optional.of(PodLook.Place.of(call).namespace());
        return Stream.of(NAME, own(call))
                .map(name -> new Where(ResourceKind.NETWORK_POLICY, namespace, name))
                .toList();
    }

    static String own(Call call) {
        return "ks-isolate-" + Marks.value(call).toLowerCase(Locale.ROOT);
    }

    /**
     * Makes sure of it ahead of any need. Where the name is somebody else's, nothing takes its place: each containment will
     * have a policy of its own.
     */
    Ready lay(String namespace, Instant deadline) {
        ObjectPath path = ObjectPath.in(ResourceKind.NETWORK_POLICY, namespace, NAME);
        return switch (calls.get(path, READ, deadline)) {
            case Got.Found found -> {
                Policy policy = Policy.read(found.object());
                yield switch (state(policy)) {
                    case OURS -> new Ready.Yes(NAME);
                    case CHANGED, ABSENT -> heal(namespace, deadline, policy);
                    case FOREIGN -> new Ready.No(new Outcome.Refused("a policy of that name is somebody else's"));
                };
            }
            case Got.Missing _ -> ready(create(namespace, deadline, policy(namespace, NAME, STANDING)), NAME);
            case Got.Denied denied -> new Ready.No(new Outcome.Refused("no permission " + denied.permission()));
            case Got.Away away -> new Ready.No(new Outcome.Busy(away.why(), Duration.ZERO));
        };
    }

    private static ObjectNode policy(String namespace, String name, String note) {
        ObjectNode policy = KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", ResourceKind.NETWORK_POLICY.apiVersion())
                .put("kind", ResourceKind.NETWORK_POLICY.kind());
        ObjectNode metadata = policy.putObject("metadata").put("name", name).put("namespace", namespace);
        metadata.putObject("labels").put(Marks.MANAGED_BY, Marks.US);
        metadata.putObject("annotations").put(Marks.NOTE, note);
        policy.set("spec", spec());
        return policy;
    }

    private Ready create(Call call, String name) {
        PodLook.Place pod = PodLook.Place.of(call);
        ObjectNode policy = policy(pod.namespace(), name, name.equals(NAME) ? STANDING : Note.text(call));
        if (!name.equals(NAME)) {
            ObjectNode metadata = policy.withObject("/metadata");
            metadata.withObject("/labels").put(Marks.CONTAINMENT, Marks.value(call));
            metadata.putArray("ownerReferences")
                    .addObject()
                    .put("apiVersion", ResourceKind.POD.apiVersion())
                    .put("kind", ResourceKind.POD.kind())
                    .put("name", pod.name())
                    .put("uid", call.target().uid());
        }
        return switch (create(pod.namespace(), call.deadline(), policy)) {
            case Wrote.Done done -> {
                if (name.equals(NAME)) {
                    saw(pod.namespace(), State.OURS);
                }
                yield ready(done, name);
            }
            case Wrote.Conflict _ -> lookAgain(call, name);
            case Wrote other -> ready(other, name);
        };
    }

    /** Where many pods of a namespace are isolated at once, another of them was faster. */
    private Ready lookAgain(Call call, String name) {
        ObjectPath path = ObjectPath.in(
                ResourceKind.NETWORK_POLICY, PodLook.Place.of(call).namespace(), name);
        return calls.get(path, READ, call.deadline()) instanceof Got.Found found
                ? present(call, Policy.read(found.object()))
                : ready(new Wrote.Conflict(), name);
    }

    /** A create, and no apply: between our look and our write the name may have become somebody else's. */
    private Wrote create(String namespace, Instant deadline, ObjectNode policy) {
        ObjectPath path = ObjectPath.all(ResourceKind.NETWORK_POLICY, Optional.of(namespace))
                .with("fieldManager", Marks.US);
        return calls.create(path, policy, CREATE, deadline);
    }

    /** Whole: a merge would leave rules that somebody added. */
    private Ready heal(String namespace, Instant deadline, Policy policy) {
        JsonPatch patch = new JsonPatch()
                .testText("/metadata/uid", policy.uid())
                .testText(Marks.OURS, Marks.US)
                .replace("/spec", spec());
        ObjectPath path = ObjectPath.in(ResourceKind.NETWORK_POLICY, namespace, policy.name())
                .with("fieldManager", Marks.US);
        return ready(calls.patch(path, patch.operations(), PATCH, deadline), policy.name());
    }

    /** The target itself is untouched in each case, so nothing here leaves its state unknown. */
    private static Ready ready(Wrote wrote, String name) {
        return switch (wrote) {
            case Wrote.Done _ -> new Ready.Yes(name);
            case Wrote.Conflict _, Wrote.Invalid _ ->
                new Ready.No(new Outcome.Busy("the policy " + name + " changed meanwhile", Duration.ZERO));
            case Wrote.Missing _ -> new Ready.No(new Outcome.Busy("the policy " + name + " went away", Duration.ZERO));
            case Wrote.Unknown unknown ->
                new Ready.No(new Outcome.Busy("the policy " + name + ": " + unknown.why(), Duration.ZERO));
            case Wrote.Failed failed -> new Ready.No(failed.outcome());
        };
    }

    void forget(String namespace) {
        seen.remove(namespace);
    }
}
