package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Rung;
import dev.killswitch.provider.kubernetes.Withdrawal.Direction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One rule of a NetworkPolicy, as what it lets through to or from the pods that the policy selects. */
record Opening(String policy, Direction direction, JsonNode rule) {
    private static final int TOLD_MAX = 50;
    private static final int PARTS_MAX = 10;
    private static final int WORDS_MAX = 400;

    private JsonNode peers() {
        return rule.path(direction.peers());
    }

    /** Whether it says nothing of the other end, which then is whoever there is. */
    boolean isToAnybody() {
        return peers().isEmpty();
    }

    /** Whether the other end may be something else than a pod of the cluster. */
    boolean isToOutside() {
        return isToAnybody() || peers().valueStream().anyMatch(peer -> peer.has("ipBlock"));
    }

    /** The same without the other ends of that kind; empty where it has no others. */
    Optional<Opening> without(Predicate<JsonNode> peer) {
        if (isToAnybody()) {
            return Optional.of(this);
        }
        List<JsonNode> left = peers().valueStream().filter(peer.negate()).toList();
        if (left.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode narrower = rule.deepCopy();
        ArrayNode peers = narrower.putArray(direction.peers());
        left.forEach(peers::add);
        return Optional.of(new Opening(policy, direction, narrower));
    }

    /** Whether a pod is meant that is in the policy's own namespace, and never one in another. */
    static boolean isInNamespace(JsonNode peer) {
        return peer.has("podSelector") && !peer.has("namespaceSelector") && !peer.has("ipBlock");
    }

    /** Whether the traffic of both, in and out, may be the same: to pass, both ends have to let it. */
    boolean mayMeet(Opening other) {
        return direction != other.direction && Ports.mayMeet(rule, other.rule);
    }

    /** In a few words: {@code NetworkPolicy web lets in TCP 80 from pods here with app=front}. */
    String told() {
        String words = "NetworkPolicy " + policy + " lets " + direction.way() + " "
                + parts(rule.path("ports").valueStream().map(Opening::port).toList(), "every port") + " "
                + (direction == Direction.INGRESS ? "from " : "to ")
                + parts(peers().valueStream().map(Opening::peer).toList(), "anywhere");
        return words.length() <= WORDS_MAX ? words : words.substring(0, WORDS_MAX) + "…";
    }

    /** What a person types to withdraw it. */
    private String next(String namespace) {
        return "next: ks do kubernetes.withdraw-network-policy " + namespace + "/" + policy + " --param direction="
                + direction.field();
    }

    /**
     * Each with what a person may do about it; as many as somebody reads.
     *
     * @param in their namespace
     * @param or what else that is; blank for nothing
     */
    static List<String> told(Collection<Opening> openings, String in, String or) {
        return told(openings.stream()
                .map(opening -> opening.told() + " (" + opening.next(in) + (or.isEmpty() ? "" : ", or " + or) + ")")
                .sorted()
                .distinct()
                .toList());
    }

    /** The policies that they are of, of which each rule can go. */
    static Rung withdrawn(String connection, String namespace, Collection<Opening> openings) {
        return Rung.on(
                WithdrawNetworkPolicy.SPEC,
                connection,
                openings.stream()
                        .map(opening -> namespace + "/" + opening.policy())
                        .distinct()
                        .sorted()
                        .limit(TOLD_MAX)
                        .toList());
    }

    static List<String> told(List<String> found) {
        return found.size() <= TOLD_MAX
                ? found
                : Stream.concat(
                                found.stream().limit(TOLD_MAX),
                                Stream.of((found.size() - TOLD_MAX) + " more of this kind"))
                        .toList();
    }

    /** The same before it is done: a person may want something stronger. */
    static List<String> foretold(Collection<Opening> openings, String in, String or) {
        return told(openings, in, or).stream().map(one -> "stays open: " + one).toList();
    }

    private static String parts(List<String> parts, String none) {
        if (parts.isEmpty()) {
            return none;
        }
        return parts.stream().limit(PARTS_MAX).collect(Collectors.joining(", "))
                + (parts.size() > PARTS_MAX ? " and " + (parts.size() - PARTS_MAX) + " more" : "");
    }

    private static String port(JsonNode port) {
        String protocol = port.path("protocol").asText(Ports.TCP);
        if (!port.has("port")) {
            return "every " + protocol + " port";
        }
        String first = port.path("port").asText();
        return protocol + " " + first
                + (port.has("endPort") ? "-" + port.path("endPort").asText() : "");
    }

    private static String peer(JsonNode peer) {
        JsonNode block = peer.path("ipBlock");
        if (!block.isMissingNode()) {
            String except =
                    block.path("except").valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
            return block.path("cidr").asText() + (except.isEmpty() ? "" : " except " + except);
        }
        String pods = selected("pods", peer.path("podSelector"));
        return peer.has("namespaceSelector")
                ? pods + " of " + selected("namespaces", peer.path("namespaceSelector"))
                : pods + " here";
    }

    private static String selected(String what, JsonNode selector) {
        String words = words(selector);
        return words.isEmpty() ? "all " + what : what + " with " + words;
    }

    /** As {@code kubectl} takes a selector. */
    private static String words(JsonNode selector) {
        var words = new ArrayList<String>();
        selector.path("matchLabels")
                .propertyStream()
                .forEach(one -> words.add(one.getKey() + "=" + one.getValue().asText()));
        selector.path("matchExpressions")
                .valueStream()
                .forEach(one -> words.add(words(one, one.path("key").asText())));
        return String.join(",", words);
    }

    private static String words(JsonNode requirement, String key) {
        String values = requirement
                .path("values")
                .valueStream()
                .map(JsonNode::asText)
                .collect(Collectors.joining(",", "(", ")"));
        String operator = requirement.path("operator").asText();
        return switch (operator) {
            case "In" -> key + " in " + values;
            case "NotIn" -> key + " notin " + values;
            case "Exists" -> key;
            case "DoesNotExist" -> "!" + key;
            default -> key + " " + operator + " " + values;
        };
    }
}
