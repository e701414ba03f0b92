package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Parameters;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which rules of a policy are to go: all, of one direction or both, or those of one content. The whole rule is the unit:
 * without its last peer or port it would mean every peer or port.
 *
 * @param rule empty for all
 */
record Withdrawal(List<Direction> directions, Optional<JsonNode> rule) {
    static final String DIRECTION = "direction";
    static final String RULE = "rule";
    static final String ALL = "all";
    static final String BOTH = "both";

    private static final int ID_LENGTH = 16;
    private static final int TOLD_LENGTH_MAX = 1_000;

    /** Which way the traffic goes, seen from the pods that a policy selects. */
    enum Direction {
        INGRESS("ingress", "Ingress", "from", "in"),
        EGRESS("egress", "Egress", "to", "out");

        private final String field;
        private final String type;
        private final String peers;
        private final String way;

        Direction(String field, String type, String peers, String way) {
            this.field = field;
            this.type = type;
            this.peers = peers;
            this.way = way;
        }

        /** The field of a policy's spec that has its rules. */
        String field() {
            return field;
        }

        /** As in {@code policyTypes}. */
        String type() {
            return type;
        }

        /** The field of a rule that has the other ends. */
        String peers() {
            return peers;
        }

        String way() {
            return way;
        }
    }

    /** What the parameters ask for, or what is wrong with them. */
    sealed interface Asked {
        record Right(Withdrawal withdrawal) implements Asked {}

        record Wrong(String why) implements Asked {}
    }

    static Asked read(Parameters parameters) {
        String direction = parameters.text(DIRECTION);
        String rule = parameters.text(RULE);
        List<Direction> ways = direction.equals(BOTH)
                ? List.of(Direction.values())
                : Stream.of(Direction.values())
                        .filter(one -> one.field().equals(direction))
                        .toList();
        if (ways.isEmpty()) {
            return new Asked.Wrong("direction must be ingress, egress or " + BOTH);
        }
        if (rule.equals(ALL)) {
            return new Asked.Right(new Withdrawal(ways, Optional.empty()));
        }
        if (ways.size() > 1) {
            return new Asked.Wrong("of one rule the direction must be said: ingress or egress");
        }
        try {
            JsonNode content = KubernetesCalls.JSON.readTree(rule);
            return content.isObject()
                    ? new Asked.Right(new Withdrawal(ways, Optional.of(filledIn(content))))
                    : new Asked.Wrong("rule must be " + ALL + ", or one whole rule as a JSON object");
        } catch (JsonProcessingException _) {
            return new Asked.Wrong("rule must be " + ALL + ", or one whole rule in JSON");
        }
    }

    /** With the protocol that a port without one has. */
    private static JsonNode filledIn(JsonNode rule) {
        JsonNode copy = rule.deepCopy();
        copy.path("ports").valueStream().forEach(port -> {
            if (port instanceof ObjectNode object && !object.has("protocol")) {
                object.put("protocol", Ports.TCP);
            }
        });
        return copy;
    }

    /** As in a sentence: {@code ingress and egress}. */
    String fields() {
        return directions.stream().map(Direction::field).collect(Collectors.joining(" and "));
    }

    /** The directions for which {@code policy} isolates: rules of another mean nothing. The API server fills that in. */
    List<Direction> isolating(JsonNode policy) {
        return directions.stream()
                .filter(direction -> policy.at("/spec/policyTypes")
                        .valueStream()
                        .anyMatch(one -> one.asText().equals(direction.type())))
                .toList();
    }

    /** The rules of {@code policy} that are asked about, as one list; of both directions each with its own. */
    JsonNode rules(JsonNode policy) {
        if (directions.size() == 1) {
            return policy.at("/spec/" + directions.getFirst().field());
        }
        ArrayNode all = KubernetesCalls.JSON.createArrayNode();
        isolating(policy)
                .forEach(direction -> policy.at("/spec/" + direction.field())
                        .valueStream()
                        .forEach(rule -> all.addObject().set(direction.field(), rule)));
        return all;
    }

    /** Such a list, as that of one direction has it. */
    ArrayNode of(Direction direction, JsonNode rules) {
        ArrayNode list = KubernetesCalls.JSON.createArrayNode();
        rules.valueStream()
                .map(rule -> directions.size() == 1 ? rule : rule.path(direction.field()))
                .filter(rule -> !rule.isMissingNode())
                .forEach(list::add);
        return list;
    }

    /** A short word for it, the same for the same. */
    String id() {
        return (directions.size() > 1 ? BOTH : directions.getFirst().field()) + "-"
                + rule.map(content -> Digest.of(content).substring(0, ID_LENGTH))
                        .orElse(ALL);
    }

    boolean isOf(JsonNode other) {
        return rule.isEmpty() || rule.get().equals(filledIn(other));
    }

    /** {@code rules} as they are to be asked for: a whole one each, as many as a message has room for. */
    static String told(JsonNode rules) {
        var told = new StringBuilder();
        int count = 0;
        for (JsonNode rule : rules) {
            String text = Plain.of(rule.toString(), TOLD_LENGTH_MAX + 1);
            if (told.length() + text.length() > TOLD_LENGTH_MAX) {
                break;
            }
            told.append(count == 0 ? "" : " and ").append(text);
            count++;
        }
        int left = rules.size() - count;
        if (left == 0) {
            return told.toString();
        }
        return count == 0 ? left + " others, which are too long to tell" : told + " and " + left + " more";
    }

    /** Whether {@code other} may let through what is withdrawn: only ports tell for sure that it does not. */
    boolean mayBeLetThroughBy(JsonNode other) {
        return rule.isEmpty() || Ports.mayMeet(rule.get(), other);
    }
}
