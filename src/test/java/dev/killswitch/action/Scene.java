package dev.killswitch.action;

import dev.killswitch.range.Faults;
import java.time.Duration;
import java.util.Map;

/**
 * One target on a practice range of its own, and one action on it. What the action changes, and how others change the same,
 * is what its contract says.
 */
public abstract class Scene implements AutoCloseable {
    private final ActionContract contract;

    protected Scene(ActionContract contract) {
        this.contract = contract;
    }

    /** What goes wrong on the range; other lines than the action's own may be there. */
    public abstract Faults faults();

    /** Found in the lines of requests that change something. */
    public abstract String write();

    /** From now on {@code permission} is missing. */
    public abstract void deny(String permission);

    /** It is there again. */
    public abstract void allow(String permission);

    /** The connection of a process that starts after the first one died. */
    public abstract void restart();

    /** How long what was applied may take to be seen. */
    public Duration patience() {
        return Duration.ZERO;
    }

    @Override
    public abstract void close();

    final Action action() {
        return contract.action();
    }

    final Call call() {
        return contract.call();
    }

    final String world() {
        return contract.world();
    }

    final void changedByOthers() {
        contract.changedByOthers();
    }

    final boolean othersLookLikeUs() {
        return contract.othersLookLikeUs();
    }

    final boolean targetCanBeGone() {
        return contract.targetCanBeGone();
    }

    final void targetGone() {
        contract.targetGone();
    }

    /** Opens the scene of an action; fails where it has none, and says what to add. */
    public interface Opener {
        Scene open(String action);
    }

    /** By the kind of the provider. */
    static Scene of(Map<String, Opener> openers, String action) {
        Opener opener = openers.get(action.substring(0, action.indexOf('.')));
        if (opener == null) {
            throw new AssertionError("nobody opens scenes of " + action + ": add who does to ContainmentMatrixTest");
        }
        return opener.open(action);
    }
}
