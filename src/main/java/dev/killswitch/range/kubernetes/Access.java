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
        if (sent.startsWith("Bearer " + TOKEN_PREFIX) || sent.startsWith("Bearer " + LegacyTokens.PREFIX)) {
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

    /** Whoever calls has the range's own token. */
    ObjectNode selfSubjectReview(JsonNode review) {
        ObjectNode answer = review.deepCopy();
        answer.putObject("status").putObject("userInfo").put("username", "range");
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
        ObjectNode answer = review.deepCopy();
        ObjectNode status = answer.putObject("status");
        Optional<ObjectNode> account =
                sent.startsWith(LegacyTokens.PREFIX) ? LegacyTokens.accountOf(objects, sent) : accountOf(sent);
        status.put("authenticated", account.isPresent());
        account.map(one -> one.path("metadata"))
                .ifPresent(metadata -> status.putObject("user")
                        .put(
                                "username",
                                "system:serviceaccount:"
                                        + metadata.path("namespace").asText() + ":"
                                        + metadata.path("name").asText())
                        .put("uid", metadata.path("uid").asText()));
        return answer;
    }

    private Optional<ObjectNode> accountOf(String token) {
        String[] parts = token.split("\\.", -1);
        return token.startsWith(TOKEN_PREFIX) && parts.length == 4
                ? objects.get(Resource.SERVICE_ACCOUNTS, parts[1], parts[2])
                        .filter(one -> one.at("/metadata/uid").asText().equals(parts[3]))
                : Optional.empty();
    }
}
