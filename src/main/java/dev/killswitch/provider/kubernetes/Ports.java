package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

/** The ports of a policy's rules. */
final class Ports {
    static final String TCP = "TCP";
    private static final int DNS = 53;

    private Ports() {}

    /** Whether some port may be of both rules. A name may stand for any number. */
    static boolean mayMeet(JsonNode one, JsonNode other) {
        return isAny(one)
                || isAny(other)
                || one.path("ports")
                        .valueStream()
                        .anyMatch(mine -> other.path("ports").valueStream().anyMatch(theirs -> overlap(mine, theirs)));
    }

    /** Whether names may be looked up by that rule. */
    static boolean mayBeDns(JsonNode rule) {
        return isAny(rule) || rule.path("ports").valueStream().anyMatch(port -> has(port, DNS));
    }

    private static boolean isAny(JsonNode rule) {
        return rule.path("ports").isEmpty();
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        if (!one.path("protocol").asText(TCP).equals(other.path("protocol").asText(TCP))) {
            return false;
        }
        return !one.path("port").isInt()
                || !other.path("port").isInt()
                || (first(one) <= last(other) && first(other) <= last(one));
    }

    private static boolean has(JsonNode port, int number) {
        return !port.path("port").isInt() || (first(port) <= number && number <= last(port));
    }

    private static int first(JsonNode port) {
        return port.path("port").asInt();
    }

    private static int last(JsonNode port) {
        return port.path("endPort").asInt(first(port));
    }
}
