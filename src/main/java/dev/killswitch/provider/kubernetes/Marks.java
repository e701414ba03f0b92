package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;

/** What we leave on objects. Never under {@code kubernetes.io}: Cilium does not see labels of that prefix. */
final class Marks {
    static final String QUARANTINE = "killswitch.dev/quarantine";
    static final String BEFORE = "killswitch.dev/before";
    static final String NOTE = "killswitch.dev/note";
    static final String MANAGED_BY = "killswitch.dev/managed-by";
    static final String CONTAINMENT = "killswitch.dev/containment";
    static final String US = "killswitch";

    /** Where an object that we made says so. */
    static final String OURS = "/metadata/labels/" + pointer(MANAGED_BY);

    private Marks() {}

    static boolean isOurs(JsonNode object) {
        return object.at(OURS).asText().equals(US);
    }

    /** The value of our label: who wrote it. */
    static String value(Call call) {
        String containment = call.mark().containment();
        if (!Names.isLabelValue(containment)) {
            throw new IllegalArgumentException("a containment's id must fit a label, was " + containment);
        }
        return containment;
    }

    /** Whether it is as our label's value is; who reads it knows no more of whose it is. */
    static boolean isContainment(String value) {
        return value.startsWith("c-");
    }

    /** As a JSON pointer has it. */
    static String pointer(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
