package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Has the API server itself refuse requests. The policy that says which is made first, and does nothing; its binding is
 * the one write that puts it in force, and what a release takes away before the policy. What differs from action to
 * action is a {@link Kind}.
 */
final class AdmissionAction implements Action, Disturbances.Leaning {
    static final List<String> PERMISSIONS = List.of(
            ResourceKind.ADMISSION_POLICY.permission("get"),
            ResourceKind.ADMISSION_POLICY.permission("create"),
            ResourceKind.ADMISSION_POLICY.permission("patch"),
            ResourceKind.ADMISSION_POLICY.permission("delete"),
            ResourceKind.ADMISSION_BINDING.permission("get"),
            ResourceKind.ADMISSION_BINDING.permission("create"),
            ResourceKind.ADMISSION_BINDING.permission("patch"),
            ResourceKind.ADMISSION_BINDING.permission("delete"));

    private static final ObjectPath GROUP = new ObjectPath(ResourceKind.ADMISSION_POLICY.base());

    private final KubernetesCalls calls;
    private final Kind kind;
    private final OwnObject policy;
    private final OwnObject binding;

    AdmissionAction(KubernetesCalls calls, Kind kind) {
        this.calls = calls;
        this.kind = kind;
        this.policy = new OwnObject(calls, new Policy(kind));
        this.binding = new OwnObject(calls, kind);
    }

    /** What is refused, and to whom. As an {@link OwnObject.Kind} it is the binding. Immutable. */
    interface Kind extends OwnObject.Kind {
        /** The policy's {@code spec}, with all that the server would fill in; the same for the same target. */
        ObjectNode policy(Call call);

        @Override
        default ResourceKind resource() {
            return ResourceKind.ADMISSION_BINDING;
        }

        @Override
        default Optional<String> namespace(Call call) {
            return Optional.empty();
        }

        @Override
        default ObjectNode body(Call call, JsonNode target) {
            ObjectNode body = object(resource());
            ObjectNode spec = body.putObject("spec").put("policyName", OwnObject.name(spec(), call));
            spec.putArray("validationActions").add("Deny").add("Audit");
            return body;
        }
    }

    /** It has no target of its own: it says nothing until it is bound. */
    private record Policy(Kind of) implements OwnObject.Kind {
        @Override
        public ActionSpec spec() {
            return of.spec();
        }

        @Override
        public ResourceKind resource() {
            return ResourceKind.ADMISSION_POLICY;
        }

        @Override
        public Optional<String> namespace(Call call) {
            return Optional.empty();
        }

        @Override
        public Seen target(ObjectLook look, Call call) {
            return new Seen.There(KubernetesCalls.JSON.createObjectNode());
        }

        @Override
        public ObjectNode body(Call call, JsonNode target) {
            ObjectNode body = object(resource());
            body.set("spec", of.policy(call));
            return body;
        }

        @Override
        public Facts facts(Call call, JsonNode target) {
            return new Facts(Map.of(), Set.of());
        }

        /** Its faults are told once a controller has looked at this very spec. */
        @Override
        public Proof proof(Call call, JsonNode policy) {
            if (policy.at("/status/observedGeneration").asLong()
                    < policy.at("/metadata/generation").asLong(1)) {
                return new Proof.Pending(Duration.ofSeconds(1));
            }
            int warnings = policy.at("/status/typeChecking/expressionWarnings").size();
            return warnings == 0
                    ? new Proof.Proven("no fault found in its expressions")
                    : new Proof.Unproven("the control plane warns of " + warnings + " expressions of our policy: "
                            + policy.at("/metadata/name").asText());
        }
    }

    private static ObjectNode object(ResourceKind resource) {
        return KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", resource.apiVersion())
                .put("kind", resource.kind());
    }

    /**
     * A policy's {@code spec}, with all that the server would fill in, so that what stands can be held against it: what
     * is true of a request that may pass.
     */
    static ObjectNode policy(String name, String passes) {
        ObjectNode spec = KubernetesCalls.JSON.createObjectNode().put("failurePolicy", "Fail");
        ObjectNode match = spec.putObject("matchConstraints").put("matchPolicy", "Equivalent");
        match.putObject("namespaceSelector");
        match.putObject("objectSelector");
        spec.putArray("validations")
                .addObject()
                .put("expression", passes)
                .put("message", "contained by Killswitch: the notes on the policy " + name + " say why")
                .put("reason", "Forbidden");
        return spec;
    }

    /** A new rule of what requests the policy is about. */
    static ObjectNode rule(ObjectNode spec) {
        return spec.withObject("/matchConstraints").withArray("resourceRules").addObject();
    }

    /** A policy and its binding, as one list in JSON. */
    static String byHand(String name, ObjectNode spec) {
        ObjectNode policy = object(ResourceKind.ADMISSION_POLICY);
        policy.putObject("metadata").put("name", name);
        policy.set("spec", spec);
        ObjectNode binding = object(ResourceKind.ADMISSION_BINDING);
        binding.putObject("metadata").put("name", name);
        binding.putObject("spec")
                .put("policyName", name)
                .putArray("validationActions")
                .add("Deny");
        ObjectNode both =
                KubernetesCalls.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        both.putArray("items").add(policy).add(binding);
        return both.toString();
    }

    @Override
    public ActionSpec spec() {
        return kind.spec();
    }

    @Override
    public List<Where> leansOn(Call call) {
        return Stream.concat(binding.leansOn(call).stream(), policy.leansOn(call).stream())
                .toList();
    }

    /** A server that has the group has had it for webhooks since long before it had policies. */
    private Optional<Inspected> without(Call call) {
        Inspected none = new Inspected.Refused("the API server has no " + ResourceKind.ADMISSION_POLICY.kind() + " of "
                + ResourceKind.ADMISSION_POLICY.apiVersion() + ", which Kubernetes has from 1.30 on");
        return switch (calls.get(GROUP, "get " + GROUP.text(), call.deadline())) {
            case Got.Found found ->
                found.object()
                                .path("resources")
                                .valueStream()
                                .anyMatch(
                                        one -> one.path("name").asText().equals(ResourceKind.ADMISSION_POLICY.plural()))
                        ? Optional.empty()
                        : Optional.of(none);
            case Got.Missing _ -> Optional.of(none);
            case Got.Denied denied -> Optional.of(new Inspected.Forbidden(denied.permission()));
            case Got.Away away -> Optional.of(new Inspected.Unreachable(away.why()));
        };
    }

    @Override
    public Inspected inspect(Call call) {
        return without(call).orElseGet(() -> switch (binding.inspect(call)) {
            case Inspected.Found bound ->
                switch (policy.inspect(call)) {
                    case Inspected.Found made ->
                        new Inspected.Found(
                                bound.before(), bound.facts(), bound.undo(), bound.alreadySo() && made.alreadySo());
                    case Inspected not -> not;
                };
            case Inspected not -> not;
        });
    }

    /** What stands in the way of the binding is seen before the policy is made. */
    @Override
    public Outcome apply(Call call, Before before) {
        return binding.obstacle(call).orElseGet(() -> switch (policy.apply(call, policyNow(call))) {
            case Outcome.Done _ -> bind(call, before, () -> policy.release(call, policyBefore(call)));
            case Outcome.AlreadyDone _ -> bind(call, before, () -> {});
            case Outcome not -> not;
        });
    }

    /** Where it is known not to be bound, {@code unmake} takes away again what was made for it. */
    private Outcome bind(Call call, Before before, Runnable unmake) {
        Outcome outcome = binding.apply(call, before);
        if (!outcome.mayHold()) {
            unmake.run();
        }
        return outcome;
    }

    /** One that somebody edited is put right as it stands now: before-states are the binding's. */
    private Before policyNow(Call call) {
        return policy.inspect(call) instanceof Inspected.Found found ? found.before() : policyBefore(call);
    }

    private Before policyBefore(Call call) {
        return OwnObject.before(new Policy(kind).body(call, KubernetesCalls.JSON.createObjectNode()));
    }

    @Override
    public Proof prove(Call call, Before before) {
        return switch (binding.prove(call, before)) {
            case Proof.ProvenForNew bound ->
                switch (policy.prove(call, policyBefore(call))) {
                    case Proof.Proven _ -> bound;
                    case Proof not -> not;
                };
            case Proof not -> not;
        };
    }

    /**
     * What would keep the policy is heard before the binding goes. One that somebody changed meanwhile stands on: with no
     * binding it denies nothing.
     */
    @Override
    public Released release(Call call, Before before) {
        return policy.kept(call).orElseGet(() -> switch (binding.release(call, before)) {
            case Released.Restored restored ->
                policy.release(call, policyBefore(call)) instanceof Released.Retry retry ? retry : restored;
            case Released.Gone gone ->
                policy.release(call, policyBefore(call)) instanceof Released.Retry retry ? retry : gone;
            case Released not -> not;
        });
    }
}
