package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.ActionContract;
import dev.killswitch.action.Scene;
import dev.killswitch.range.Faults;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The scenes of the actions, on the range and on a real server: those of their contracts, so that a new action brings its own. */
public final class KubernetesScenes {
    /** Where the contract on the range is no class of its own. */
    private static final Map<String, Supplier<ActionContract>> INSIDE = Map.of(
            "kubernetes.gitops-hold",
            () -> new GitOpsHoldContractTest().new OfKustomization(),
            "kubernetes.isolate-pod",
            () -> new IsolatePodContractTest().new Bare(),
            "kubernetes.withdraw-network-policy",
            () -> new WithdrawNetworkPolicyContractTest().new OneOfThree());

    /** The same on a real server. */
    private static final Map<String, Supplier<ActionContract>> INSIDE_SERVERS = Map.of(
            "kubernetes.gitops-hold",
            () -> new GitOpsHoldIT().new OfKustomization(),
            "kubernetes.isolate-pod",
            () -> new IsolatePodIT().new Bare(),
            "kubernetes.withdraw-network-policy",
            () -> new WithdrawNetworkPolicyIT().new OneOfThree());

    /** Below the wait after which a token's end is believed without a review. */
    private static final Duration CONTROLLERS = Duration.ofSeconds(10);

    private KubernetesScenes() {}

    public static Scene open(String action) {
        ActionContract contract = INSIDE.getOrDefault(
                        action, () -> named(action, List.of("ContractTest.class", "Test.class")))
                .get();
        return opened(action, contract, Duration.ZERO);
    }

    /** On a real control plane, behind a proxy that can go wrong. */
    public static Scene openOnServer(String action) {
        ActionContract contract = INSIDE_SERVERS
                .getOrDefault(action, () -> named(action, List.of("IT.class")))
                .get();
        return ScopedValue.where(ServerGrounds.HOSTILE, true).call(() -> opened(action, contract, CONTROLLERS));
    }

    private static Scene opened(String action, ActionContract contract, Duration patience) {
        return switch (contract) {
            case ObjectActionContract object -> {
                object.openGrounds();
                yield new OnGrounds(object, object.grounds(), patience);
            }
            case PodActionContract pod -> {
                pod.openGrounds();
                yield new OnGrounds(pod, pod.grounds(), patience);
            }
            default -> throw missing(action);
        };
    }

    /** {@code SuspendCronJobContractTest} or {@code SuspendCronJobTest} of {@code suspend-cronjob}, in the order of ends. */
    private static ActionContract named(String action, List<String> ends) {
        String words = action.substring(action.indexOf('.') + 1).replace("-", "");
        return ends.stream()
                .flatMap(end -> classes().filter(file -> file.equalsIgnoreCase(words + end)))
                .flatMap(file -> contract(file.substring(0, file.indexOf('.'))).stream())
                .findFirst()
                .orElseThrow(() -> missing(action));
    }

    private static Stream<String> classes() {
        try (Stream<Path> files =
                Files.list(Path.of(KubernetesScenes.class.getResource("").toURI()))) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the compiled tests cannot be listed", e);
        }
    }

    private static Optional<ActionContract> contract(String name) {
        try {
            Class<?> test = Class.forName(KubernetesScenes.class.getPackageName() + "." + name);
            return ActionContract.class.isAssignableFrom(test)
                    ? Optional.of((ActionContract) test.getDeclaredConstructor().newInstance())
                    : Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static AssertionError missing(String action) {
        return new AssertionError(
                action + " has no scene: write its contract, and the class that runs it on the range, as"
                        + " FreezeNamespaceContract and FreezeNamespaceTest are of freeze-namespace");
    }

    private static final class OnGrounds extends Scene {
        private final Grounds grounds;
        private final Duration patience;

        OnGrounds(ActionContract contract, Grounds grounds, Duration patience) {
            super(contract);
            this.grounds = grounds;
            this.patience = patience;
        }

        @Override
        public Faults faults() {
            return grounds.faults();
        }

        /** Reviews only ask, and rehearsals change nothing. */
        @Override
        public String write() {
            return "^(POST|PUT|PATCH|DELETE) (?!.*(reviews|dryRun)$)";
        }

        @Override
        public Duration patience() {
            return patience;
        }

        @Override
        public void deny(String permission) {
            grounds.deny(permission);
        }

        @Override
        public void allow(String permission) {
            grounds.allow(permission);
        }

        @Override
        public void restart() {
            grounds.reconnect();
        }

        @Override
        public void close() {
            grounds.close();
        }
    }
}
