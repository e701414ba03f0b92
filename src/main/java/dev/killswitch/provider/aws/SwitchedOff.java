package dev.killswitch.provider.aws;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;

/** An action whose tier the operator has not switched on: it begins nothing, and still ends what it once began. */
record SwitchedOff(Action action) implements Action {
    @Override
    public ActionSpec spec() {
        return action.spec();
    }

    @Override
    public Inspected inspect(Call call) {
        return new Inspected.Refused(why());
    }

    @Override
    public Outcome apply(Call call, Before before) {
        return new Outcome.Refused(why());
    }

    private String why() {
        return "the connection does not have " + spec().tier() + " among its tiers";
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
