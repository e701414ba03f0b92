package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Target;
import java.util.List;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class FreezeNamespaceContract extends OwnObjectContract {
    @Override
    String actionName() {
        return "kubernetes.freeze-namespace";
    }

    @Override
    String targetId(Grounds grounds) {
        return grounds.namespace();
    }

    private static String quotas(Target target) {
        return "/api/v1/namespaces/" + target.id() + "/resourcequotas";
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(quotas(target));
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return "/api/v1/namespaces/" + target.id();
    }

    @Override
    protected void changedByOthers() {
        String name = "killswitch-freeze-namespace-" + target().uid();
        String path = quotas(target()) + "/" + name;
        String hard = "{\"spec\":{\"hard\":{\"pods\":\"7\"}}";
        if (grounds().admin().get(path).isPresent()) {
            grounds().admin().merge(path, hard + "}");
        } else {
            grounds()
                    .admin()
                    .create(
                            quotas(target()),
                            hard + ",\"apiVersion\":\"v1\",\"kind\":\"ResourceQuota\",\"metadata\":{\"name\":\"" + name
                                    + "\"}}");
        }
    }
}
