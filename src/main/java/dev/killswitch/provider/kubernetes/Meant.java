package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Reference;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a pod that has a name now is the one that an alert means by it: a name passes on to whatever is made under it next,
 * as in a StatefulSet. A person means whatever has the name now, and says none of what is looked at here.
 */
final class Meant {
    /** Clocks of a cluster and of who watches it are kept by NTP, far closer than that; a pod is seldom replaced as fast. */
    private static final Duration SKEW_MAX = Duration.ofSeconds(5);

    private static final String SETTLED =
            ": it may not be the pod that the alert means; the pod's uid in the alert would"
                    + " settle that, or a person who names the pod";

    private static final int WORD_MAX = 80;

    private Meant() {}

    /** When it was as the alert says; empty where that is not known, or it is no alert that says it. */
    static Optional<Instant> at(Reference reference) {
        return Optional.ofNullable(reference.scope().get("at")).flatMap(Meant::time);
    }

    /** Why {@code pod}, which has the name, may not be it; empty where nothing speaks against it. */
    static Optional<String> doubt(Reference reference, JsonNode pod) {
        IndexedPod now = IndexedPod.read(pod);
        return ofAge(reference, now, pod)
                .or(() -> ofContainer(reference, now, pod))
                .or(() -> ofNode(reference.scope(), now))
                .map(doubt -> doubt + SETTLED);
    }

    private static Optional<String> ofAge(Reference reference, IndexedPod now, JsonNode pod) {
        Optional<Instant> at = at(reference);
        return time(pod.at("/metadata/creationTimestamp").asText())
                .filter(created -> at.isPresent() && created.isAfter(at.get().plus(SKEW_MAX)))
                .map(created -> now.id() + " was created at " + created + ", more than " + SKEW_MAX.toSeconds()
                        + " s after what the alert tells of, at " + at.get());
    }

    /** While its node has not told of each container yet, the one that is missing may be it. */
    private static Optional<String> ofContainer(Reference reference, IndexedPod now, JsonNode pod) {
        return Optional.ofNullable(reference.scope().get("container"))
                .flatMap(IndexedPod::container)
                .map(PodTrait.Container::new)
                .filter(container -> IndexedPod.tellsOfAllContainers(pod) && !container.fits(now))
                .map(container ->
                        "no container of " + now.id() + " is the " + container.words() + " that the alert tells of");
    }

    private static Optional<String> ofNode(Map<String, String> said, IndexedPod now) {
        return Optional.ofNullable(said.get("node"))
                .filter(node -> !node.equals(now.node()))
                .map(node -> now.id() + " is on " + (now.node().isEmpty() ? "no node yet" : "node " + now.node())
                        + ", and what the alert tells of was on " + Plain.of(node, WORD_MAX));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
