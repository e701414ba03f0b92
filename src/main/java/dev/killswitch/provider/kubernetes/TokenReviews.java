package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.config.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Asks the API server whether it believes a token, and whose it is. Thread-safe. */
final class TokenReviews {
    static final String PERMISSION = "create tokenreviews.authentication.k8s.io";

    private static final ObjectPath REVIEWS = new ObjectPath("/apis/authentication.k8s.io/v1/tokenreviews");

    private final KubernetesCalls calls;

    TokenReviews(KubernetesCalls calls) {
        this.calls = calls;
    }

    /** What it says. */
    sealed interface Review {
        /** Of a token that it believes, {@code claims} are what the cluster itself signed. */
        record Believed(JsonNode user, JsonNode claims) implements Review {}

        record Refused() implements Review {}

        record Denied(String permission) implements Review {}

        record Away(String why) implements Review {}
    }

    Review of(Secret token, Instant deadline) {
        JsonNode claims = claims(token.text());
        ObjectNode review = KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", "authentication.k8s.io/v1")
                .put("kind", "TokenReview");
        ObjectNode spec = review.putObject("spec").put("token", token.text());
        // One that is meant for somebody else, such as a cloud, is refused where nobody says for whom it is.
        ArrayNode audiences = spec.putArray("audiences");
        JsonNode audience = claims.path("aud");
        if (audience.isTextual()) {
            audiences.add(audience.asText());
        } else {
            audience.valueStream().map(JsonNode::asText).forEach(audiences::add);
        }
        return switch (calls.ask(REVIEWS, review, PERMISSION, deadline)) {
            case Got.Found answer
            when answer.object().at("/status/authenticated").asBoolean() ->
                new Review.Believed(answer.object().at("/status/user"), claims);
            case Got.Found _ -> new Review.Refused();
            case Got.Missing _ -> new Review.Away("the API server reviews no tokens");
            case Got.Denied denied -> new Review.Denied(denied.permission());
            case Got.Away away -> new Review.Away(away.why());
        };
    }

    private static JsonNode claims(String token) {
        try {
            String[] parts = token.split("\\.", -1);
            return parts.length == 3
                    ? KubernetesCalls.JSON.readTree(
                            new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                    : MissingNode.getInstance();
        } catch (JsonProcessingException | IllegalArgumentException _) {
            return MissingNode.getInstance();
        }
    }
}
