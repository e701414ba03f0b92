package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Target;
import java.util.List;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class IsolateNamespaceContract extends OwnObjectContract {
    @Override
    String actionName() {
        return "kubernetes.isolate-namespace";
    }

    @Override
    String targetId(Grounds grounds) {
        return grounds.namespace();
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(grounds.policies());
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return "/api/v1/namespaces/" + target.id();
    }

    @Override
    protected void changedByOthers() {
        Policies.open(grounds(), "killswitch-isolate-namespace-" + target().uid());
    }
}
