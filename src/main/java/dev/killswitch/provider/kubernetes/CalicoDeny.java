package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Outcome;
import dev.killswitch.provider.kubernetes.Lists.Listed;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A GlobalNetworkPolicy of Calico. An allow in any earlier tier would end the evaluation before it, so it stands in a
 * tier of our own before all others. That tier stands for ever, as the standing policy does: alone it says nothing.
 */
final class CalicoDeny implements DenyObject {
    static final String TIER = "killswitch";

    /** What a tier has that names no order: it comes last. */
    private static final double LAST = Double.POSITIVE_INFINITY;

    private static final ResourceKind TIERS = ResourceKind.CALICO_TIER;

    private final KubernetesCalls calls;
    private final Lists lists;

    CalicoDeny(KubernetesCalls calls) {
        this.calls = calls;
        this.lists = new Lists(calls);
    }

    @Override
    public DenyApi api() {
        return DenyApi.CALICO;
    }

    @Override
    public ResourceKind resource() {
        return ResourceKind.CALICO_POLICY;
    }

    @Override
    public Optional<NetworkPlugin> plugin() {
        return Optional.of(NetworkPlugin.CALICO);
    }

    @Override
    public List<String> permissions() {
        return List.of(
                resource().permission("get"),
                resource().permission("list"),
                resource().permission("watch"),
                resource().permission("create"),
                resource().permission("patch"),
                resource().permission("delete"),
                TIERS.permission("get"),
                TIERS.permission("list"),
                TIERS.permission("watch"),
                TIERS.permission("create"),
                TIERS.permission("patch"));
    }

    /** Calico wants the tier in front. */
    @Override
    public String name(String name) {
        return TIER + "." + name;
    }

    @Override
    public List<Where> places(Which which, String name) {
        return List.of(place(which, name), new Where(TIERS, Optional.empty(), TIER));
    }

    @Override
    public ObjectNode spec(Which which) {
        ObjectNode spec =
                KubernetesCalls.JSON.createObjectNode().put("tier", TIER).put("order", 0);
        spec.put("selector", selector(which));
        spec.putArray("types").add("Ingress").add("Egress");
        spec.putArray("ingress").addObject().put("action", "Deny");
        spec.putArray("egress").addObject().put("action", "Deny");
        return spec;
    }

    /** In Calico's own language; values and keys of labels have no quotes in them. */
    private static String selector(Which which) {
        String pods = Stream.concat(
                        which.podSelector().path("matchLabels").propertyStream().map(CalicoDeny::equal),
                        which.podSelector()
                                .path("matchExpressions")
                                .valueStream()
                                .map(CalicoDeny::term))
                .collect(Collectors.joining(" && "));
        if (which instanceof Which.Labelled) {
            return pods;
        }
        String namespace = "projectcalico.org/namespace == '" + which.namespace() + "'";
        return pods.isEmpty() ? namespace : namespace + " && " + pods;
    }

    private static String equal(Map.Entry<String, JsonNode> label) {
        return checked(label.getKey()) + " == '" + value(label.getValue()) + "'";
    }

    private static String term(JsonNode requirement) {
        String key = checked(requirement.path("key").asText());
        String values = requirement
                .path("values")
                .valueStream()
                .map(one -> "'" + value(one) + "'")
                .collect(Collectors.joining(", ", "{", "}"));
        String operator = requirement.path("operator").asText();
        return switch (operator) {
            case "In" -> key + " in " + values;
            case "NotIn" -> key + " not in " + values;
            case "Exists" -> "has(" + key + ")";
            case "DoesNotExist" -> "!has(" + key + ")";
            default ->
                throw new IllegalArgumentException("no selector's operator: " + operator.length() + " characters");
        };
    }

    private static String checked(String key) {
        if (!Names.isLabelKey(key)) {
            throw new IllegalArgumentException("not a label's key, of length " + key.length());
        }
        return key;
    }

    private static String value(JsonNode value) {
        String text = value.asText();
        if (!text.isEmpty() && !Names.isLabelValue(text)) {
            throw new IllegalArgumentException("not a label's value, of length " + text.length());
        }
        return text;
    }

    @Override
    public boolean isPrepared(Call call) {
        return switch (lists.list(TIERS, Optional.empty(), call.deadline())) {
            case Listed.No _ -> true;
            case Listed.Items tiers -> {
                Optional<JsonNode> ours = ours(tiers.items());
                yield ours.isPresent() && (!Marks.isOurs(ours.get()) || order(ours.get()) < first(tiers.items()));
            }
        };
    }

    /** Somebody else's tier of our name is left alone, and so is what we cannot see: the proof tells. */
    @Override
    public Optional<Outcome> prepare(Call call) {
        return switch (lists.list(TIERS, Optional.empty(), call.deadline())) {
            case Listed.No no
            when no.not().why() == Why.DENIED -> Optional.of(no.not().outcome());
            case Listed.No _ -> Optional.empty();
            case Listed.Items tiers -> prepare(call, tiers.items());
        };
    }

    private Optional<Outcome> prepare(Call call, List<JsonNode> tiers) {
        double before = first(tiers) - 1;
        Optional<JsonNode> ours = ours(tiers);
        if (ours.isEmpty()) {
            return refused(calls.create(
                    ObjectPath.all(TIERS, Optional.empty()).with("fieldManager", Marks.US),
                    tier(before),
                    TIERS.permission("create"),
                    call.deadline()));
        }
        if (!Marks.isOurs(ours.get()) || order(ours.get()) < first(tiers)) {
            return Optional.empty();
        }
        JsonPatch patch = new JsonPatch()
                .testText("/metadata/uid", ObjectLook.uid(ours.get()))
                .testText(Marks.OURS, Marks.US)
                .add("/spec/order", number(before));
        return refused(calls.patch(
                ObjectPath.ofCluster(TIERS, TIER).with("fieldManager", Marks.US),
                patch.operations(),
                TIERS.permission("patch"),
                call.deadline()));
    }

    private static Optional<Outcome> refused(Wrote wrote) {
        return switch (wrote) {
            case Wrote.Conflict _ ->
                Optional.of(new Outcome.Busy("the tier " + TIER + " changed meanwhile", Duration.ZERO));
            case Wrote.Done _, Wrote.Missing _, Wrote.Invalid _, Wrote.Unknown _ -> Optional.empty();
            case Wrote.Failed failed -> Optional.of(failed.outcome());
        };
    }

    private static ObjectNode tier(double order) {
        ObjectNode tier = KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", TIERS.apiVersion())
                .put("kind", TIERS.kind());
        tier.putObject("metadata").put("name", TIER).putObject("labels").put(Marks.MANAGED_BY, Marks.US);
        tier.putObject("spec").set("order", number(order));
        return tier;
    }

    private static JsonNode number(double value) {
        double down = Math.floor(value);
        return KubernetesCalls.JSON.getNodeFactory().numberNode((long) down);
    }

    private static Optional<JsonNode> ours(List<JsonNode> tiers) {
        return tiers.stream().filter(CalicoDeny::isOfOurName).findFirst();
    }

    private static boolean isOfOurName(JsonNode tier) {
        return tier.at("/metadata/name").asText().equals(TIER);
    }

    private static double order(JsonNode tier) {
        JsonNode order = tier.at("/spec/order");
        return order.isNumber() ? order.asDouble() : LAST;
    }

    /** Of the others; Calico's own tiers have orders of a thousand and more. */
    private static double first(List<JsonNode> tiers) {
        OptionalDouble first = tiers.stream()
                .filter(tier -> !isOfOurName(tier))
                .mapToDouble(CalicoDeny::order)
                .filter(order -> order < LAST)
                .min();
        return first.orElse(1_000);
    }

    @Override
    public Force force(Call call, Which which, JsonNode own, Discovered discovered) {
        return Force.unless(DenyObject.unseen(NetworkPlugin.CALICO, discovered).or(() -> beforeOurs(call)));
    }

    private Optional<String> beforeOurs(Call call) {
        return switch (lists.list(TIERS, Optional.empty(), call.deadline())) {
            case Listed.No no ->
                Optional.of("Calico's tiers cannot be seen: " + no.not().text());
            case Listed.Items tiers ->
                ours(tiers.items())
                        .map(ours -> beforeOurs(ours, tiers.items()))
                        .orElse(Optional.of("the tier " + TIER + " is not there"));
        };
    }

    private static Optional<String> beforeOurs(JsonNode ours, List<JsonNode> tiers) {
        if (!Marks.isOurs(ours)) {
            return Optional.of("the tier " + TIER + " is somebody else's");
        }
        return order(ours) < first(tiers)
                ? Optional.empty()
                : Optional.of("another tier comes before ours, and may allow first");
    }
}
