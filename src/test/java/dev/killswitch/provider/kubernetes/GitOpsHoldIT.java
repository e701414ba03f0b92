package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Inspected;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** On a real API server. */
class GitOpsHoldIT {
    @Nested
    class OfApplication extends GitOpsHoldContract {
        OfApplication() {
            super(
                    ResourceKind.ARGO_APPLICATION,
                    "{\"project\":\"default\",\"syncPolicy\":{\"automated\":{\"selfHeal\":true}}}");
        }

        @Override
        Grounds open() {
            return GitOps.servers();
        }
    }

    @Nested
    class OfKustomization extends GitOpsHoldContract {
        OfKustomization() {
            super(ResourceKind.FLUX_KUSTOMIZATION, "{\"interval\":\"10m\",\"prune\":true}");
        }

        @Override
        Grounds open() {
            return GitOps.servers();
        }
    }

    /** Told to go on, in words. */
    @Nested
    class OfHelmRelease extends GitOpsHoldContract {
        OfHelmRelease() {
            super(ResourceKind.FLUX_HELM_RELEASE, "{\"interval\":\"10m\",\"suspend\":false}");
        }

        @Override
        Grounds open() {
            return GitOps.servers();
        }
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
