package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Call;
import dev.killswitch.action.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class WithdrawNetworkPolicyContract {
    private static final String WEB = "{\"ports\":[{\"port\":8080}],\"from\":[{\"podSelector\":{}}]}";
    private static final String METRICS = "{\"ports\":[{\"port\":9090,\"protocol\":\"TCP\"}]}";
    private static final String OUT = "{\"to\":[{\"ipBlock\":{\"cidr\":\"10.0.0.0/8\"}}]}";

    abstract Grounds open();

    /** What each case has in common. */
    abstract class Case extends ObjectActionContract {
        abstract String direction();

        abstract String rule();

        /** Whose rules somebody else changes. */
        String changed() {
            return direction();
        }

        String ingress() {
            return METRICS + "," + WEB + "," + METRICS;
        }

        @Override
        Grounds open() {
            return WithdrawNetworkPolicyContract.this.open();
        }

        @Override
        String actionName() {
            return "kubernetes.withdraw-network-policy";
        }

        @Override
        String targetId(Grounds grounds) {
            Policies.create(
                    grounds,
                    "lets-through",
                    "{\"podSelector\":{\"matchLabels\":{\"app\":\"toolbox\"}},\"ingress\":[" + ingress()
                            + "],\"egress\":[" + OUT + "],\"policyTypes\":[\"Ingress\",\"Egress\"]}");
            return grounds.namespace() + "/lets-through";
        }

        @Override
        protected Call call() {
            Call call = super.call();
            var parameters = Grounds.parameters(action().spec(), Map.of("direction", direction(), "rule", rule()));
            return new Call(call.target(), parameters, call.mark(), call.deadline());
        }

        @Override
        List<String> paths(Grounds grounds, Target target) {
            return List.of(grounds.policies());
        }

        @Override
        String targetPath(Grounds grounds, Target target) {
            return grounds.policies() + "/lets-through";
        }

        @Override
        protected void changedByOthers() {
            grounds()
                    .admin()
                    .merge(
                            targetPath(grounds(), target()),
                            "{\"spec\":{\"" + changed() + "\":[{\"ports\":[{\"port\":22}]}]}}");
        }
    }

    @Nested
    class OneOfThree extends Case {
        @Override
        String direction() {
            return "ingress";
        }

        @Override
        String rule() {
            return WEB;
        }
    }

    @Nested
    class TwoThatAreTheSame extends Case {
        @Override
        String direction() {
            return "ingress";
        }

        @Override
        String rule() {
            return METRICS;
        }
    }

    @Nested
    class TheOnlyOne extends Case {
        @Override
        String direction() {
            return "egress";
        }

        @Override
        String rule() {
            return OUT;
        }
    }

    @Nested
    class All extends Case {
        @Override
        String direction() {
            return "ingress";
        }

        @Override
        String rule() {
            return "all";
        }
    }

    @Nested
    class BothWays extends Case {
        @Override
        String direction() {
            return "both";
        }

        @Override
        String rule() {
            return "all";
        }

        @Override
        String changed() {
            return "egress";
        }
    }

    /** Too many for the record: a person has to put them back. */
    @Nested
    class TooMany extends Case {
        @Override
        String direction() {
            return "ingress";
        }

        @Override
        String rule() {
            return "all";
        }

        @Override
        String ingress() {
            return WEB + ("," + METRICS).repeat(600);
        }
    }
}
