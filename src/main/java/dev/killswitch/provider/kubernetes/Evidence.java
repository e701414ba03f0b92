package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.EvidenceSink;
import dev.killswitch.action.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pod leaves behind that the API server can give: the object, its events, the end of each container's log. */
final class Evidence {
    private static final int LOG_LINES = 2_000;
    private static final int LOG_BYTES = 256 * 1024;
    private static final int CONTAINERS_MAX = 20;
    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";

    private final KubernetesCalls calls;
    private final PodLook look;

    Evidence(KubernetesCalls calls, PodLook look) {
        this.calls = calls;
        this.look = look;
    }

    /** Counts what was taken and what could not be. */
    private static final class Basket {
        private final EvidenceSink sink;
        private int taken;
        private int left;

        Basket(EvidenceSink sink) {
            this.sink = sink;
        }

        void put(String name, String mediaType, Got got) {
            if (got instanceof Got.Found found) {
                String text = mediaType.equals(TEXT)
                        ? found.object().asText()
                        : found.object().toString();
                boolean kept = sink.put(name, mediaType, text.getBytes(StandardCharsets.UTF_8));
                taken += kept ? 1 : 0;
                left += kept ? 0 : 1;
            } else {
                left++;
            }
        }
    }

    Outcome collect(Call call, EvidenceSink sink) {
        Got pod = calls.get(look.path(call), ResourceKind.POD.permission("get"), call.deadline());
        return switch (pod) {
            case Got.Found found
            when found.object()
                    .at("/metadata/uid")
                    .asText()
                    .equals(call.target().uid()) -> collect(call, found, sink);
            case Got.Found _, Got.Missing _ -> new Outcome.Gone("no such pod");
            case Got.Denied denied -> new Outcome.Refused("no permission " + denied.permission());
            case Got.Away away -> new Outcome.Busy(away.why(), Duration.ZERO);
        };
    }

    private Outcome collect(Call call, Got.Found pod, EvidenceSink sink) {
        var basket = new Basket(sink);
        basket.put("pod.json", JSON, pod);
        String namespace = PodLook.Place.of(call).namespace();
        ObjectPath events = ObjectPath.all(ResourceKind.EVENT, Optional.of(namespace))
                .with("fieldSelector", "involvedObject.uid=" + call.target().uid())
                .with("limit", "500");
        basket.put("events.json", JSON, calls.get(events, ResourceKind.EVENT.permission("list"), call.deadline()));
        for (String container : containers(pod.object())) {
            logs(call, container, basket);
        }
        return new Outcome.Done(basket.taken + " pieces, " + basket.left + " left out");
    }

    private static List<String> containers(JsonNode pod) {
        return Stream.of("/spec/initContainers", "/spec/containers")
                .flatMap(list -> pod.at(list).valueStream())
                .map(one -> one.path("name").asText())
                .filter(Names::isNamespace)
                .limit(CONTAINERS_MAX)
                .toList();
    }

    private void logs(Call call, String container, Basket basket) {
        ObjectPath log = look.path(call)
                .part("log")
                .with("container", container)
                .with("timestamps", "true")
                .with("tailLines", Integer.toString(LOG_LINES))
                .with("limitBytes", Integer.toString(LOG_BYTES));
        basket.put("log-" + container + ".txt", TEXT, calls.text(log, "get pods/log", call.deadline()));
        Got previous = calls.text(log.with("previous", "true"), "get pods/log", call.deadline());
        // Most containers never restarted: no log of an earlier run is nothing left out.
        if (previous instanceof Got.Found) {
            basket.put("log-" + container + "-previous.txt", TEXT, previous);
        }
    }
}
