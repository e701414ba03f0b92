package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.Denies.Look;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Isolates by a NetworkPolicy of the containment's own, and by the objects of other APIs that deny what a NetworkPolicy
 * cannot: those come first, and go first. What differs from action to action is a {@link Kind}.
 */
final class PolicyAction implements Action, Disturbances.Leaning {
    private static final int FORMAT = 2;

    private final Kind kind;
    private final OwnObject policy;
    private final Denies denies;

    PolicyAction(KubernetesCalls calls, Kind kind, Denies denies) {
        this.kind = kind;
        this.policy = new OwnObject(calls, kind);
        this.denies = denies;
    }

    /** As an {@link OwnObject.Kind} it is the NetworkPolicy. Immutable. */
    interface Kind extends OwnObject.Kind {
        /** The pods that {@code policy} selects. */
        Which which(Call call, JsonNode policy);

        @Override
        default ResourceKind resource() {
            return ResourceKind.NETWORK_POLICY;
        }
    }

    /** What was there before: none of it, but which objects are to be. */
    private record Plan(Set<DenyApi> apis, Before policy) {
        static Plan read(Before before) {
            JsonNode json = Befores.read(before, FORMAT);
            var apis = EnumSet.noneOf(DenyApi.class);
            json.path("deny").valueStream().forEach(one -> apis.add(DenyApi.valueOf(one.asText())));
            return new Plan(
                    apis,
                    new Before(json.path("format").asInt(), json.path("policy").toString()));
        }

        Before write() {
            ObjectNode json = KubernetesCalls.JSON.createObjectNode().put("format", policy.format());
            var deny = json.putArray("deny");
            apis.forEach(api -> deny.add(api.name()));
            json.set("policy", Befores.read(policy, policy.format()));
            return new Before(FORMAT, json.toString());
        }
    }

    private Which which(Call call, Plan plan) {
        return kind.which(call, OwnObject.body(plan.policy()));
    }

    private String name(Call call) {
        return OwnObject.name(spec(), call);
    }

    @Override
    public ActionSpec spec() {
        return kind.spec();
    }

    @Override
    public List<Where> leansOn(Call call) {
        var all = new Which.All(kind.namespace(call).orElseThrow());
        return Stream.concat(policy.leansOn(call).stream(), denies.places(all, name(call)).stream())
                .toList();
    }

    @Override
    public Inspected inspect(Call call) {
        Inspected inspected = policy.inspect(call);
        return inspected instanceof Inspected.Found found ? completed(call, found) : inspected;
    }

    private Inspected completed(Call call, Inspected.Found found) {
        return switch (denies.look(call, kind.which(call, OwnObject.body(found.before())), name(call))) {
            case Look.Forbidden forbidden -> new Inspected.Forbidden(forbidden.permission());
            case Look.Known known
            when !known.foreign().isEmpty() ->
                new Inspected.Refused("an object that is not ours has the name "
                        + known.foreign().getFirst());
            case Look.Known known ->
                new Inspected.Found(
                        new Plan(known.apis(), found.before()).write(),
                        known.completed(found.facts()),
                        found.undo(),
                        found.alreadySo() && known.asMade());
        };
    }

    @Override
    public Outcome apply(Call call, Before before) {
        Plan plan = Plan.read(before);
        return policy.obstacle(call)
                .or(() -> denies.ensure(call, plan.apis(), which(call, plan), name(call), true))
                .orElseGet(() -> policy.apply(call, plan.policy()));
    }

    @Override
    public Proof prove(Call call, Before before) {
        return policy.prove(call, Plan.read(before).policy());
    }

    @Override
    public Released release(Call call, Before before) {
        Plan plan = Plan.read(before);
        return policy.drifted(call, plan.policy())
                .or(() -> denies.remove(call, plan.apis(), which(call, plan), name(call)))
                .orElseGet(() -> policy.release(call, plan.policy()));
    }
}
