package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The cluster as a new range has it: a shop with a front end, a database and a toolbox. */
final class FreshWorld {
    private static final List<String> NAMESPACES = List.of("default", "kube-system", "shop");

    private final Objects objects;
    private final Controllers controllers;

    FreshWorld(Objects objects, Controllers controllers) {
        this.objects = objects;
        this.controllers = controllers;
    }

    void make() {
        for (String node : List.of("node-a", "node-b")) {
            objects.add(Resource.NODES, "", object("""
                    {"metadata":{"name":"%s"},"spec":{},"status":{"conditions":[{"type":"Ready","status":"True"}]}}""".formatted(node)));
        }
        for (String namespace : NAMESPACES) {
            objects.add(Resource.NAMESPACES, "", object("""
                    {"metadata":{"name":"%1$s","labels":{"kubernetes.io/metadata.name":"%1$s"}},
                     "status":{"phase":"Active"}}""".formatted(namespace)));
        }
        shop();
        controllers.run(objects.add(Resource.PODS, "kube-system", object("""
                {"metadata":{"name":"dns","labels":{"k8s-app":"dns"}},
                 "spec":{"priorityClassName":"system-cluster-critical",
                         "containers":[{"name":"dns","image":"registry.example/dns:1"}]}}""")));
        controllers.reconcile();
    }

    private void shop() {
        objects.add(Resource.SERVICE_ACCOUNTS, "shop", object("""
                {"metadata":{"name":"web"}}"""));
        objects.add(Resource.SERVICES, "shop", object("""
                {"metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]}}"""));
        objects.add(Resource.NETWORK_POLICIES, "shop", object("""
                {"metadata":{"name":"allow-web"},
                 "spec":{"podSelector":{"matchLabels":{"app":"web"}},"policyTypes":["Ingress"],
                         "ingress":[{"ports":[{"port":8080,"protocol":"TCP"}]}]}}"""));
        ObjectNode web = objects.add(Resource.DEPLOYMENTS, "shop", object("""
                {"metadata":{"name":"web","labels":{"app":"web"}},
                 "spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},
                         "template":{"metadata":{"labels":{"app":"web"}},"spec":{
                           "serviceAccountName":"web",
                           "containers":[{"name":"web","image":"registry.example/shop/web:7"}]}}}}"""));
        ObjectNode set = object("""
                {"metadata":{"name":"web-5d9c7b6f4","labels":{"app":"web","pod-template-hash":"5d9c7b6f4"}},
                 "spec":{"replicas":3,"selector":{"matchLabels":{"app":"web","pod-template-hash":"5d9c7b6f4"}},
                         "template":{"metadata":{"labels":{"app":"web","pod-template-hash":"5d9c7b6f4"}},"spec":{
                           "serviceAccountName":"web",
                           "containers":[{"name":"web","image":"registry.example/shop/web:7"}]}}}}""");
        Controllers.own(set, web);
        objects.add(Resource.REPLICA_SETS, "shop", set);
        objects.add(Resource.STATEFUL_SETS, "shop", object("""
                {"metadata":{"name":"payments","labels":{"app":"payments"}},
                 "spec":{"replicas":1,"serviceName":"payments","selector":{"matchLabels":{"app":"payments"}},
                         "template":{"metadata":{"labels":{"app":"payments"}},"spec":{
                           "containers":[{"name":"payments","image":"registry.example/shop/payments:3"}]}}}}"""));
        controllers.run(objects.add(Resource.PODS, "shop", object("""
                {"metadata":{"name":"toolbox","labels":{"app":"toolbox"}},
                 "spec":{"containers":[{"name":"toolbox","image":"registry.example/shop/toolbox:1"}]}}""")));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Objects.parse(json);
    }
}
