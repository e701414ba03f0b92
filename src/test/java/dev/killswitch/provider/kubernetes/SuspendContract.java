package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Target;
import java.util.List;

/** What suspending a Job and suspending a CronJob promise alike. */
abstract class SuspendContract extends ObjectActionContract {
    private final String action;
    private final ResourceKind kind;
    private final String body;

    /** {@code action} without its provider; {@code body} is of one that is called report. */
    SuspendContract(String action, ResourceKind kind, String body) {
        this.action = action;
        this.kind = kind;
        this.body = body;
    }

    @Override
    String actionName() {
        return "kubernetes." + action;
    }

    private String all(Grounds grounds) {
        return kind.base() + "/namespaces/" + grounds.namespace() + "/" + kind.plural();
    }

    @Override
    String targetId(Grounds grounds) {
        grounds.admin().create(all(grounds), body);
        return grounds.namespace() + "/" + kind.kind() + "/report";
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(targetPath(grounds, target));
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return all(grounds) + "/report";
    }

    /** The field has two states; whoever puts it back takes our note away as well. */
    @Override
    protected void changedByOthers() {
        String path = targetPath(grounds(), target());
        boolean suspended =
                grounds().admin().get(path).orElseThrow().at("/spec/suspend").asBoolean();
        grounds()
                .admin()
                .merge(
                        path,
                        "{\"spec\":{\"suspend\":" + !suspended + "},\"metadata\":{\"annotations\":{\"killswitch.dev/"
                                + action + "\":null}}}");
    }

    @Override
    protected boolean othersLookLikeUs() {
        return true;
    }
}
