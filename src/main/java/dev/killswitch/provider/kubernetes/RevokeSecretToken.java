package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;

/**
 * Kills a token by its Secret: one that holds it has it refused, one that it is only bound to is taken away. No Secret is both,
 * so that they go by one effect.
 */
final class RevokeSecretToken implements Action {
    private final ObjectLook look;
    private final Action refusing;
    private final Action taking;

    /**
     * Makes the action of two.
     *
     * @param refusing has what the Secret holds refused
     * @param taking takes the Secret away
     */
    RevokeSecretToken(KubernetesCalls calls, Action refusing, Action taking) {
        this.look = new ObjectLook(calls);
        this.refusing = refusing;
        this.taking = taking;
    }

    @Override
    public ActionSpec spec() {
        return refusing.spec();
    }

    @Override
    public Inspected inspect(Call call) {
        return switch (look.target(call)) {
            case Seen.Not not -> not.inspected();
            case Seen.There there when RevokeLegacyToken.isOfAnAccount(there.object()) -> refusing.inspect(call);
            case Seen.There _ -> taken(taking.inspect(call));
        };
    }

    private static Inspected taken(Inspected inspected) {
        return inspected instanceof Inspected.Found found
                ? new Inspected.Found(found.before(), found.facts(), Undo.NONE, found.alreadySo())
                : inspected;
    }

    private Action of(Before before) {
        return RevokeLegacyToken.wrote(before) ? refusing : taking;
    }

    @Override
    public Outcome apply(Call call, Before before) {
        return of(before).apply(call, before);
    }

    @Override
    public Proof prove(Call call, Before before) {
        Proof seen = of(before).prove(call, before);
        return !RevokeLegacyToken.wrote(before) && seen instanceof Proof.ProvenForNew
                ? new Proof.ProvenForNew(
                        "the Secret that the token is bound to is gone: each API server refuses it within 10 s",
                        RevokeLegacyToken.SURVIVES,
                        null)
                : seen;
    }

    @Override
    public Released release(Call call, Before before) {
        Released released = of(before).release(call, before);
        return released instanceof Released.ByHand
                ? new Released.Impossible("the Secret is gone and its tokens stay dead, which is what it was for")
                : released;
    }
}
