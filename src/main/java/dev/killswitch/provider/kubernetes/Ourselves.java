package dev.killswitch.provider.kubernetes;

import dev.killswitch.provider.kubernetes.KubernetesSettings.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The pod that we run in and its namespace, where the connection is to the cluster around us. Empty where we do not run
 * in it, as far as that can be known.
 */
record Ourselves(Optional<String> namespace, Optional<String> id) {
    static Ourselves of(Access access) {
        return switch (access) {
            case Access.InCluster inside -> in(inside);
            case Access.Kubeconfig _, Access.Address _ -> new Ourselves(Optional.empty(), Optional.empty());
        };
    }

    /** The kubelet tells a pod its namespace by a file and its name as the name of its host. */
    private static Ourselves in(Access.InCluster inside) {
        Path file = inside.directory().resolve("namespace");
        try {
            String namespace = Files.readString(file).strip();
            return new Ourselves(
                    Optional.of(namespace).filter(Names::isNamespace),
                    inside.host().isBlank() ? Optional.empty() : Optional.of(namespace + "/" + inside.host()));
        } catch (IOException _) {
            return new Ourselves(Optional.empty(), Optional.empty());
        }
    }

    /** Where our pod stands; empty where that is not known, or is no name of one. */
    Optional<ObjectPath> path() {
        return id.map(text -> text.split("/", -1))
                .filter(parts -> parts.length == 2 && Names.isNamespace(parts[0]) && Names.isName(parts[1]))
                .map(parts -> ObjectPath.pod(parts[0], parts[1]));
    }

    boolean is(Pod pod) {
        return id.filter(pod.id()::equals).isPresent();
    }

    boolean isIn(String name) {
        return namespace.filter(name::equals).isPresent();
    }
}
