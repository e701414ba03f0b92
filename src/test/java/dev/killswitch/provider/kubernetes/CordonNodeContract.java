package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Target;
import java.util.List;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class CordonNodeContract extends ObjectActionContract {
    @Override
    String actionName() {
        return "kubernetes.cordon-node";
    }

    @Override
    String targetId(Grounds grounds) {
        return grounds.node();
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(targetPath(grounds, target));
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return "/api/v1/nodes/" + target.id();
    }

    /** The field has two states; whoever puts it back takes our note away as well. */
    @Override
    protected void changedByOthers() {
        boolean cordoned = grounds()
                .admin()
                .get(targetPath(grounds(), target()))
                .orElseThrow()
                .at("/spec/unschedulable")
                .asBoolean();
        grounds()
                .admin()
                .merge(
                        targetPath(grounds(), target()),
                        "{\"spec\":{\"unschedulable\":" + (cordoned ? "null" : "true")
                                + "},\"metadata\":{\"annotations\":{\"killswitch.dev/cordon-node\":null}}}");
    }

    @Override
    protected boolean othersLookLikeUs() {
        return true;
    }
}
