package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Tiers;
import dev.killswitch.config.Section;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How one cluster is reached, and what we may do there.
 *
 * @param tiers what is switched on; none means that we only look
 * @param canary how its network is measured, where that tier is on
 * @param layAhead the namespaces that have the standing policy before anybody needs it
 */
record KubernetesSettings(Access access, Set<String> tiers, CanarySettings canary, List<String> layAhead) {
    private static final Path IN_CLUSTER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    KubernetesSettings {
        tiers = Set.copyOf(tiers);
        layAhead = List.copyOf(layAhead);
    }

    /** Where the API server is, and who we are to it. */
    sealed interface Access {
        /** {@code context} is the file's current one where empty. */
        record Kubeconfig(Path file, Optional<String> context) implements Access {}

        /** {@code ca} is the certificates to trust; the machine's own where empty. */
        record Address(URI uri, Path token, Optional<Path> ca) implements Access {}

        /**
         * As the pod that we run in is told: the environment says where, the mounted files who.
         *
         * @param host what this machine is called, which for a pod is its name
         */
        record InCluster(Path directory, String host) implements Access {}
    }

    static KubernetesSettings read(Section section) {
        Optional<String> kubeconfig = section.text("kubeconfig");
        Optional<String> context = section.text("context");
        Optional<String> url = section.text("url");
        Optional<String> token = section.text("token-file");
        Optional<String> ca = section.text("ca-file");
        Set<String> tiers = Tiers.read(section, Specs.ALL, Set.of(CanarySettings.TIER, Denies.TIER));
        CanarySettings canary = CanarySettings.read(section);
        List<String> ahead = LaidAhead.read(section);
        if (kubeconfig.isPresent() && url.isPresent()) {
            section.problem("url", "both kubeconfig and url", "one of them, or neither inside a cluster");
        }
        if (kubeconfig.isPresent()) {
            return new KubernetesSettings(
                    new Access.Kubeconfig(Path.of(kubeconfig.get()), context), tiers, canary, ahead);
        }
        if (url.isEmpty()) {
            return new KubernetesSettings(
                    new Access.InCluster(IN_CLUSTER, Objects.requireNonNullElse(System.getenv("HOSTNAME"), "")),
                    tiers,
                    canary,
                    ahead);
        }
        if (token.isEmpty()) {
            section.problem("token-file", "nothing", "the file that holds the bearer token for url");
        }
        return new KubernetesSettings(
                new Access.Address(uri(section, url.get()), Path.of(token.orElse("")), ca.map(Path::of)),
                tiers,
                canary,
                ahead);
    }

    private static URI uri(Section section, String text) {
        try {
            var uri = new URI(text);
            if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // Told below, as is a URI of another form.
        }
        section.problem("url", text, "an address such as https://10.0.0.1:6443");
        return URI.create("https://unknown.invalid");
    }
}
