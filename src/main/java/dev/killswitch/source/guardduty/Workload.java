package dev.killswitch.source.guardduty;

import dev.killswitch.alert.Entities;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What runs in Kubernetes. GuardDuty calls its type as the API's resources are called: {@code pods}, {@code deployments}. */
record Workload(Json namespace, Json type, Json name, Json uid, Json serviceAccount) {
    private static final Map<String, String> KINDS = Map.of(
            "deployment", "Deployment",
            "daemonset", "DaemonSet",
            "statefulset", "StatefulSet",
            "replicaset", "ReplicaSet",
            "job", "Job",
            "cronjob", "CronJob");

    static Workload of(Json details) {
        return new Workload(
                details.at("namespace"),
                details.at("type"),
                details.at("name"),
                details.at("uid"),
                details.at("serviceAccountName"));
    }

    void addTo(Entities inside, Role role) {
        Optional<String> where = namespace.name();
        if (where.isEmpty()) {
            return;
        }
        String kind = type.text().orElse("").toLowerCase(Locale.ROOT).replaceFirst("s$", "");
        name.name().ifPresent(called -> {
            if (kind.equals("pod")) {
                inside.scoped("uid", uid.name()).add("kubernetes.pod", where.get() + "/" + called, role, name);
            } else if (KINDS.containsKey(kind)) {
                inside.add("kubernetes.workload", where.get() + "/" + KINDS.get(kind) + "/" + called, role, name);
            }
        });
        inside.add("kubernetes.namespace", Role.RELATED, namespace);
        serviceAccount
                .name()
                .ifPresent(account -> inside.add(
                        "kubernetes.serviceaccount", where.get() + "/" + account, Role.RELATED, serviceAccount));
    }
}
