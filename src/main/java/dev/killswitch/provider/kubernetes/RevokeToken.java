package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Kills a token that leaked, by the one object that it dies with: what is found is a pod, a Secret or an account, and the
 * action on such a thing does it. What this adds is the proof by the very token, while that is in hand.
 */
final class RevokeToken implements Action {
    static final ActionSpec SPEC = new ActionSpec(
            "kubernetes.revoke-token",
            new Meaning(
                    "kills a token that an alert brought: deletes the pod that it is bound to, or the Secret where that holds"
                            + " nothing and nobody uses it; has the Secret that holds it refused; else rotates its"
                            + " account; only where a Secret's is refused can that be let go again",
                    "what survives kubernetes.revoke-pod-token, kubernetes.revoke-legacy-token or"
                            + " kubernetes.rotate-serviceaccount, whichever it comes to",
                    "within 10 seconds, for each API server; 75 seconds where a finalizer keeps the pod"),
            TokenFinder.KIND,
            "kill",
            Stage.CREDENTIAL,
            true,
            Undo.EXACT,
            "token-dead",
            Duration.ofSeconds(15),
            List.of(),
            // For what is no pod, the tier of the action that it comes to has the rest.
            Stream.concat(Stream.of(TokenReviews.PERMISSION), RevokePodToken.SPEC.permissions().stream())
                    .toList(),
            new ByHand(
                    List.of("kubectl create --raw /apis/authentication.k8s.io/v1/tokenreviews -f review.json"
                            + " | jq .status.user"),
                    List.of()),
            List.of("D3-CR"));

    /** One API server of several may believe it for some seconds more. */
    private static final int REFUSALS = 3;

    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Map<String, Action> byKind;
    private final TokenReviews reviews;
    private final TokensInHand tokens;

    /**
     * Makes the action.
     *
     * @param byKind what is done, by the kind of what was found; held by their own tiers
     */
    RevokeToken(Map<String, Action> byKind, TokenReviews reviews, TokensInHand tokens) {
        this.byKind = Map.copyOf(byKind);
        this.reviews = reviews;
        this.tokens = tokens;
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    private Action of(Call call) {
        Action action = byKind.get(call.target().kind());
        if (action == null) {
            throw new IllegalArgumentException(
                    "no token dies with a " + call.target().kind());
        }
        return action;
    }

    @Override
    public String effect(Call call) {
        return of(call).effect(call);
    }

    @Override
    public Inspected inspect(Call call) {
        Inspected seen = of(call).inspect(call);
        String note = tokens.note(call.target().uid());
        return seen instanceof Inspected.Found found && !note.isEmpty()
                ? new Inspected.Found(found.before(), noting(found.facts(), note), found.undo(), found.alreadySo())
                : seen;
    }

    private static Facts noting(Facts facts, String note) {
        return facts.noting(
                Stream.concat(Stream.of(note), facts.notes().stream()).toList());
    }

    @Override
    public Outcome apply(Call call, Before before) {
        return of(call).apply(call, before);
    }

    @Override
    public Inspected standing(Call call) {
        return of(call).standing(call);
    }

    @Override
    public Released release(Call call, Before before) {
        return of(call).release(call, before);
    }

    @Override
    public Proof prove(Call call, Before before) {
        Proof seen = of(call).prove(call, before);
        Optional<Secret> token = tokens.ofObject(call.target().uid());
        if (token.isEmpty()) {
            return seen;
        }
        return switch (seen) {
            case Proof.Pending _, Proof.Partial _, Proof.Unproven _ -> seen;
            case Proof.Proven proven -> reviewed(call, token.get(), proven.how(), seen);
            case Proof.ProvenForNew proven -> reviewed(call, token.get(), proven.how(), seen);
        };
    }

    private Proof reviewed(Call call, Secret token, String how, Proof seen) {
        for (int refusals = 0; refusals < REFUSALS; refusals++) {
            switch (reviews.of(token, call.deadline())) {
                case TokenReviews.Review.Refused _ -> {
                    // Once more.
                }
                case TokenReviews.Review.Believed _, TokenReviews.Review.Away _ -> {
                    return new Proof.Pending(AGAIN);
                }
                case TokenReviews.Review.Denied _ -> {
                    return seen;
                }
            }
        }
        String note = tokens.note(call.target().uid());
        tokens.forgetObject(call.target().uid());
        String told = "TokenReview refused the very token " + REFUSALS + " times in a row; " + how
                + (note.isEmpty() ? "" : "; " + note);
        return seen instanceof Proof.ProvenForNew proven
                ? new Proof.ProvenForNew(told, proven.survives(), proven.until())
                : new Proof.Proven(told);
    }
}
