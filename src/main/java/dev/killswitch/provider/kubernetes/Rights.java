package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Connection.Permissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Asks the API server what we may do, in all namespaces at once. */
final class Rights {
    private static final ObjectPath REVIEWS = new ObjectPath("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews");

    private final KubernetesCalls calls;

    Rights(KubernetesCalls calls) {
        this.calls = calls;
    }

    Permissions missing(List<String> permissions, Instant deadline) {
        var missing = new ArrayList<String>();
        for (String permission : permissions) {
            switch (calls.ask(REVIEWS, review(permission), "create selfsubjectaccessreviews", deadline)) {
                case Got.Found answer -> {
                    if (!answer.object().at("/status/allowed").asBoolean()) {
                        missing.add(permission);
                    }
                }
                case Got.Denied denied -> {
                    return new Permissions.Unreachable("no permission " + denied.permission());
                }
                case Got.Missing _ -> {
                    return new Permissions.Unreachable("the API server knows no access reviews");
                }
                case Got.Away away -> {
                    return new Permissions.Unreachable(away.why());
                }
            }
        }
        return new Permissions.Known(missing);
    }

    /** {@code permission} is one of our own specs: {@code patch pods}, {@code get pods/log}, {@code get replicasets.apps}. */
    private static ObjectNode review(String permission) {
        List<String> words = List.of(permission.split("[ ]", -1));
        String resource = words.get(1);
        int dot = resource.indexOf('.');
        String path = dot < 0 ? resource : resource.substring(0, dot);
        int slash = path.indexOf('/');
        ObjectNode review = KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", "authorization.k8s.io/v1")
                .put("kind", "SelfSubjectAccessReview");
        ObjectNode asked = review.putObject("spec").putObject("resourceAttributes");
        asked.put("verb", words.getFirst())
                .put("group", dot < 0 ? "" : resource.substring(dot + 1))
                .put("resource", slash < 0 ? path : path.substring(0, slash));
        if (slash >= 0) {
            asked.put("subresource", path.substring(slash + 1));
        }
        return review;
    }
}
