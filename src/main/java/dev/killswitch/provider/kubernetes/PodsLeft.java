package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Proof;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pods that the selector of a workload still finds, once it was told to have none. Thread-safe. */
final class PodsLeft {
    /** As many as anybody reads; more of them change nothing. */
    private static final int LISTED_MAX = 500;

    private static final int TOLD_MAX = 10;

    /** Looks are few: they are spread over the grace that the pods get. */
    private static final int LOOKS = 8;

    private static final Duration AGAIN_MAX = Duration.ofMinutes(1);

    private final KubernetesCalls calls;

    /** Past the end of its grace a node has a pod gone within a second or two. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private final Clock clock;

    PodsLeft(KubernetesCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /** A pod, and when its grace ends; empty where nobody has told it to end. */
    private record Left(Pod pod, Optional<Instant> end) {
        static Left read(JsonNode object) {
            String end = object.at("/metadata/deletionTimestamp").asText();
            return new Left(Pod.read(object), end.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(end)));
        }

        /** Its node does not answer, or a finalizer keeps it. */
        boolean isLate(Instant now) {
            return end.filter(due -> due.plus(LATE).isBefore(now)).isPresent();
        }

        String told(Instant now) {
            String name = "pod " + pod.id();
            return isLate(now)
                    ? name + " should have ended at " + end.orElseThrow()
                            + ": its node does not answer, or a finalizer keeps it; kill it, and look at both"
                    : name + " fits the selector, and no controller ends it: kill it";
        }
    }

    /** {@code how} is proven where no pod is left that has not ended. */
    Proof proof(Call call, JsonNode workload, String how) {
        Selector selector = Selector.read(workload.at("/spec/selector"));
        ObjectPath all = ObjectPath.all(
                        ResourceKind.POD, Where.of(call.target()).namespace())
                .with("limit", Integer.toString(LISTED_MAX))
                .with("labelSelector", equal(selector));
        return switch (calls.get(all, ResourceKind.POD.permission("list"), call.deadline())) {
            case Got.Found list ->
                proof(
                        list.object()
                                .path("items")
                                .valueStream()
                                .map(Left::read)
                                .filter(one -> !one.pod().isOver()
                                        && selector.fits(one.pod().labels()))
                                .toList(),
                        list.object().at("/metadata/continue").asText().isEmpty(),
                        how);
            case Got.Missing _ -> new Proof.Unproven("the API server has no pods");
            case Got.Denied denied -> new Proof.Unproven("no permission " + denied.permission());
            case Got.Away _ -> new Proof.Pending(Duration.ofSeconds(1));
        };
    }

    /** Label values are plain by the API's own rule, so that they need no quotes here. */
    private static String equal(Selector selector) {
        return selector.matchLabels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    private Proof proof(List<Left> left, boolean isAll, String how) {
        if (left.isEmpty()) {
            return isAll ? new Proof.Proven(how) : new Proof.Pending(Duration.ofSeconds(1));
        }
        Instant now = clock.instant();
        List<Pod> leaving = left.stream()
                .filter(one -> !one.isLate(now))
                .map(Left::pod)
                .filter(pod -> pod.terminating() || pod.owner().isPresent())
                .toList();
        return leaving.isEmpty()
                ? new Proof.Partial(
                        left.stream().limit(TOLD_MAX).map(one -> one.told(now)).toList())
                : new Proof.Pending(again(leaving));
    }

    private static Duration again(List<Pod> leaving) {
        Optional<Long> grace =
                leaving.stream().filter(Pod::terminating).map(Pod::graceSeconds).max(Long::compare);
        Duration again = Duration.ofSeconds(1 + grace.orElse(0L) / LOOKS);
        return again.compareTo(AGAIN_MAX) > 0 ? AGAIN_MAX : again;
    }
}
