package dev.killswitch.provider.kubernetes;

/** On the range. */
class GitOpsHoldContractTest extends GitOpsHoldContracts {
    @Override
    Grounds open() {
        return GitOps.range();
    }
}
