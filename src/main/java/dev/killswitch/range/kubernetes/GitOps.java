package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Argo CD and Flux, as far as it takes to practise on them: an Application and a Kustomization, each of which deploys one thing
 * of the namespace {@code site}. Whoever changes or deletes that finds it put back a moment later, unless the one that
 * deploys it is held. What would stand in their repositories stands here.
 */
final class GitOps {
    static final List<String> GROUP_VERSIONS =
            List.of(Resource.ARGO_APPLICATIONS.groupVersion(), Resource.FLUX_KUSTOMIZATIONS.groupVersion());

    private static final String SITE = "site";
    private static final String ARGO = "argocd";
    private static final List<String> NAMESPACES = List.of(ARGO, SITE);

    private static final String APPLICATION = """
            {"metadata":{"name":"site"},
             "spec":{"project":"default",
                     "source":{"repoURL":"https://git.example/site","path":"front","targetRevision":"main"},
                     "destination":{"server":"https://kubernetes.default.svc","namespace":"site"},
                     "syncPolicy":{"automated":{"prune":true,"selfHeal":true}}},
             "status":{"resources":[
                         {"group":"apps","version":"v1","kind":"StatefulSet","namespace":"site","name":"front"}],
                       "health":{"status":"Healthy"},"sync":{"status":"Synced"}}}""";

    private static final String FRONT = """
            {"metadata":{"name":"front","labels":{"app":"front"},
                         "annotations":{"argocd.argoproj.io/tracking-id":"site:apps/StatefulSet:site/front"}},
             "spec":{"replicas":1,"serviceName":"front","selector":{"matchLabels":{"app":"front"}},
                     "template":{"metadata":{"labels":{"app":"front"}},"spec":{
                       "containers":[{"name":"front","image":"registry.example/site/front:4"}]}}}}""";

    private static final String KUSTOMIZATION = """
            {"metadata":{"name":"site"},
             "spec":{"interval":"1m","path":"./jobs","prune":true,
                     "sourceRef":{"kind":"GitRepository","name":"site"}},
             "status":{"conditions":[{"type":"Ready","status":"True","reason":"ReconciliationSucceeded"}],
                       "inventory":{"entries":[{"id":"site_report_batch_CronJob","v":"v1"}]}}}""";

    private static final String REPORT = """
            {"metadata":{"name":"report","labels":{"kustomize.toolkit.fluxcd.io/name":"site",
                                                   "kustomize.toolkit.fluxcd.io/namespace":"site"}},
             "spec":{"schedule":"0 3 * * *","suspend":false,
                     "jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never",
                       "containers":[{"name":"report","image":"registry.example/site/report:2"}]}}}}}}""";

    private GitOps() {}

    /** Once: what somebody took away of it later stays away. */
    static void install(Objects objects) {
        if (objects.get(Resource.NAMESPACES, "", SITE).isPresent()) {
            return;
        }
        for (String namespace : NAMESPACES) {
            objects.add(Resource.NAMESPACES, "", object("""
                    {"metadata":{"name":"%1$s","labels":{"kubernetes.io/metadata.name":"%1$s"}},
                     "status":{"phase":"Active"}}""".formatted(namespace)));
        }
        objects.add(Resource.ARGO_APPLICATIONS, ARGO, object(APPLICATION));
        objects.add(Resource.FLUX_KUSTOMIZATIONS, SITE, object(KUSTOMIZATION));
    }

    static void reconcile(Objects objects) {
        objects.get(Resource.ARGO_APPLICATIONS, ARGO, SITE).ifPresent(application -> sync(objects, application));
        objects.get(Resource.FLUX_KUSTOMIZATIONS, SITE, SITE)
                .filter(one -> !one.at("/spec/suspend").asBoolean())
                .ifPresent(_ -> apply(objects, Resource.CRON_JOBS, REPORT));
    }

    private static void sync(Objects objects, ObjectNode application) {
        JsonNode automated = application.at("/spec/syncPolicy/automated");
        boolean heals = automated.path("enabled").asBoolean(true)
                && automated.path("selfHeal").asBoolean();
        if (heals) {
            apply(objects, Resource.STATEFUL_SETS, FRONT);
        }
        ObjectNode wanted = object(FRONT);
        boolean isSynced = objects.get(Resource.STATEFUL_SETS, SITE, "front")
                .filter(live -> live.equals(merged(live, wanted)))
                .isPresent();
        ObjectNode seen = application.deepCopy();
        seen.withObject("/status/sync").put("status", isSynced ? "Synced" : "OutOfSync");
        objects.put(Resource.ARGO_APPLICATIONS, seen);
    }

    /** Only what the manifest says is put back: other fields are other people's. */
    private static void apply(Objects objects, Resource resource, String manifest) {
        ObjectNode wanted = object(manifest);
        objects.get(resource, SITE, wanted.at("/metadata/name").asText())
                .ifPresentOrElse(
                        live -> objects.put(resource, merged(live, wanted)), () -> objects.add(resource, SITE, wanted));
    }

    private static ObjectNode merged(ObjectNode live, ObjectNode wanted) {
        ObjectNode merged = live.deepCopy();
        merge(merged, wanted);
        return merged;
    }

    private static void merge(ObjectNode into, ObjectNode wanted) {
        wanted.properties().forEach(field -> {
            if (field.getValue() instanceof ObjectNode inner && into.path(field.getKey()) instanceof ObjectNode there) {
                merge(there, inner);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Objects.parse(json);
    }
}
