package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Target;
import java.util.List;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class ScaleToZeroContract extends ObjectActionContract {
    @Override
    String actionName() {
        return "kubernetes.scale-to-zero";
    }

    @Override
    String targetId(Grounds grounds) {
        grounds.replica();
        return grounds.namespace() + "/Deployment/web";
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(targetPath(grounds, target));
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return "/apis/apps/v1/namespaces/" + grounds.namespace() + "/deployments/web";
    }

    @Override
    protected void changedByOthers() {
        grounds().admin().merge(targetPath(grounds(), target()), "{\"spec\":{\"replicas\":4}}");
    }
}
