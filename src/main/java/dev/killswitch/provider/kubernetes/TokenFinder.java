package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.config.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * From a token that leaked to the one object that it dies with: the pod that it is bound to, the Secret that holds it, else
 * its account. By what the API server says of it, never by what the token says of itself alone. Thread-safe.
 */
final class TokenFinder {
    static final String KIND = "kubernetes.token";

    private static final String ACCOUNT = "system:serviceaccount:";
    private static final String EXTRA = "authentication.kubernetes.io/";
    private static final String SECRET = "kubernetes.io/serviceaccount/secret.name";

    private final KubernetesCalls calls;
    private final TokenReviews reviews;
    private final TokensInHand tokens;

    TokenFinder(KubernetesCalls calls, TokenReviews reviews, TokensInHand tokens) {
        this.calls = calls;
        this.reviews = reviews;
        this.tokens = tokens;
    }

    Resolved find(Reference reference, Instant deadline) {
        Optional<Secret> token = tokens.of(reference.id());
        if (token.isEmpty()) {
            return new Resolved.Refused("the token is not in hand: it is kept in memory alone, for "
                    + TokensInHand.KEPT.toMinutes()
                    + " minutes, and no restart outlives it; have it sent again, or name the"
                    + " pod, secret or account");
        }
        Resolved resolved = switch (reviews.of(token.get(), deadline)) {
            case TokenReviews.Review.Believed believed -> object(reference, believed, deadline);
            case TokenReviews.Review.Refused _ ->
                new Resolved.Nothing("the API server does not believe the token: it expired, was revoked, or is"
                        + " another cluster's");
            case TokenReviews.Review.Denied denied -> new Resolved.Refused("no permission " + denied.permission());
            case TokenReviews.Review.Away away -> new Resolved.Unreachable(away.why());
        };
        if (resolved instanceof Resolved.Found found) {
            tokens.resolved(reference.id(), found.target().uid());
        }
        return resolved;
    }

    private Resolved object(Reference reference, TokenReviews.Review.Believed believed, Instant deadline) {
        String user = believed.user().path("username").asText();
        String account =
                user.startsWith(ACCOUNT) ? user.substring(ACCOUNT.length()).replaceFirst(":", "/") : "";
        if (Where.of(Where.SERVICE_ACCOUNT, account).isEmpty()) {
            return new Resolved.Refused("the API server knows the token as no ServiceAccount's");
        }
        String namespace = account.substring(0, account.indexOf('/'));
        String pod = extra(believed, "pod-name");
        String uid = extra(believed, "pod-uid");
        if (!pod.isEmpty() && !uid.isEmpty()) {
            return new Resolved.Found(new Target(reference.connection(), Pod.KIND, namespace + "/" + pod, uid));
        }
        String secret = believed.claims().path(SECRET).asText();
        return secret.isEmpty()
                ? new Resolved.Found(new Target(
                        reference.connection(),
                        Where.SERVICE_ACCOUNT,
                        account,
                        believed.user().path("uid").asText()))
                : secret(reference, namespace + "/" + secret, deadline);
    }

    private static String extra(TokenReviews.Review.Believed believed, String name) {
        JsonNode values = believed.user().path("extra").path(EXTRA + name);
        return values.path(0).asText();
    }

    private Resolved secret(Reference reference, String id, Instant deadline) {
        Optional<Where> where = Where.of(Where.SECRET, id);
        if (where.isEmpty()) {
            return new Resolved.Nothing();
        }
        return switch (calls.get(where.get().path(), ResourceKind.SECRET.permission("patch"), deadline)) {
            case Got.Found found ->
                new Resolved.Found(
                        new Target(reference.connection(), Where.SECRET, id, ObjectLook.uid(found.object())));
            case Got.Missing _ -> new Resolved.Nothing("the secret that holds the token is gone");
            case Got.Denied denied ->
                new Resolved.Refused("the token stands in secret " + id + ": no permission " + denied.permission());
            case Got.Away away -> new Resolved.Unreachable(away.why());
        };
    }
}
