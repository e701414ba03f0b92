package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Target;
import java.util.List;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class IsolateWorkloadContract extends OwnObjectContract {
    @Override
    String actionName() {
        return "kubernetes.isolate-workload";
    }

    @Override
    String targetId(Grounds grounds) {
        grounds.stateful();
        return grounds.namespace() + "/StatefulSet/payments";
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(grounds.policies());
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return "/apis/apps/v1/namespaces/" + grounds.namespace() + "/statefulsets/payments";
    }

    @Override
    protected void changedByOthers() {
        Policies.open(grounds(), "killswitch-isolate-workload-" + target().uid());
    }
}
