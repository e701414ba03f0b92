package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Proof;
import dev.killswitch.provider.kubernetes.Lists.Listed;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses every write of one user, service account or group, or with one credential: creates, changes, deletes, and what opens
 * a stream to a pod. No admission ever sees a read. By name, so that it holds whatever token or certificate the name comes
 * with, or by the id of the one certificate, which nobody can revoke, or token.
 */
final class DenySubjectWrites implements AdmissionAction.Kind {
    private static final String BY_HAND = "by-hand-deny";

    /** For a shell, which does not tell a user's name from a credential's id: none is both. */
    private static final String EITHER = Subject.condition(Subject.Sort.NAME, "\"SUBJECT\"") + " || "
            + Subject.condition(Subject.Sort.CREDENTIAL, "\"SUBJECT\"");

    /** As jq writes text, which is as JSON does. */
    private static final String IN_GROUP = KubernetesCalls.JSON
            .getNodeFactory()
            .textNode(Subject.condition(Subject.Sort.GROUP, "\"SUBJECT\""))
            .toString();

    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.deny-subject-writes",
            new Meaning(
                    "refuses every write of one user, service account, group, certificate or token, and new exec and"
                            + " port-forward sessions, by an admission policy; of a group for a person alone, since nobody"
                            + " can say who is in it",
                    "reads, secrets among them; sessions that are open; whoever may impersonate, under another name;"
                            + " of a credential that is denied alone, its owner's others; writes of admission policies, ours among them, where it may write those",
                    "within seconds, for each API server"),
            Subject.KIND,
            "admission",
            Stage.DENY,
            false,
            Undo.EXACT,
            "writes-denied",
            Duration.ofSeconds(20),
            List.of(),
            Stream.concat(
                            AdmissionAction.PERMISSIONS.stream(),
                            Stream.of(
                                    ResourceKind.SERVICE_ACCOUNT.permission("get"),
                                    ResourceKind.ROLE_BINDING.permission("list"),
                                    ResourceKind.CLUSTER_ROLE_BINDING.permission("list"),
                                    WhoAmI.ASK))
                    .toList(),
            new ByHand(
                    List.of(
                            "printf %s {id} | sed -E -e 's/^(User|Group|Credential)://' -e t"
                                    + " -e 's|^ServiceAccount:(.*)/(.*)$|system:serviceaccount:\\1:\\2|' | tee subject.txt",
                            "printf %s '" + AdmissionAction.byHand(BY_HAND, policy(BY_HAND, EITHER))
                                    + "' | jq --arg id {id} --arg subject \"$(cat subject.txt)\" '.items[0].spec.matchConditions[0].expression"
                                    + " |= (if $id | startswith(\"Group:\") then " + IN_GROUP
                                    + " else . end | gsub(\"\\\"SUBJECT\\\"\"; $subject | tojson))' | kubectl create -f -"),
                    List.of(
                            "kubectl delete validatingadmissionpolicybinding " + BY_HAND,
                            "kubectl delete validatingadmissionpolicy " + BY_HAND)),
            List.of("D3-UAP"));

    private final WhoAmI who;
    private final Bindings bindings;

    DenySubjectWrites(KubernetesCalls calls) {
        this.who = new WhoAmI(calls);
        this.bindings = new Bindings(calls);
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    /** Who we are ourselves; where the subject is an account that is not there, that. */
    @Override
    public Seen target(ObjectLook look, Call call) {
        return again(look, call) instanceof Seen.Not not ? not : ourselves(call);
    }

    @Override
    public Seen again(ObjectLook look, Call call) {
        return subject(call)
                .account()
                .map(where -> look.object(where.path(), where.kind(), call))
                .orElseGet(() -> new Seen.There(KubernetesCalls.JSON.createObjectNode()));
    }

    private static Subject subject(Call call) {
        return Subject.of(call.target().id())
                .orElseThrow(() -> new IllegalArgumentException("nobody is called " + call.target()));
    }

    private Seen ourselves(Call call) {
        return switch (who.ask(call.deadline())) {
            case Got.Found found -> new Seen.There(found.object());
            case Got.Missing _ -> new Seen.Not(Why.AWAY, "the API server does not say who we are");
            case Got.Denied denied -> new Seen.Not(Why.DENIED, denied.permission());
            case Got.Away away -> new Seen.Not(Why.AWAY, away.why());
        };
    }

    @Override
    public Optional<String> refusal(Call call, JsonNode ourselves) {
        Subject subject = subject(call);
        return subject.refusal()
                .or(() -> subject.is(ourselves.at("/status/userInfo"))
                        ? Optional.of("it is whom we act as: we could release nothing any more")
                        : Optional.empty());
    }

    @Override
    public Facts facts(Call call, JsonNode ourselves) {
        return subject(call).isGroup() ? ofGroup(call) : new Facts(Map.of("subjects", 1), Set.of());
    }

    /** Where bindings cannot be listed, only their number is missing. */
    private Facts ofGroup(Call call) {
        Set<RbacSubject> group = RbacSubject.of(call.target().id()).stream().collect(Collectors.toUnmodifiableSet());
        var blast = new HashMap<String, Integer>(Map.of("groups", 1));
        if (bindings.all(call.deadline()) instanceof Listed.Items all) {
            blast.put("bindings", (int) all.items().stream()
                    .filter(one -> Bindings.isOf(one, group))
                    .count());
        }
        return new Facts(blast, Set.of("it is a group, and who is in it stands in no list that could be asked"))
                .noting(List.of(
                        "it denies every member, whoever runs the cluster among them: who that is knows the identity"
                                + " provider or whoever signs certificates; bindings counts the bindings of roles that name the"
                                + " group; where one member is meant, deny User:name instead"));
    }

    @Override
    public ObjectNode policy(Call call) {
        return policy(OwnObject.name(SPEC, call), subject(call).condition());
    }

    private static ObjectNode policy(String name, String condition) {
        ObjectNode spec = AdmissionAction.policy(name, "false");
        ObjectNode all = AdmissionAction.rule(spec);
        all.putArray("apiGroups").add("*");
        all.putArray("apiVersions").add("*");
        all.putArray("operations").add("*");
        all.putArray("resources").add("*/*");
        all.put("scope", "*");
        spec.putArray("matchConditions").addObject().put("name", "subject").put("expression", condition);
        return spec;
    }

    @Override
    public Proof proof(Call call, JsonNode binding) {
        return new Proof.ProvenForNew(
                "the policy and its binding stand, and the control plane finds no fault in them: each API server refuses"
                        + " new writes of that subject within seconds",
                "reads are never refused, secrets among them; open exec and port-forward sessions go on; whoever may"
                        + " impersonate writes under another name",
                null);
    }
}
