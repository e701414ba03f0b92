package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Before;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How one direction's rules of a policy were.
 *
 * @param seen the digest of the list as it was
 * @param left that of what we leave
 * @param taken the rules that go, by their old places; empty {@link Optional} where they do not fit a before-state
 * @param annotated whether the policy had any annotation
 * @param mark the containment that the note of ours names
 */
record WithdrawBefore(
        String seen, String left, Optional<TreeMap<Integer, JsonNode>> taken, boolean annotated, String mark) {
    private static final int FORMAT = 1;

    static WithdrawBefore of(JsonNode rules, Withdrawal withdrawal, boolean annotated, String mark) {
        var taken = new TreeMap<Integer, JsonNode>();
        for (int place = 0; place < rules.size(); place++) {
            if (withdrawal.isOf(rules.get(place))) {
                taken.put(place, rules.get(place));
            }
        }
        var whole =
                new WithdrawBefore(digest(rules), digest(left(rules, withdrawal)), Optional.of(taken), annotated, mark);
        return whole.json().toString().getBytes(StandardCharsets.UTF_8).length <= Before.BYTES_MAX
                ? whole
                : new WithdrawBefore(whole.seen, whole.left, Optional.empty(), annotated, mark);
    }

    static ArrayNode left(JsonNode rules, Withdrawal withdrawal) {
        ArrayNode left = KubernetesCalls.JSON.createArrayNode();
        rules.valueStream().filter(rule -> !withdrawal.isOf(rule)).forEach(left::add);
        return left;
    }

    /** {@code rules}, which are as we left them, with those that went at their old places. */
    ArrayNode putBack(JsonNode rules) {
        List<JsonNode> all = new ArrayList<>(rules.valueStream().toList());
        taken.ifPresent(gone -> gone.forEach(all::add));
        return KubernetesCalls.JSON.createArrayNode().addAll(all);
    }

    boolean isAsSeen(JsonNode rules) {
        return digest(rules).equals(seen);
    }

    boolean isAsLeft(JsonNode rules) {
        return digest(rules).equals(left);
    }

    /** No list is the same as an empty one, which is not stored. */
    private static String digest(JsonNode rules) {
        return Digest.of(rules.isArray() ? rules : KubernetesCalls.JSON.createArrayNode());
    }

    private ObjectNode json() {
        ObjectNode json =
                KubernetesCalls.JSON.createObjectNode().put("seen", seen).put("left", left);
        taken.ifPresent(gone -> {
            ArrayNode list = json.putArray("taken");
            gone.forEach((place, rule) -> list.addObject().put("place", place).set("rule", rule));
        });
        return json.put("annotated", annotated).put("mark", mark);
    }

    Before write() {
        return new Before(FORMAT, json().toString());
    }

    static WithdrawBefore read(Before before) {
        JsonNode json = Befores.read(before, FORMAT);
        Optional<TreeMap<Integer, JsonNode>> taken =
                json.has("taken") ? Optional.of(new TreeMap<>()) : Optional.empty();
        taken.ifPresent(gone -> json.path("taken")
                .valueStream()
                .forEach(one -> gone.put(one.path("place").asInt(), one.path("rule"))));
        return new WithdrawBefore(
                json.path("seen").asText(),
                json.path("left").asText(),
                taken,
                json.path("annotated").asBoolean(),
                json.path("mark").asText());
    }
}
