package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionContract;
import dev.killswitch.action.Call;
import dev.killswitch.action.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every action on a pod promises, on one kind of pod of one kind of cluster. */
abstract class PodActionContract extends ActionContract {
    private Grounds grounds;
    private String pod;
    private Target target;

    abstract Grounds open();

    abstract String pod(Grounds grounds);

    abstract String actionName();

    @BeforeEach
    void openGrounds() {
        grounds = open();
        pod = pod(grounds);
        target = grounds.target(pod);
    }

    @AfterEach
    void closeGrounds() {
        grounds.close();
    }

    Grounds grounds() {
        return grounds;
    }

    @Override
    protected Action action() {
        return grounds.connection().action(actionName());
    }

    @Override
    protected Call call() {
        return grounds.call(target, action().spec());
    }

    @Override
    protected String world() {
        grounds.settle(pod);
        return grounds.admin()
                .get(grounds.path(pod))
                // Its successor of the same name is another.
                .filter(found -> found.at("/metadata/uid").asText().equals(target.uid()))
                .map(found -> found.at("/metadata/uid") + " " + found.at("/metadata/labels") + " "
                        + found.at("/metadata/annotations") + " " + found.at("/metadata/deletionTimestamp"))
                .orElse("gone");
    }

    @Override
    protected String everything() {
        return WholeNamespace.of(grounds, grounds.path(pod));
    }

    /** A controller that had one pod too few, and made one, has one too many now. */
    @Override
    protected void awaitEverything(String wanted) {
        try {
            grounds.await("everything is as it was", () -> everything().equals(wanted));
        } catch (IllegalStateException _) {
            // The comparison says what differs.
        }
    }

    @Override
    protected void changedByOthers() {
        grounds.admin()
                .merge(
                        grounds.path(pod),
                        "{\"metadata\":{\"labels\":{\"killswitch.dev/quarantine\":\"somebody\",\"theirs\":\"x\"}}}");
    }

    @Override
    protected void targetGone() {
        grounds.admin().delete(grounds.path(pod));
    }
}
