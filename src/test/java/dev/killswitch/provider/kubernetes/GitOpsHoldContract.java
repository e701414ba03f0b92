package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Target;
import java.util.List;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class GitOpsHoldContract extends ObjectActionContract {
    private final ResourceKind kind;
    private final String spec;

    /** {@code spec} is that of an object that is deployed by itself. */
    GitOpsHoldContract(ResourceKind kind, String spec) {
        this.kind = kind;
        this.spec = spec;
    }

    @Override
    String actionName() {
        return "kubernetes.gitops-hold";
    }

    private String objects(Grounds grounds) {
        return kind.base() + "/namespaces/" + grounds.namespace() + "/" + kind.plural();
    }

    @Override
    String targetId(Grounds grounds) {
        grounds.admin()
                .create(
                        objects(grounds),
                        "{\"apiVersion\":\"" + kind.apiVersion() + "\",\"kind\":\"" + kind.kind()
                                + "\",\"metadata\":{\"name\":\"shop\"},\"spec\":" + spec + "}");
        return grounds.namespace() + "/" + kind.kind() + "/shop";
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(targetPath(grounds, target));
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return objects(grounds) + "/shop";
    }

    /** The switch has two states; whoever turns it back takes our note away as well. */
    @Override
    protected void changedByOthers() {
        boolean isArgo = kind == ResourceKind.ARGO_APPLICATION;
        String pointer = isArgo ? "/spec/syncPolicy/automated/enabled" : "/spec/suspend";
        boolean isHeld = grounds()
                        .admin()
                        .get(targetPath(grounds(), target()))
                        .orElseThrow()
                        .at(pointer)
                        .asBoolean(isArgo)
                != isArgo;
        String asBefore = spec.contains("\"suspend\":false") ? "false" : "null";
        String value = isHeld ? asBefore : Boolean.toString(!isArgo);
        String field =
                isArgo ? "{\"syncPolicy\":{\"automated\":{\"enabled\":" + value + "}}}" : "{\"suspend\":" + value + "}";
        grounds()
                .admin()
                .merge(
                        targetPath(grounds(), target()),
                        "{\"spec\":" + field + ",\"metadata\":{\"annotations\":{\"" + GitOpsHold.NOTE + "\":null}}}");
    }

    @Override
    protected boolean othersLookLikeUs() {
        return true;
    }
}
