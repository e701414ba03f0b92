package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes a Secret away, so that nobody is given it any more. What it holds is never asked for, and so never kept: what it
 * opens is revoked by whoever issued it, and a new one is for a person to make.
 */
final class ContainSecret implements Action {
    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.contain-secret",
            new Meaning(
                    "takes a Secret away by deleting it, so that no pod is given it any more, nor whoever asks the API",
                    "what the Secret opens: only its issuer can revoke that, which is not done here; whoever has read it;"
                            + " pods that run, which keep it in their environment for good and in their files as it was;"
                            + " whoever makes it again, such as an operator of secrets or GitOps",
                    "at once for new pods, which do not start without it"),
            Where.SECRET,
            "delete-secrets",
            Stage.CREDENTIAL,
            true,
            Undo.BY_HAND,
            "secret-taken-away",
            Duration.ofSeconds(15),
            List.of(),
            List.of(
                    ResourceKind.SECRET.permission("patch"),
                    ResourceKind.SECRET.permission("delete"),
                    ResourceKind.POD.permission("list"),
                    ResourceKind.SERVICE_ACCOUNT.permission("list")),
            new ByHand(List.of("kubectl -n {namespace} delete secret {name}"), List.of()),
            List.of("D3-CE"));

    private static final int FORMAT = 1;
    private static final String DATA = "data";

    /** For people who make a new one: more are told as a number. */
    private static final int NAMED_MAX = 20;

    private final ObjectLook look;
    private final Deletion deletion;
    private final SecretUse use;
    private final Ourselves ourselves;

    ContainSecret(KubernetesCalls calls, Ourselves ourselves) {
        this.look = new ObjectLook(calls);
        this.deletion = new Deletion(calls);
        this.use = new SecretUse(calls);
        this.ourselves = ourselves;
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

    private Inspected found(Call call, JsonNode secret) {
        Where where = Where.of(call.target());
        if (where.namespace().filter(ourselves::isIn).isPresent()) {
            return new Inspected.Refused("it is in the namespace that we run in: without it we may not start again");
        }
        Optional<List<String>> pods = use.pods(where, call.deadline());
        var blast = new HashMap<String, Integer>(Map.of("secrets", 1));
        pods.ifPresent(using -> blast.put("pods", using.size()));
        use.accounts(where, call.deadline()).ifPresent(using -> blast.put("serviceaccounts", using));
        blast.putAll(Fighters.counted(secret, DATA));
        return new Inspected.Found(
                before(secret, pods.orElse(List.of())),
                new Facts(blast, Set.of()),
                Undo.BY_HAND,
                ObjectLook.isOnItsWay(secret));
    }

    /** The names of its parts and of its users: none of what it holds, nor of its annotations, which may repeat that. */
    private static Before before(JsonNode secret, List<String> pods) {
        ObjectNode before = KubernetesCalls.JSON.createObjectNode();
        ArrayNode keys = before.putArray("keys");
        SecretUse.keys(secret).stream().limit(NAMED_MAX).forEach(keys::add);
        ArrayNode using = before.putArray("pods");
        pods.stream().limit(NAMED_MAX).forEach(using::add);
        before.put("using", pods.size()).put("clause", Fighters.clause(secret, DATA));
        return new Before(FORMAT, before.toString());
    }

    @Override
    public Outcome apply(Call call, Before before) {
        return deletion.unlessGoing(call);
    }

    @Override
    public Proof prove(Call call, Before recorded) {
        JsonNode before = Befores.read(recorded, FORMAT);
        Where where = Where.of(call.target());
        return switch (look.object(where.path(), where.kind(), call)) {
            case Seen.Not not when not.why() == Why.GONE -> gone(before);
            case Seen.Not not -> not.proof();
            case Seen.There there
            when !ObjectLook.uid(there.object()).equals(call.target().uid()) ->
                new Proof.Partial(List.of(
                        "a Secret of that name is there again, and is given to new pods: somebody made another"));
            case Seen.There there
            when ObjectLook.isOnItsWay(there.object()) -> new Proof.Pending(Duration.ofSeconds(1));
            case Seen.There _ -> new Proof.Unproven("it is still there");
        };
    }

    private static Proof gone(JsonNode before) {
        return new Proof.ProvenForNew(
                "the Secret is gone, and is given to no new pod",
                "what it opens is open until its issuer revokes it, which was not done from here; "
                        + before.path("using").asInt()
                        + " pods that used it keep it: in their environment for good, in their"
                        + " files as it was" + before.path("clause").asText(),
                null);
    }

    @Override
    public Released release(Call call, Before recorded) {
        Where where = Where.of(call.target());
        return switch (look.object(where.path(), where.kind(), call)) {
            case Seen.Not not
            when not.why() == Why.GONE -> new Released.ByHand(commands(where, Befores.read(recorded, FORMAT)));
            case Seen.Not not -> not.released();
            case Seen.There there
            when ObjectLook.uid(there.object()).equals(call.target().uid()) -> new Released.Retry("it is still there");
            case Seen.There _ ->
                new Released.Replaced("a Secret of that name is there again, made by somebody who knows what it holds");
        };
    }

    private static List<String> commands(Where where, JsonNode before) {
        var commands = new ArrayList<String>();
        commands.add("# what it held was never read here: have its issuer revoke that, and make a new one; give it the"
                + " type that its users expect");
        String parts = before.path("keys")
                .valueStream()
                .map(key -> " --from-file=" + key.asText() + "=./" + key.asText())
                .collect(Collectors.joining());
        commands.add("kubectl -n " + where.namespace().orElseThrow() + " create secret generic " + where.name()
                + (parts.isEmpty() ? " --from-file=PART=./FILE" : parts));
        String pods = before.path("pods").valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
        if (!pods.isEmpty()) {
            commands.add("# then start again, so that they get it: " + pods
                    + (before.path("using").asInt() > NAMED_MAX ? ", …" : ""));
        }
        return commands;
    }
}
