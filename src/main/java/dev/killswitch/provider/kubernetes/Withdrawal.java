package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Parameters;
import java.util.Optional;

/**
 * Which rules of a policy are to go: of one direction all, or those of one content. The whole rule is the unit: without
 * its last peer or port it would mean every peer or port.
 *
 * @param rule empty for all
 */
record Withdrawal(Direction direction, Optional<JsonNode> rule) {
    static final String DIRECTION = "direction";
    static final String RULE = "rule";
    static final String ALL = "all";

    private static final int ID_LENGTH = 16;

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
        if (!direction.equals("ingress") && !direction.equals("egress")) {
            return new Asked.Wrong("direction must be ingress or egress");
        }
        Direction way = direction.equals("ingress") ? Direction.INGRESS : Direction.EGRESS;
        if (rule.equals(ALL)) {
            return new Asked.Right(new Withdrawal(way, Optional.empty()));
        }
        try {
            JsonNode content = KubernetesCalls.JSON.readTree(rule);
            return content.isObject()
                    ? new Asked.Right(new Withdrawal(way, Optional.of(filledIn(content))))
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

    /** A short word for it, the same for the same. */
    String id() {
        return direction.field() + "-"
                + rule.map(content -> Digest.of(content).substring(0, ID_LENGTH))
                        .orElse(ALL);
    }

    boolean isOf(JsonNode other) {
        return rule.isEmpty() || rule.get().equals(filledIn(other));
    }

    /** Whether {@code other} may let through what is withdrawn: only ports tell for sure that it does not. */
    boolean mayBeLetThroughBy(JsonNode other) {
        return rule.isEmpty() || Ports.mayMeet(rule.get(), other);
    }
}
