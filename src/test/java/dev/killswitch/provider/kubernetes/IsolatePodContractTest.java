package dev.killswitch.provider.kubernetes;

import org.junit.jupiter.api.Nested;

/** The contract on the range, for each kind of pod: what an undo can promise differs. */
class IsolatePodContractTest {
    abstract static class OnRange extends PodActionContract {
        @Override
        Grounds open() {
            return new RangeGrounds();
        }

        @Override
        String actionName() {
            return "kubernetes.isolate-pod";
        }
    }

    @Nested
    class Bare extends OnRange {
        @Override
        String pod(Grounds grounds) {
            return grounds.bare();
        }
    }

    @Nested
    class OfReplicaSet extends OnRange {
        @Override
        String pod(Grounds grounds) {
            return grounds.replica();
        }
    }

    @Nested
    class OfStatefulSet extends OnRange {
        @Override
        String pod(Grounds grounds) {
            return grounds.stateful();
        }
    }
}
