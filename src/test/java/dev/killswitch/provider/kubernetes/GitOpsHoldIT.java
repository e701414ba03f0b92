package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Inspected;
import org.junit.jupiter.api.Test;

/** On a real API server. */
class GitOpsHoldIT extends GitOpsHoldContracts {
    @Override
    Grounds open() {
        return GitOps.servers();
    }

    @Test
    void applicationOfAnOlderArgo_hasNoSwitch_andIsLeftAlone() {
        try (ServerGrounds grounds = GitOps.serversWithAnOlderArgo()) {
            String applications =
                    ResourceKind.ARGO_APPLICATION.base() + "/namespaces/" + grounds.namespace() + "/applications";
            grounds.admin()
                    .create(
                            applications,
                            "{\"apiVersion\":\"argoproj.io/v1alpha1\",\"kind\":\"Application\",\"metadata\":{\"name\":\"shop\"},"
                                    + "\"spec\":{\"syncPolicy\":{\"automated\":{\"selfHeal\":true}}}}");
            Action action = grounds.connection().action("kubernetes.gitops-hold");
            var call = grounds.call(grounds.target(Where.GITOPS, "Application/shop"), action.spec());
            assertThat(action.inspect(call))
                    .isInstanceOfSatisfying(
                            Inspected.Refused.class,
                            refused ->
                                    assertThat(refused.why()).contains("knows no spec.syncPolicy.automated.enabled"));
        }
    }
}
