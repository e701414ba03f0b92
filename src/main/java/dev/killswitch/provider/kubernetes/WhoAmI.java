package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Asks the API server whom it takes us for. Thread-safe. */
final class WhoAmI {
    static final String ASK = "create selfsubjectreviews.authentication.k8s.io";

    private static final ObjectPath REVIEWS = new ObjectPath("/apis/authentication.k8s.io/v1/selfsubjectreviews");

    private final KubernetesCalls calls;

    WhoAmI(KubernetesCalls calls) {
        this.calls = calls;
    }

    /** The name stands at {@code /status/userInfo/username}, the groups beside it. */
    Got ask(Instant deadline) {
        ObjectNode question = KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", "authentication.k8s.io/v1")
                .put("kind", "SelfSubjectReview");
        return calls.ask(REVIEWS, question, ASK, deadline);
    }
}
