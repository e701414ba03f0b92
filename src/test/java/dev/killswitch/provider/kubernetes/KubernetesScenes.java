package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.ActionContract;
import dev.killswitch.action.Scene;
import dev.killswitch.range.Faults;
import java.lang.reflect.Constructor;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scenes of the actions on the range: those of their contracts, so that a new action brings its own. */
public final class KubernetesScenes {
    /** Where the contract on the range is not the class {@code FreezeNamespaceTest} of {@code freeze-namespace}. */
    private static final Map<String, Supplier<ActionContract>> NAMED_OTHERWISE = Map.of(
            "kubernetes.isolate-pod",
            () -> new IsolatePodContractTest().new Bare(),
            "kubernetes.kill-pod",
            KillPodContractTest::new);

    private KubernetesScenes() {}

    public static Scene open(String action) {
        ActionContract contract =
                NAMED_OTHERWISE.getOrDefault(action, () -> named(action)).get();
        return switch (contract) {
            case ObjectActionContract object -> {
                object.openGrounds();
                yield new OnRange(object, object.grounds());
            }
            case PodActionContract pod -> {
                pod.openGrounds();
                yield new OnRange(pod, pod.grounds());
            }
            default -> throw missing(action, null);
        };
    }

    private static ActionContract named(String action) {
        String name = Stream.of(action.substring(action.indexOf('.') + 1).split("-", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        name = name.replace("Serviceaccount", "ServiceAccount");
        try {
            Constructor<?> made = Class.forName(KubernetesScenes.class.getPackageName() + "." + name + "Test")
                    .getDeclaredConstructor();
            return (ActionContract) made.newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw missing(action, e);
        }
    }

    private static AssertionError missing(String action, Throwable why) {
        return new AssertionError(
                action + " has no scene: write its contract and the class that runs it on the range, as"
                        + " FreezeNamespaceContract and FreezeNamespaceTest do for freeze-namespace; a class of another name"
                        + " goes into NAMED_OTHERWISE of " + KubernetesScenes.class.getName(),
                why);
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

        /** Reviews only ask. */
        @Override
        public String write() {
            return "^(POST|PUT|PATCH|DELETE) (?!.*reviews$)";
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
