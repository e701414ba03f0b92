package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.provider.kubernetes.Lists.Listed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who has a Secret, by what they say themselves: no contents are looked at. Thread-safe. */
final class SecretUse {
    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    private static final String WRITERS = "/metadata/managedFields";
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

    private final Lists lists;

    SecretUse(KubernetesCalls calls) {
        this.lists = new Lists(calls);
    }

    /** The names of the pods that are not over; empty where they cannot be listed, all of them. */
    Optional<List<String>> pods(Where secret, Instant deadline) {
        return users(ResourceKind.POD, secret, deadline)
                .map(pods -> pods.stream()
                        .filter(pod -> inPod(pod, secret.name()))
                        .map(Pod::read)
                        .filter(pod -> !pod.isOver())
                        .map(Pod::name)
                        .sorted()
                        .toList());
    }

    /** How many accounts give it to their pods, as a registry's or as their token. */
    Optional<Integer> accounts(Where secret, Instant deadline) {
        return users(ResourceKind.SERVICE_ACCOUNT, secret, deadline).map(accounts -> (int) accounts.stream()
                .filter(account -> Stream.of("imagePullSecrets", "secrets")
                        .flatMap(field -> account.path(field).valueStream())
                        .anyMatch(one -> one.path("name").asText().equals(secret.name())))
                .count());
    }

    /** The server notes who wrote which part, and that is metadata. */
    static Set<String> keys(JsonNode secret) {
        return secret.at(WRITERS)
                .valueStream()
                .flatMap(one -> one.at("/fieldsV1/f:data").propertyStream())
                .map(part -> part.getKey().replaceFirst("^f:", ""))
                .filter(key -> KEY.matcher(key).matches() && !key.equals("."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether it is known that nobody loses anything with it: it holds nothing, no account's token either, and nobody has it. */
    boolean isSpare(JsonNode secret, Where where, Instant deadline) {
        return !secret.at(WRITERS).isEmpty()
                && keys(secret).isEmpty()
                && !RevokeLegacyToken.isOfAnAccount(secret)
                && pods(where, deadline).filter(List::isEmpty).isPresent()
                && accounts(where, deadline).filter(using -> using == 0).isPresent();
    }

    private Optional<List<JsonNode>> users(ResourceKind kind, Where secret, Instant deadline) {
        return lists.list(kind, secret.namespace(), deadline) instanceof Listed.Items items && items.whole()
                ? Optional.of(items.items())
                : Optional.empty();
    }

    /** As a volume, in an environment, or for the pull of an image. */
    private static boolean inPod(JsonNode pod, String secret) {
        JsonNode spec = pod.path("spec");
        Stream<JsonNode> volumes = spec.path("volumes")
                .valueStream()
                .flatMap(volume -> Stream.concat(
                        Stream.of(volume.at("/secret/secretName")),
                        volume.at("/projected/sources").valueStream().map(source -> source.at("/secret/name"))));
        Stream<JsonNode> environments = CONTAINERS.stream()
                .flatMap(list -> spec.path(list).valueStream())
                .flatMap(container -> Stream.concat(
                        container.path("env").valueStream().map(one -> one.at("/valueFrom/secretKeyRef/name")),
                        container.path("envFrom").valueStream().map(one -> one.at("/secretRef/name"))));
        Stream<JsonNode> pulls = spec.path("imagePullSecrets").valueStream().map(one -> one.path("name"));
        return Stream.of(volumes, environments, pulls)
                .flatMap(names -> names)
                .anyMatch(name -> name.asText().equals(secret));
    }
}
