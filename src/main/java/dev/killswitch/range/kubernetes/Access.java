package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.range.Request;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who may do what: whoever has the range's token may do everything that is not denied here. Tokens of ServiceAccounts are
 * told apart, and may do nothing.
 */
final class Access {
    private static final String TOKEN_PREFIX = "range-sa.";

    private final Objects objects;
    private final String token;
    private final Set<String> denied = ConcurrentHashMap.newKeySet();

    Access(Objects objects, String token) {
        this.objects = objects;
        this.token = token;
    }

    /** From now on {@code permission}, such as {@code patch pods}, is missing. */
    void deny(String permission) {
        denied.add(permission);
    }

    void allow(String permission) {
        denied.remove(permission);
    }

    void check(Request request) {
        String sent = request.header("authorization").orElse("");
        if (sent.startsWith("Bearer " + TOKEN_PREFIX)) {
            throw Failure.of(403, "service accounts may do nothing in the practice range");
        }
        if (!sent.equals("Bearer " + token)) {
            throw Failure.of(401, "Unauthorized");
        }
    }

    void check(String verb, String resource) {
        if (denied.contains(verb + " " + resource)) {
            throw Failure.of(403, resource + " is forbidden: the practice range was told to deny " + verb);
        }
    }

    ObjectNode selfSubjectAccessReview(JsonNode review) {
        JsonNode asked = review.at("/spec/resourceAttributes");
        String group = asked.path("group").asText();
        String resource = asked.path("resource").asText();
        String sub = asked.path("subresource").asText();
        String name = resource + (sub.isEmpty() ? "" : "/" + sub) + (group.isEmpty() ? "" : "." + group);
        ObjectNode answer = review.deepCopy();
        answer.putObject("status")
                .put("allowed", !denied.contains(asked.path("verb").asText() + " " + name));
        return answer;
    }

    /** A token that is good for as long as its ServiceAccount, of that uid, is there. It does not expire. */
    ObjectNode tokenRequest(ObjectNode account, JsonNode request) {
        JsonNode metadata = account.path("metadata");
        ObjectNode answer = request.deepCopy();
        answer.putObject("status")
                .put(
                        "token",
                        TOKEN_PREFIX + metadata.path("namespace").asText() + "."
                                + metadata.path("name").asText() + "."
                                + metadata.path("uid").asText());
        return answer;
    }

    ObjectNode tokenReview(JsonNode review) {
        String sent = review.at("/spec/token").asText();
        String[] parts = sent.split("\\.", -1);
        ObjectNode answer = review.deepCopy();
        ObjectNode status = answer.putObject("status");
        Optional<ObjectNode> account = sent.startsWith(TOKEN_PREFIX) && parts.length == 4
                ? objects.get(Resource.SERVICE_ACCOUNTS, parts[1], parts[2])
                        .filter(one -> one.at("/metadata/uid").asText().equals(parts[3]))
                : Optional.empty();
        status.put("authenticated", account.isPresent());
        account.ifPresent(one -> status.putObject("user")
                .put("username", "system:serviceaccount:" + parts[1] + ":" + parts[2])
                .put("uid", parts[3]));
        return answer;
    }
}
