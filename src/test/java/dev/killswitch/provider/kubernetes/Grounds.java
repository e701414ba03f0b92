package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.range.Faults;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A cluster to try actions on: the range, or a real one. */
interface Grounds extends AutoCloseable {
    Connection connection();

    Cluster admin();

    String namespace();

    /** The name of a running pod that nothing owns. */
    String bare();

    /** The name of a running pod of a ReplicaSet of a Deployment. */
    String replica();

    /** Deletes the object at {@code path}, and waits until it is gone. */
    void remove(String path);

    /** The name of a node that a test may have to itself. */
    String node();

    /** The name of a node that new pods may name. */
    String nodeOfPods();

    /** The name of a running pod of a StatefulSet. */
    String stateful();

    /** Waits until it is so, for what some controller does. */
    void await(String what, BooleanSupplier so);

    /** Waits until what was asked of the pod has come about: a delete is confirmed, or there was none. */
    void settle(String pod);

    /** What goes wrong between us and the cluster. */
    Faults faults();

    /** From now on {@code permission} is missing. */
    void deny(String permission);

    /** It is there again. */
    void allow(String permission);

    /** As a process does that starts after another died: it knows nothing of what the other had seen. */
    void reconnect();

    @Override
    void close();

    default String path(String pod) {
        return "/api/v1/namespaces/" + namespace() + "/pods/" + pod;
    }

    default String policies() {
        return "/apis/networking.k8s.io/v1/namespaces/" + namespace() + "/networkpolicies";
    }

    default Target target(String pod) {
        return target(Pod.KIND, pod);
    }

    default Target target(String kind, String name) {
        var reference = new Reference(connection().name(), kind, namespace() + "/" + name, Map.of());
        if (connection().resolve(reference, deadline()) instanceof Resolved.Found found) {
            return found.target();
        }
        throw new IllegalStateException("no " + kind + " " + name);
    }

    default Call call(Target target, ActionSpec spec) {
        return new Call(target, parameters(spec, Map.of()), new Call.Mark("c-1", "i-1"), deadline());
    }

    static Parameters parameters(ActionSpec spec, Map<String, ?> given) {
        return Parameters.read(
                spec, Document.of("parameters", given, new Problems()).root());
    }

    static Instant deadline() {
        return Instant.now().plusSeconds(20);
    }
}
