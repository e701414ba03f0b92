package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Target;
import java.util.List;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class FreezeServiceAccountContract extends ObjectActionContract {
    @Override
    String actionName() {
        return "kubernetes.freeze-serviceaccount";
    }

    @Override
    String targetId(Grounds grounds) {
        grounds.admin()
                .create(
                        "/api/v1/namespaces/" + grounds.namespace() + "/serviceaccounts",
                        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"builder\","
                                + "\"annotations\":{\"team\":\"shop\"}}}");
        return grounds.namespace() + "/builder";
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(targetPath(grounds, target));
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return "/api/v1/namespaces/" + grounds.namespace() + "/serviceaccounts/builder";
    }

    @Override
    protected void changedByOthers() {
        throw new AssertionError("not asked of an action that ends its target");
    }
}
