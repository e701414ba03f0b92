package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Before;

/** Reads before-states back. */
final class Befores {
    private Befores() {}

    /** Throws where it is of another format, or no JSON: only what we wrote ourselves comes here. */
    static JsonNode read(Before before, int format) {
        if (before.format() != format) {
            throw new IllegalArgumentException(
                    "a before-state must be of format " + format + ", was " + before.format());
        }
        try {
            return KubernetesCalls.JSON.readTree(before.json());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a before-state is no JSON", e);
        }
    }
}
