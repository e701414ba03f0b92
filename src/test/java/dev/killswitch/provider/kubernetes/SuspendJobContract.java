package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Target;
import java.util.List;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class SuspendJobContract extends ObjectActionContract {
    private static final String BODY = """
            {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"report"},
             "spec":{"template":{"spec":{
               "restartPolicy":"Never","containers":[{"name":"app","image":"example.invalid/report:1"}]}}}}""";

    @Override
    String actionName() {
        return "kubernetes.suspend-job";
    }

    private static String all(Grounds grounds) {
        return "/apis/batch/v1/namespaces/" + grounds.namespace() + "/jobs";
    }

    @Override
    String targetId(Grounds grounds) {
        grounds.admin().create(all(grounds), BODY);
        return grounds.namespace() + "/Job/report";
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
                        "{\"spec\":{\"suspend\":" + !suspended
                                + "},\"metadata\":{\"annotations\":{\"killswitch.dev/suspend-job\":null}}}");
    }

    @Override
    protected boolean othersLookLikeUs() {
        return true;
    }
}
