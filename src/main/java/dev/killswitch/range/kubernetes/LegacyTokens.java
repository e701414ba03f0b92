package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Tokens that stand in Secrets: made for whoever creates such a Secret, and gone with its account. */
final class LegacyTokens {
    private static final String CLAIM = "kubernetes.io/serviceaccount/";

    private static final String TYPE = "kubernetes.io/service-account-token";
    private static final String NAME = "kubernetes.io/service-account.name";
    private static final String UID = "kubernetes.io/service-account.uid";
    private static final String INVALID_SINCE = "kubernetes.io/legacy-token-invalid-since";

    private LegacyTokens() {}

    /** As the token controller does. */
    static void reconcile(Objects objects) {
        for (ObjectNode secret : objects.all(Resource.SECRETS)) {
            if (!secret.path("type").asText().equals(TYPE)) {
                continue;
            }
            Optional<ObjectNode> account = account(objects, secret);
            if (account.isEmpty()) {
                objects.remove(Resource.SECRETS, secret);
            } else if (!secret.at("/data").has("token")) {
                objects.put(Resource.SECRETS, withToken(secret, account.get()));
            }
        }
    }

    private static ObjectNode withToken(ObjectNode secret, ObjectNode account) {
        ObjectNode complete = secret.deepCopy();
        complete.withObject("/metadata")
                .withObjectProperty("annotations")
                .put(UID, account.at("/metadata/uid").asText());
        complete.withObject("/data")
                .put("token", Base64.getEncoder().encodeToString(token(secret).getBytes(StandardCharsets.UTF_8)));
        return complete;
    }

    private static String token(ObjectNode secret) {
        JsonNode metadata = secret.path("metadata");
        String namespace = metadata.path("namespace").asText();
        String account = metadata.path("annotations").path(NAME).asText();
        ObjectNode claims =
                Objects.JSON.createObjectNode().put("sub", "system:serviceaccount:" + namespace + ":" + account);
        claims.put(CLAIM + "namespace", namespace)
                .put(CLAIM + "secret.name", metadata.path("name").asText())
                .put(CLAIM + "service-account.name", account)
                .put("range/secret.uid", metadata.path("uid").asText());
        return Jwts.make(claims);
    }

    static boolean isOne(JsonNode claims) {
        return claims.has(CLAIM + "secret.name");
    }

    private static Optional<ObjectNode> account(Objects objects, ObjectNode secret) {
        JsonNode annotations = secret.at("/metadata/annotations");
        return objects.get(
                        Resource.SERVICE_ACCOUNTS,
                        secret.at("/metadata/namespace").asText(),
                        annotations.path(NAME).asText())
                .filter(one -> !annotations.has(UID) || annotations.path(UID).equals(one.at("/metadata/uid")));
    }

    /** The account of a token that is there and not retired. */
    static Optional<ObjectNode> accountOf(Objects objects, String token) {
        return objects.all(Resource.SECRETS).stream()
                .filter(secret -> token(secret).equals(token))
                .filter(secret -> secret.at("/metadata/labels")
                        .path(INVALID_SINCE)
                        .asText()
                        .isEmpty())
                .findFirst()
                .flatMap(secret -> account(objects, secret));
    }
}
