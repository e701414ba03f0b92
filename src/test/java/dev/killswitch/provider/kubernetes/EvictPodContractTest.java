package dev.killswitch.provider.kubernetes;

/** The contract on the range. */
class EvictPodContractTest extends PodActionContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }

    @Override
    String pod(Grounds grounds) {
        return grounds.bare();
    }

    @Override
    String actionName() {
        return "kubernetes.evict-pod";
    }
}
