package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects of a canary: where they stand, and how they are made. */
final class CanaryPods {
    static final String NAMESPACE = "killswitch-canary";

    /** On the namespace: whether it goes with the canary, or was laid by whoever installed us and stays. */
    static final String LABEL = "killswitch.dev/canary";

    static final String MADE = "made";
    static final String LAID = "laid";

    static final String SERVER = "server";

    /** The names differ in their last part alone: plugins that take such pods for one are found out. */
    static final String NEAR = "probe-near";

    static final String FAR = "probe-far";
    static final String WITNESS = "probe-witness";
    static final List<String> PROBES = List.of(NEAR, FAR, WITNESS);

    /** What a probe connects to, as its log says it. */
    static final String TO_SERVER = "server";

    static final String TO_NODE = "node";
    static final String TO_NEAR = "near";
    static final String TO_FAR = "far";

    /** What our quarantine label says on them: no containment is behind it. */
    static final String LABEL_VALUE = "canary";

    private static final int PORT = 8080;

    /** The kubelet's, which listens on every node. */
    private static final int NODE_PORT = 10_250;

    private static final int NOBODY = 65_534;

    /**
     * Listens, begins a connection to each target every 250 ms, and holds one over which a heartbeat comes back. A connect
     * that is dropped is given up after a second, while the next ones begin.
     */
    private static final String SCRIPT = """
            nc -ll -p "$PORT" -e cat &
            for t in $TARGETS; do
              (
                name=${t%%=*}; at=${t#*=}; n=0
                while :; do
                  n=$((n + 1)); echo "try $name $n"
                  (
                    if timeout 2 nc -w 1 "${at%:*}" "${at##*:}" </dev/null >/dev/null 2>&1
                    then echo "ok $name $n"; else echo "no $name $n"; fi
                  ) &
                  sleep 0.25
                done
              ) &
            done
            while [ -n "$HELD" ]; do
              while :; do echo beat; sleep 0.25; done | nc "${HELD%:*}" "${HELD##*:}" 2>/dev/null
              sleep 0.25
            done
            wait
            """;

    private final CanarySettings settings;

    CanaryPods(CanarySettings settings) {
        this.settings = settings;
    }

    static Map<String, String> labels(String pod) {
        return Map.of(Marks.MANAGED_BY, Marks.US, LABEL, pod);
    }

    static ObjectNode namespace() {
        ObjectNode namespace = object("v1", "Namespace", NAMESPACE);
        namespace
                .withObject("/metadata/labels")
                .put(Marks.MANAGED_BY, Marks.US)
                .put(LABEL, MADE)
                .put("pod-security.kubernetes.io/enforce", "restricted");
        return namespace;
    }

    static ObjectNode policy() {
        ObjectNode policy = object("networking.k8s.io/v1", "NetworkPolicy", StandingPolicy.NAME);
        policy.withObject("/metadata/labels").put(Marks.MANAGED_BY, Marks.US);
        policy.set("spec", StandingPolicy.spec());
        return policy;
    }

    private static ObjectNode object(String apiVersion, String kind, String name) {
        ObjectNode object = KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", apiVersion)
                .put("kind", kind);
        object.putObject("metadata").put("name", name);
        return object;
    }

    ObjectNode server() {
        return pod(SERVER, "", "");
    }

    /** Beside the server. */
    ObjectNode near(String server) {
        ObjectNode pod = pod(NEAR, target(TO_SERVER, server) + " " + TO_NODE + "=$(NODE):" + NODE_PORT, held(server));
        place(pod, "podAffinity");
        return pod;
    }

    /** Anywhere but on the server's node. */
    ObjectNode far(String server) {
        ObjectNode pod = pod(FAR, target(TO_SERVER, server), held(server));
        place(pod, "podAntiAffinity");
        return pod;
    }

    /** Beside the server, and never isolated. */
    ObjectNode witness(String server, String near, Optional<String> far) {
        String targets = target(TO_SERVER, server) + " " + target(TO_NEAR, near)
                + far.map(address -> " " + target(TO_FAR, address)).orElse("");
        ObjectNode pod = pod(WITNESS, targets, "");
        place(pod, "podAffinity");
        return pod;
    }

    private static String target(String name, String address) {
        return name + "=" + held(address);
    }

    private static String held(String address) {
        return address + ":" + PORT;
    }

    private static void place(ObjectNode pod, String affinity) {
        pod.withObject("/spec/affinity/" + affinity)
                .putArray("requiredDuringSchedulingIgnoredDuringExecution")
                .addObject()
                .put("topologyKey", "kubernetes.io/hostname")
                .putObject("labelSelector")
                .putObject("matchLabels")
                .put(LABEL, SERVER);
    }

    private ObjectNode pod(String name, String targets, String held) {
        ObjectNode pod = object("v1", "Pod", name);
        pod.withObject("/metadata").set("labels", KubernetesCalls.JSON.valueToTree(labels(name)));
        ObjectNode spec = pod.putObject("spec");
        spec.put("restartPolicy", "Never")
                .put("automountServiceAccountToken", false)
                .put("enableServiceLinks", false)
                .put("terminationGracePeriodSeconds", 1)
                // It ends by itself, whatever becomes of us.
                .put(
                        "activeDeadlineSeconds",
                        settings.patience().plus(Duration.ofMinutes(1)).toSeconds());
        ObjectNode secure = spec.putObject("securityContext");
        secure.put("runAsNonRoot", true).put("runAsUser", NOBODY).put("runAsGroup", NOBODY);
        secure.putObject("seccompProfile").put("type", "RuntimeDefault");
        ObjectNode container = spec.putArray("containers").addObject();
        container.put("name", "probe").put("image", settings.image());
        container.putArray("command").add("sh").add("-c").add(SCRIPT);
        var env = container.putArray("env");
        env.addObject()
                .put("name", "NODE")
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "status.hostIP");
        env.addObject().put("name", "PORT").put("value", Integer.toString(PORT));
        env.addObject().put("name", "TARGETS").put("value", targets);
        env.addObject().put("name", "HELD").put("value", held);
        ObjectNode confined = container.putObject("securityContext");
        confined.put("allowPrivilegeEscalation", false).put("readOnlyRootFilesystem", true);
        confined.putObject("capabilities").putArray("drop").add("ALL");
        ObjectNode resources = container.putObject("resources");
        resources.putObject("requests").put("cpu", "20m").put("memory", "16Mi");
        resources.putObject("limits").put("memory", "64Mi");
        return pod;
    }
}
