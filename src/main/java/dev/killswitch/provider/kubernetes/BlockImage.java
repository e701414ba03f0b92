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
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses every new pod of an image, in all namespaces, and its way into a pod that is there. What runs goes on, and can
 * still be relabelled, isolated and deleted.
 */
final class BlockImage implements AdmissionAction.Kind {
    /** Past it we say that we have not seen all. */
    private static final int LISTED_MAX = 5_000;

    private static final String LIST = ResourceKind.POD.permission("list");
    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");
    private static final String BY_HAND = "by-hand-block";

    /** For a shell, which does not tell a repository from a digest: one that ends here, or goes on with a tag or digest. */
    private static final String IMAGE =
            "[i.lowerAscii()].exists(lower, lower == \"IMAGE\" || lower.startsWith(\"IMAGE:\") || lower.startsWith(\"IMAGE@\"))";

    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.block-image",
            new Meaning(
                    "refuses every new pod of an image in all namespaces, and its way into a pod that is there, by an"
                            + " admission policy",
                    "pods that run; the same image from another repository or mirror, or through another name, address or"
                            + " port of its registry; one that is named by a tag, where a digest is blocked",
                    "within seconds, for each API server"),
            Image.KIND,
            "admission",
            Stage.DENY,
            false,
            Undo.EXACT,
            "image-blocked",
            Duration.ofSeconds(20),
            List.of(),
            Stream.concat(AdmissionAction.PERMISSIONS.stream(), Stream.of(LIST)).toList(),
            new ByHand(
                    List.of(
                            "printf %s {id} | tr A-Z a-z | tee image.txt",
                            "printf %s '"
                                    + AdmissionAction.byHand(BY_HAND, policy(BY_HAND, IMAGE))
                                    + "' | sed \"s|IMAGE|$(cat image.txt)|g\" | kubectl create -f -"),
                    List.of(
                            "kubectl delete validatingadmissionpolicybinding " + BY_HAND,
                            "kubectl delete validatingadmissionpolicy " + BY_HAND)),
            List.of("D3-EDL"));

    private final KubernetesCalls calls;
    private final Ourselves ourselves;

    BlockImage(KubernetesCalls calls, Ourselves ourselves) {
        this.calls = calls;
        this.ourselves = ourselves;
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    /** The pods of the cluster: whose image it is. */
    @Override
    public Seen target(ObjectLook look, Call call) {
        ObjectPath all = ObjectPath.all(ResourceKind.POD, Optional.empty()).with("limit", Integer.toString(LISTED_MAX));
        return switch (calls.get(all, LIST, call.deadline())) {
            case Got.Found found -> new Seen.There(found.object());
            case Got.Missing _ -> new Seen.Not(Why.AWAY, "the API server has no pods");
            case Got.Denied denied -> new Seen.Not(Why.DENIED, denied.permission());
            case Got.Away away -> new Seen.Not(Why.AWAY, away.why());
        };
    }

    /** An image is blocked by its name, whether any pod has it or not. */
    @Override
    public Seen again(ObjectLook look, Call call) {
        return new Seen.There(KubernetesCalls.JSON.createObjectNode());
    }

    private static Image image(Call call) {
        return Image.of(call.target().id())
                .orElseThrow(() -> new IllegalArgumentException("no image is called " + call.target()));
    }

    private static Stream<JsonNode> users(Call call, JsonNode pods) {
        Image image = image(call);
        return pods.path("items")
                .valueStream()
                .filter(pod -> CONTAINERS.stream()
                        .flatMap(list -> pod.at("/spec/" + list).valueStream())
                        .anyMatch(one -> image.is(one.path("image").asText())));
    }

    /** We could not start again. */
    @Override
    public Optional<String> refusal(Call call, JsonNode pods) {
        return users(call, pods).map(Pod::read).anyMatch(ourselves::is)
                ? Optional.of("it is the image that we run from: we could not start again to release it")
                : Optional.empty();
    }

    /** The namespaces that use it protect it, as they protect their pods. */
    @Override
    public Facts facts(Call call, JsonNode pods) {
        Set<String> names = users(call, pods)
                .map(pod ->
                        Where.NAMESPACE + "/" + pod.at("/metadata/namespace").asText())
                .collect(Collectors.toSet());
        boolean more = !pods.at("/metadata/continue").asText().isEmpty();
        return new Facts(
                Map.of("pods", (int) users(call, pods).count(), "namespaces", names.size()),
                more
                        ? Set.of("there are more than " + LISTED_MAX + " pods: some that use it may not be counted")
                        : Set.of(),
                names);
    }

    @Override
    public ObjectNode policy(Call call) {
        return policy(OwnObject.name(SPEC, call), image(call).cel("i"));
    }

    /** What a pod had before it may keep: else nobody could relabel it, nor take a finalizer off it. */
    private static ObjectNode policy(String name, String isBlocked) {
        ObjectNode spec = AdmissionAction.policy(
                name, "!variables.images.exists(i, (" + isBlocked + ") && !(i in variables.before))");
        ObjectNode pods = AdmissionAction.rule(spec);
        pods.putArray("apiGroups").add("");
        pods.putArray("apiVersions").add("v1");
        pods.putArray("operations").add("CREATE").add("UPDATE");
        pods.putArray("resources").add("pods").add("pods/ephemeralcontainers");
        pods.put("scope", "*");
        var variables = spec.putArray("variables");
        variables.addObject().put("name", "images").put("expression", images("object"));
        variables
                .addObject()
                .put("name", "before")
                .put("expression", "oldObject == null ? [] : " + images("oldObject"));
        return spec;
    }

    private static String images(String object) {
        return CONTAINERS.stream()
                .map(list -> object + ".spec." + list)
                .map(list -> "(has(" + list + ") ? " + list + ".filter(c, has(c.image)).map(c, c.image) : [])")
                .collect(Collectors.joining(" + "));
    }

    @Override
    public Proof proof(Call call, JsonNode binding) {
        return new Proof.ProvenForNew(
                "the policy and its binding stand, and the control plane finds no fault in them: each API server refuses"
                        + " new pods of that image within seconds",
                image(call).digest().isPresent()
                        ? "pods that run go on; a pod that names the same image by a tag is not known to be it: block the"
                                + " repository too"
                        : "pods that run go on; the same image from another repository, or through another name, address or"
                                + " port of its registry or a mirror, is not known to be it",
                null);
    }
}
