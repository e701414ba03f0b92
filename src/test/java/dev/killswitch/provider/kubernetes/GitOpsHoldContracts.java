package dev.killswitch.provider.kubernetes;

import org.junit.jupiter.api.Nested;

/** The contract of each kind that can be held. */
abstract class GitOpsHoldContracts {
    abstract Grounds open();

    @Nested
    class OfApplication extends GitOpsHoldContract {
        OfApplication() {
            super(
                    ResourceKind.ARGO_APPLICATION,
                    "{\"project\":\"default\",\"syncPolicy\":{\"automated\":{\"selfHeal\":true}}}");
        }

        @Override
        Grounds open() {
            return GitOpsHoldContracts.this.open();
        }
    }

    @Nested
    class OfKustomization extends GitOpsHoldContract {
        OfKustomization() {
            super(ResourceKind.FLUX_KUSTOMIZATION, "{\"interval\":\"10m\",\"prune\":true}");
        }

        @Override
        Grounds open() {
            return GitOpsHoldContracts.this.open();
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
            return GitOpsHoldContracts.this.open();
        }
    }
}
