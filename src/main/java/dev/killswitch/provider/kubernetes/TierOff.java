package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;

/** An action whose tier is not switched on. It acts on nothing; what it did before can still be looked at and released. */
record TierOff(Action action) implements Action {
    private String permission() {
        return "tier " + spec().tier();
    }

    @Override
    public ActionSpec spec() {
        return action.spec();
    }

    @Override
    public Inspected inspect(Call call) {
        return new Inspected.Forbidden(permission());
    }

    @Override
    public Outcome apply(Call call, Before before) {
        return new Outcome.Refused(
                permission() + " is not switched on for " + call.target().connection());
    }

    @Override
    public Proof prove(Call call, Before before) {
        return action.prove(call, before);
    }

    @Override
    public Released release(Call call, Before before) {
        return action.release(call, before);
    }
}
