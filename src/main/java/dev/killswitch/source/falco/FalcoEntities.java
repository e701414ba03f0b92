package dev.killswitch.source.falco;

import dev.killswitch.alert.AwsArn;
import dev.killswitch.alert.AwsCredentials;
import dev.killswitch.alert.Entities;
import dev.killswitch.alert.Entity;
import dev.killswitch.alert.Entity.Role;
import dev.killswitch.alert.Entity.Trust;
import dev.killswitch.alert.Json;
import dev.killswitch.alert.Parsed;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who and what an event names, by its {@code output_fields} alone. Used once. */
final class FalcoEntities {
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    /** The kinds of workload by the plural that the Kubernetes API calls them. */
    private static final Map<String, String> WORKLOADS = Map.of(
            "deployments", "Deployment",
            "daemonsets", "DaemonSet",
            "statefulsets", "StatefulSet",
            "replicasets", "ReplicaSet",
            "jobs", "Job",
            "cronjobs", "CronJob");

    private final Json fields;
    private final Entities entities;

    FalcoEntities(Map<String, String> scope, Json fields) {
        this.fields = fields;
        this.entities = Entities.of(scope, Trust.STRUCTURED);
    }

    List<Entity> gathered() {
        return entities.gathered();
    }

    List<Parsed.Malformed> leftOut() {
        return entities.leftOut();
    }

    void gather() {
        pod();
        container();
        audited();
        cloudTrail();
        googleCloud();
        addresses();
    }

    /** What the field says; a field that Falco could not fill says its own name, or nothing. */
    private Optional<String> said(String field) {
        return fields.at(field).name().filter(value -> !value.equals(field));
    }

    private void pod() {
        if (!pod("k8s.ns.name", "k8s.pod.name", "k8s.pod.uid")) {
            pod("k8smeta.ns.name", "k8smeta.pod.name", "k8smeta.pod.uid");
        }
    }

    private boolean pod(String namespace, String name, String uid) {
        if (said(namespace).isEmpty()) {
            return false;
        }
        said(name)
                .ifPresent(pod -> entities.scoped("uid", said(uid))
                        .scoped("container", said("container.id"))
                        .addOrQuote("kubernetes.pod", said(namespace).get() + "/" + pod, Role.TARGET, fields.at(name)));
        entities.add("kubernetes.namespace", said(namespace).get(), Role.RELATED, fields.at(namespace));
        return said(name).isPresent();
    }

    /** Where Falco was not told which pod it is, its container says it. */
    private void container() {
        entities.add("container", Role.RELATED, fields.at("container.id"));
        if (said("k8s.pod.name").isEmpty() && said("k8smeta.pod.name").isEmpty()) {
            said("container.id")
                    .ifPresent(id ->
                            entities.add("kubernetes.pod", "container:" + id, Role.TARGET, fields.at("container.id")));
        }
        said("container.image.repository")
                .ifPresent(repository -> said("container.image.digest")
                        .ifPresent(digest -> entities.add(
                                "kubernetes.image",
                                repository + "@" + digest,
                                Role.RELATED,
                                fields.at("container.image.digest"))));
    }

    /** The audit log of Kubernetes: whom somebody's request was about, and who asked. */
    private void audited() {
        said("ka.target.name").ifPresent(name -> {
            Json place = fields.at("ka.target.name");
            String resource = said("ka.target.resource").orElse("").toLowerCase(Locale.ROOT);
            String namespaced = said("ka.target.namespace").orElse("") + "/" + name;
            switch (resource) {
                case "pods" -> entities.addOrQuote("kubernetes.pod", namespaced, Role.TARGET, place);
                case "serviceaccounts" -> entities.add("kubernetes.serviceaccount", namespaced, Role.TARGET, place);
                case "networkpolicies" -> entities.add("kubernetes.networkpolicy", namespaced, Role.TARGET, place);
                case "namespaces" -> entities.add("kubernetes.namespace", name, Role.TARGET, place);
                case "nodes" -> entities.add("kubernetes.node", name, Role.TARGET, place);
                default -> {
                    if (WORKLOADS.containsKey(resource)) {
                        String workload = namespaced.replaceFirst("/", "/" + WORKLOADS.get(resource) + "/");
                        entities.add("kubernetes.workload", workload, Role.TARGET, place);
                    }
                }
            }
        });
        said("ka.target.namespace")
                .ifPresent(namespace -> entities.add(
                        "kubernetes.namespace", namespace, Role.RELATED, fields.at("ka.target.namespace")));
        said("ka.user.name").ifPresent(user -> {
            Json place = fields.at("ka.user.name");
            if (user.startsWith(SERVICE_ACCOUNT)) {
                String account = user.substring(SERVICE_ACCOUNT.length()).replaceFirst(":", "/");
                entities.add("kubernetes.serviceaccount", account, Role.ACTOR, place);
            } else {
                entities.add("kubernetes.subject", "User:" + user, Role.ACTOR, place);
            }
        });
    }

    /** CloudTrail: the caller is whose credential may be in the wrong hands. */
    private void cloudTrail() {
        Json place = fields.at("ct.user.arn");
        Optional<AwsArn> arn = said("ct.user.arn").flatMap(AwsArn::parse);
        Optional<String> account = arn.map(AwsArn::account).or(() -> said("ct.user.accountid"));
        Entities here = entities.scoped("account", account).scoped("region", said("ct.region"));
        // Of the root user nothing is cut by a rule: its key is no target, and says so by its role.
        boolean root = arn.filter(caller -> caller.resource().equals("root")).isPresent();
        Optional<String> user =
                arn.filter(caller -> caller.path().getFirst().equals("user")).map(AwsArn::name);
        AwsCredentials.add(here, root ? Role.RELATED : Role.ACTOR, fields.at("ct.user.accesskeyid"), user);
        here.add("aws.session", Role.ACTOR, fields.at("ct.user.principalid"));
        arn.ifPresent(caller -> {
            switch (caller.path().getFirst()) {
                case "user" -> here.add("aws.user", caller.name(), Role.ACTOR, place);
                case "role" -> here.add("aws.role", caller.name(), Role.ACTOR, place);
                case "root" -> here.add("aws.root", caller.account(), Role.ACTOR, place);
                case "federated-user" -> here.add("aws.federated-user", caller.name(), Role.ACTOR, place);
                case "assumed-role" -> {
                    if (caller.path().size() == 3) {
                        here.add("aws.role", caller.path().get(1), Role.ACTOR, place);
                    }
                }
                default -> {}
            }
        });
        here.add("ip", Role.ACTOR, fields.at("ct.srcip"));
    }

    /** The audit log of Google Cloud. Nothing there can be acted on yet; an incident is known by it all the same. */
    private void googleCloud() {
        entities.scoped("project", said("gcp.projectId")).add("gcp.principal", Role.ACTOR, fields.at("gcp.user"));
        entities.add("ip", Role.ACTOR, fields.at("gcp.callerIP"));
    }

    /** Of a connection Falco knows both ends, not which of them means ill. {@code fd.name} is a path of files, too. */
    private void addresses() {
        for (String field : List.of("fd.rip", "fd.cip", "fd.sip")) {
            entities.add("ip", Role.RELATED, fields.at(field));
        }
    }
}
