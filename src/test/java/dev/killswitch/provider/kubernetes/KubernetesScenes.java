package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.ActionContract;
import dev.killswitch.action.Scene;
import dev.killswitch.range.Faults;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The scenes of the actions on the range: those of their contracts, so that a new action brings its own. */
public final class KubernetesScenes {
    /** Where the contract on the range is no class of its own. */
    private static final Map<String, Supplier<ActionContract>> INSIDE = Map.of(
            "kubernetes.gitops-hold",
            () -> new GitOpsHoldContractTest().new OfKustomization(),
            "kubernetes.isolate-pod",
            () -> new IsolatePodContractTest().new Bare(),
            "kubernetes.withdraw-network-policy",
            () -> new WithdrawNetworkPolicyContractTest().new OneOfThree());

    private KubernetesScenes() {}

    public static Scene open(String action) {
        ActionContract contract =
                INSIDE.getOrDefault(action, () -> named(action)).get();
        return switch (contract) {
            case ObjectActionContract object -> {
                object.openGrounds();
                yield new OnRange(object, object.grounds());
            }
            case PodActionContract pod -> {
                pod.openGrounds();
                yield new OnRange(pod, pod.grounds());
            }
            default -> throw missing(action);
        };
    }

    /** {@code SuspendCronJobContractTest} or {@code SuspendCronJobTest} of {@code suspend-cronjob}. */
    private static ActionContract named(String action) {
        String words = action.substring(action.indexOf('.') + 1).replace("-", "");
        return Stream.of("ContractTest.class", "Test.class")
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

    private static final class OnRange extends Scene {
        private final RangeGrounds grounds;

        OnRange(ActionContract contract, Grounds grounds) {
            super(contract);
            this.grounds = (RangeGrounds) grounds;
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
