package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.range.Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who may do what: whoever has the range's token may do everything that is not denied here. Tokens of ServiceAccounts are
 * told apart, and may do nothing.
 */
final class Access {
    private static final String EXTRA = "authentication.kubernetes.io/";
    private static final String SUBJECT = "system:serviceaccount:";

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
        if (sent.startsWith("Bearer ")
                && Jwts.claims(sent.substring("Bearer ".length())).isPresent()) {
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
        answer.putObject("status")
                .putObject("userInfo")
                .put("username", "range")
                .putArray("groups")
                .add("range-keepers");
        return answer;
    }

    /** A token that is good for as long as its ServiceAccount, and what it is bound to, of those uids, are there. */
    ObjectNode tokenRequest(ObjectNode account, JsonNode request) {
        JsonNode metadata = account.path("metadata");
        String namespace = metadata.path("namespace").asText();
        String name = metadata.path("name").asText();
        ObjectNode claims = Objects.JSON.createObjectNode();
        claims.putArray("aud").add("range");
        claims.put("jti", new UUID(0, objects.next()).toString());
        claims.put("sub", SUBJECT + namespace + ":" + name);
        ObjectNode bound = claims.putObject("kubernetes.io").put("namespace", namespace);
        bound.putObject("serviceaccount").put("name", name).set("uid", metadata.path("uid"));
        JsonNode reference = request.at("/spec/boundObjectRef");
        if (reference.has("kind")) {
            bound.putObject(reference.path("kind").asText().toLowerCase(Locale.ROOT))
                    .put("name", reference.path("name").asText())
                    .put("uid", reference.path("uid").asText());
        }
        ObjectNode answer = request.deepCopy();
        answer.putObject("status").put("token", Jwts.make(claims));
        return answer;
    }

    ObjectNode tokenReview(JsonNode review) {
        String sent = review.at("/spec/token").asText();
        ObjectNode answer = review.deepCopy();
        ObjectNode status = answer.putObject("status");
        Optional<JsonNode> claims = Jwts.claims(sent);
        Optional<ObjectNode> account =
                claims.flatMap(one -> LegacyTokens.isOne(one) ? LegacyTokens.accountOf(objects, sent) : accountOf(one));
        status.put("authenticated", account.isPresent());
        account.map(one -> one.path("metadata"))
                .ifPresent(metadata -> status.putObject("user")
                        .put(
                                "username",
                                SUBJECT + metadata.path("namespace").asText() + ":"
                                        + metadata.path("name").asText())
                        .put("uid", metadata.path("uid").asText()));
        for (String kind : List.of("pod", "node")) {
            claims.map(one -> one.at("/kubernetes.io/" + kind))
                    .filter(bound -> account.isPresent() && bound.isObject())
                    .ifPresent(bound -> status.withObject("/user/extra")
                            .<ObjectNode>setAll(Map.of(
                                    EXTRA + kind + "-name", one(bound.path("name")),
                                    EXTRA + kind + "-uid", one(bound.path("uid")))));
        }
        return answer;
    }

    private static ArrayNode one(JsonNode value) {
        return Objects.JSON.createArrayNode().add(value);
    }

    private Optional<ObjectNode> accountOf(JsonNode claims) {
        JsonNode bound = claims.path("kubernetes.io");
        String namespace = bound.path("namespace").asText();
        return isThereIfBound(Resource.PODS, namespace, bound.path("pod"))
                        && isThereIfBound(Resource.SECRETS, namespace, bound.path("secret"))
                        && isThereIfBound(Resource.NODES, "", bound.path("node"))
                        && isThere(Resource.SERVICE_ACCOUNTS, namespace, bound.path("serviceaccount"))
                ? objects.get(
                        Resource.SERVICE_ACCOUNTS,
                        namespace,
                        bound.at("/serviceaccount/name").asText())
                : Optional.empty();
    }

    private boolean isThereIfBound(Resource kind, String namespace, JsonNode named) {
        return named.isMissingNode() || isThere(kind, namespace, named);
    }

    private boolean isThere(Resource kind, String namespace, JsonNode named) {
        return objects.get(kind, namespace, named.path("name").asText())
                .filter(one -> one.at("/metadata/uid").equals(named.path("uid")))
                .isPresent();
    }
}
