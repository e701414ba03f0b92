package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.config.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * From a token that leaked to the one object that it dies with: the pod that it is bound to, the Secret that holds it or that it
 * is bound to, else its account. By what the API server says of it, never by what the token says of itself alone. Thread-safe.
 */
final class TokenFinder {
    static final String KIND = "kubernetes.token";

    private static final String ACCOUNT = "system:serviceaccount:";
    private static final String EXTRA = "authentication.kubernetes.io/";
    private static final String HOLDER = "kubernetes.io/serviceaccount/secret.name";
    private static final String BOUND = "/kubernetes.io/secret/";

    private static final String TO_NOTHING = "the token is bound to nothing, so that it dies with its account alone";
    private static final String ROTATED = "so that its account is rotated, with which it dies as well";

    private final KubernetesCalls calls;
    private final TokenReviews reviews;
    private final TokensInHand tokens;
    private final SecretUse use;
    private final Set<String> tiers;

    TokenFinder(KubernetesCalls calls, TokenReviews reviews, TokensInHand tokens, Set<String> tiers) {
        this.calls = calls;
        this.reviews = reviews;
        this.tokens = tokens;
        this.use = new SecretUse(calls);
        this.tiers = Set.copyOf(tiers);
    }

    /** What a token dies with, and why with that, where it is not plain. */
    private record Bound(Resolved resolved, String note) {}

    Resolved find(Reference reference, Instant deadline) {
        Optional<Secret> token = tokens.of(reference.id());
        if (token.isEmpty()) {
            return new Resolved.Refused("the token is not in hand: it is kept in memory alone, for "
                    + TokensInHand.KEPT.toMinutes()
                    + " minutes, and no restart outlives it; have it sent again, or name the"
                    + " pod, secret or account");
        }
        Bound bound = switch (reviews.of(token.get(), deadline)) {
            case TokenReviews.Review.Believed believed -> object(reference, believed, deadline);
            case TokenReviews.Review.Refused _ ->
                plain(new Resolved.Nothing("the API server does not believe the token: it expired, was revoked, or is"
                        + " another cluster's"));
            case TokenReviews.Review.Denied denied ->
                plain(new Resolved.Refused("no permission " + denied.permission()));
            case TokenReviews.Review.Away away -> plain(new Resolved.Unreachable(away.why()));
        };
        if (bound.resolved() instanceof Resolved.Found found) {
            tokens.resolved(reference.id(), found.target().uid(), bound.note());
        }
        return bound.resolved();
    }

    private static Bound plain(Resolved resolved) {
        return new Bound(resolved, "");
    }

    private Bound object(Reference reference, TokenReviews.Review.Believed believed, Instant deadline) {
        String user = believed.user().path("username").asText();
        String account =
                user.startsWith(ACCOUNT) ? user.substring(ACCOUNT.length()).replaceFirst(":", "/") : "";
        if (Where.of(Where.SERVICE_ACCOUNT, account).isEmpty()) {
            return plain(new Resolved.Refused("the API server knows the token as no ServiceAccount's"));
        }
        String namespace = account.substring(0, account.indexOf('/'));
        String pod = extra(believed, "pod-name");
        String uid = extra(believed, "pod-uid");
        if (!pod.isEmpty() && !uid.isEmpty()) {
            return plain(found(reference, Pod.KIND, namespace + "/" + pod, uid));
        }
        // Whoever else the API server believes does not speak for it.
        JsonNode claims =
                believed.claims().path("sub").asText().equals(user) ? believed.claims() : MissingNode.getInstance();
        String holder = claims.path(HOLDER).asText();
        if (!holder.isEmpty()) {
            return plain(holder(reference, namespace + "/" + holder, deadline));
        }
        Resolved rotated = found(
                reference,
                Where.SERVICE_ACCOUNT,
                account,
                believed.user().path("uid").asText());
        String node = extra(believed, "node-name");
        if (!node.isEmpty()) {
            String note = "the token is bound to node " + Plain.of(node) + ", with which all of its pods would go, ";
            return new Bound(rotated, note + ROTATED);
        }
        String secret = claims.at(BOUND + "name").asText();
        return secret.isEmpty()
                ? new Bound(rotated, TO_NOTHING)
                : bound(reference, namespace + "/" + secret, claims, deadline)
                        .orElseGet(() -> new Bound(
                                rotated,
                                "the token is bound to secret " + namespace + "/" + Plain.of(secret)
                                        + ", which whoever asked for the token chose and which may be of use to somebody, "
                                        + ROTATED));
    }

    private static Resolved found(Reference reference, String kind, String id, String uid) {
        return new Resolved.Found(new Target(reference.connection(), kind, id, uid));
    }

    private static String extra(TokenReviews.Review.Believed believed, String name) {
        JsonNode values = believed.user().path("extra").path(EXTRA + name);
        return values.path(0).asText();
    }

    /** Any Secret of the namespace may be chosen for it, so that it is taken away only where nobody loses anything by that. */
    private Optional<Bound> bound(Reference reference, String id, JsonNode claims, Instant deadline) {
        String uid = claims.at(BOUND + "uid").asText();
        return Where.of(Where.SECRET, id)
                .filter(_ -> tiers.contains(ContainSecret.SPEC.tier()))
                .filter(where -> calls.get(where.path(), ResourceKind.SECRET.permission("get"), deadline)
                                instanceof Got.Found secret
                        && ObjectLook.uid(secret.object()).equals(uid)
                        && use.isSpare(secret.object(), where, deadline))
                .map(
                        _ -> new Bound(
                                found(reference, Where.SECRET, id, uid),
                                "the token is bound to that secret, which holds nothing and nobody uses, so that it is taken away"));
    }

    private Resolved holder(Reference reference, String id, Instant deadline) {
        Optional<Where> where = Where.of(Where.SECRET, id);
        if (where.isEmpty()) {
            return new Resolved.Nothing();
        }
        return switch (calls.get(where.get().path(), ResourceKind.SECRET.permission("patch"), deadline)) {
            case Got.Found secret -> found(reference, Where.SECRET, id, ObjectLook.uid(secret.object()));
            case Got.Missing _ -> new Resolved.Nothing("the secret that holds the token is gone");
            case Got.Denied denied ->
                new Resolved.Refused("the token stands in secret " + id + ": no permission " + denied.permission());
            case Got.Away away -> new Resolved.Unreachable(away.why());
        };
    }
}
