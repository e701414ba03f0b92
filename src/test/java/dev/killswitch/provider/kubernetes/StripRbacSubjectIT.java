package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** On a real API server, with its checks of who may bind. */
class StripRbacSubjectIT extends StripRbacSubjectContract {
    private static final String CREATE = "create rolebindings.rbac.authorization.k8s.io";

    @Override
    Grounds open() {
        return new ServerGrounds();
    }

    @Override
    Grounds binding() {
        return with(CREATE, "bind roles.rbac.authorization.k8s.io");
    }

    private static ServerGrounds with(String... more) {
        return new ServerGrounds(Stream.concat(
                        Stream.concat(
                                StripRbacSubject.SPEC.permissions().stream(),
                                Stream.of(ResourceKind.SERVICE_ACCOUNT.permission("get"))),
                        Stream.of(more))
                .toList());
    }

    /** Who may make bindings, and bind nothing, may make none that gives more than he has himself. */
    @Test
    void rightToMakeBindings_withNoneToBind_isNotEnough() {
        try (ServerGrounds grounds = with(CREATE)) {
            targetId(grounds);
            Action action = grounds.connection().action(actionName());
            Target writers = target(grounds, Where.ROLE_BINDING, grounds.namespace() + "/writers");
            assertThat(found(action, grounds.call(writers, action.spec())).undo())
                    .isEqualTo(Undo.BY_HAND);
        }
    }

    @Test
    void whomWeActAs_isRefused() {
        String us = ((ServerGrounds) grounds()).account();
        for (String subject : List.of(
                "{\"kind\":\"ServiceAccount\",\"name\":\"" + us + "\",\"namespace\":\"default\"}",
                "{\"kind\":\"Group\",\"name\":\"system:authenticated\"}")) {
            bind(grounds(), "ours-" + Names.digest(subject), subject);
            Target ours =
                    target(grounds(), Where.ROLE_BINDING, grounds().namespace() + "/ours-" + Names.digest(subject));
            assertThat(action().inspect(grounds().call(ours, action().spec())))
                    .isEqualTo(new Inspected.Refused("it names whom we act as, or a group of ours"));
        }
    }
}
