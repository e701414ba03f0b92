package dev.killswitch.provider.kubernetes;

import java.util.List;
import java.util.Optional;

/** Clusters that have the custom resources of Argo CD and Flux, in the shape that is acted on. */
final class GitOps {
    static final List<ResourceKind> KINDS =
            List.of(ResourceKind.ARGO_APPLICATION, ResourceKind.FLUX_KUSTOMIZATION, ResourceKind.FLUX_HELM_RELEASE);

    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String SUSPENDED =
            "suspend: {type: boolean}, interval: {type: string}, prune: {type: boolean}";
    private static final String SWITCHED =
            "project: {type: string}, syncPolicy: {type: object, properties: {automated: {type: object, properties: {%s"
                    + "selfHeal: {type: boolean}, prune: {type: boolean}}}}}";

    private GitOps() {}

    static RangeGrounds range() {
        var grounds = new RangeGrounds();
        KINDS.forEach(kind -> grounds.serve(kind.apiVersion()));
        return grounds;
    }

    static ServerGrounds servers() {
        var grounds = new ServerGrounds();
        KINDS.forEach(kind -> define(grounds, kind, "enabled: {type: boolean}, "));
        return grounds;
    }

    /** As Argo CD defined Applications before they had a switch: fields that are not defined are dropped. */
    static ServerGrounds serversWithAnOlderArgo() {
        var grounds = new ServerGrounds();
        define(grounds, ResourceKind.ARGO_APPLICATION, "");
        return grounds;
    }

    /** Defines it, or defines it anew. */
    private static void define(ServerGrounds grounds, ResourceKind kind, String switches) {
        String spec = kind == ResourceKind.ARGO_APPLICATION ? SWITCHED.formatted(switches) : SUSPENDED;
        grounds.plane().define(kind.group(), kind.version(), kind.plural(), kind.kind(), spec);
        String all = ObjectPath.all(kind, Optional.of(grounds.namespace())).text();
        grounds.await(
                "a server that begins to keep " + kind.plural() + " says so for a moment",
                () -> grounds.admin().send("GET", all, "application/json", "").status() == 200);
        if (kind == ResourceKind.ARGO_APPLICATION) {
            grounds.await("the new definition is in force", () -> keepsTheSwitch(grounds) == !switches.isEmpty());
        }
    }

    /** By a rehearsal: a server goes on with the definition that it had for a moment. */
    private static boolean keepsTheSwitch(ServerGrounds grounds) {
        return grounds.admin()
                .create(
                        "/apis/argoproj.io/v1alpha1/namespaces/" + grounds.namespace() + "/applications?dryRun=All",
                        "{\"apiVersion\":\"argoproj.io/v1alpha1\",\"kind\":\"Application\",\"metadata\":{\"name\":\"look\"},"
                                + "\"spec\":{\"syncPolicy\":{\"automated\":{\"enabled\":true}}}}")
                .at("/spec/syncPolicy/automated")
                .has("enabled");
    }
}
