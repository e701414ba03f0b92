package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.EvidenceSink;
import dev.killswitch.action.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a pod leaves behind that the API server can give: the object, its controller, its events, the end of each
 * container's log.
 */
final class Evidence {
    private static final int LOG_LINES = 2_000;
    private static final int LOG_BYTES = 256 * 1024;
    private static final int CONTAINERS_MAX = 20;
    private static final int LINES_MIN = 50;
    private static final List<String> CONTAINERS =
            List.of("/spec/initContainers", "/spec/containers", "/spec/ephemeralContainers");
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String NOT_KEPT = "[not kept]";
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
            switch (got) {
                case Got.Found found -> put(name, mediaType, bytes(found));
                case Got.Missing _ -> without(name, "there is none");
                case Got.Denied denied -> without(name, "no permission " + denied.permission());
                case Got.Away away -> without(name, away.why());
            }
        }

        private void put(String name, String mediaType, byte[] content) {
            boolean kept = sink.put(name, mediaType, content);
            taken += kept ? 1 : 0;
            left += kept ? 0 : 1;
        }

        private void without(String name, String why) {
            left++;
            sink.without(name, why);
        }
    }

    private static byte[] bytes(Got.Found found) {
        JsonNode object = found.object();
        return (object.isTextual() ? object.asText() : object.toString()).getBytes(StandardCharsets.UTF_8);
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
        basket.put("pod.json", JSON, new Got.Found(withoutSecrets(pod.object())));
        String namespace = PodLook.Place.of(call).namespace();
        ObjectPath events = ObjectPath.all(ResourceKind.EVENT, Optional.of(namespace))
                .with("fieldSelector", "involvedObject.uid=" + call.target().uid())
                .with("limit", "500");
        basket.put("events.json", JSON, calls.get(events, ResourceKind.EVENT.permission("list"), call.deadline()));
        Pod.read(pod.object()).owner().ifPresent(owner -> owner(call, owner, basket));
        for (String container : containers(pod.object())) {
            logs(call, container, basket);
        }
        return new Outcome.Done(basket.taken + " pieces, " + basket.left + " left out");
    }

    /** Of a kind that we do not know there may be anything: it is left to those who know it. */
    private void owner(Call call, Pod.Owner owner, Basket basket) {
        ResourceKind.workload(owner.kind())
                .filter(kind -> kind.apiVersion().equals(owner.apiVersion()) && Names.isName(owner.name()))
                .ifPresent(kind -> {
                    ObjectPath path = ObjectPath.in(kind, PodLook.Place.of(call).namespace(), owner.name());
                    Got got = calls.get(path, kind.permission("get"), call.deadline());
                    switch (got) {
                        case Got.Found found
                        when found.object().at("/metadata/uid").asText().equals(owner.uid()) ->
                            basket.put("owner.json", JSON, new Got.Found(withoutSecrets(found.object())));
                        case Got.Found _ -> basket.without("owner.json", "another has its name now");
                        case Got.Missing _, Got.Denied _, Got.Away _ -> basket.put("owner.json", JSON, got);
                    }
                });
    }

    /** Values of variables are where secrets are put, in pods and in templates of them; one annotation repeats them. */
    private static JsonNode withoutSecrets(JsonNode object) {
        JsonNode kept = object.deepCopy();
        kept.findValues("env").stream()
                .flatMap(JsonNode::valueStream)
                .filter(variable -> variable.has("value"))
                .forEach(variable -> ((ObjectNode) variable).put("value", NOT_KEPT));
        kept.findParents(LAST_APPLIED).forEach(annotations -> ((ObjectNode) annotations).put(LAST_APPLIED, NOT_KEPT));
        return kept;
    }

    private static List<String> containers(JsonNode pod) {
        return CONTAINERS.stream()
                .flatMap(list -> pod.at(list).valueStream())
                .map(one -> one.path("name").asText())
                .filter(Names::isNamespace)
                .limit(CONTAINERS_MAX)
                .toList();
    }

    private void logs(Call call, String container, Basket basket) {
        ObjectPath log =
                look.path(call).part("log").with("container", container).with("timestamps", "true");
        basket.put("log-" + container + ".txt", TEXT, end(log, call));
        Got previous = end(log.with("previous", "true"), call);
        // Most containers never restarted: no log of an earlier run is nothing left out.
        if (previous instanceof Got.Found) {
            basket.put("log-" + container + "-previous.txt", TEXT, previous);
        }
    }

    /** The server counts bytes from the first of those lines on: where they do not fit, the newest are missing. */
    private Got end(ObjectPath log, Call call) {
        Got got = lines(log, LOG_LINES, call);
        for (int lines = LOG_LINES / 4;
                lines >= LINES_MIN && got instanceof Got.Found found && bytes(found).length >= LOG_BYTES;
                lines /= 4) {
            got = lines(log, lines, call);
        }
        return got;
    }

    private Got lines(ObjectPath log, int lines, Call call) {
        ObjectPath last =
                log.with("tailLines", Integer.toString(lines)).with("limitBytes", Integer.toString(LOG_BYTES));
        return calls.text(last, "get pods/log", call.deadline());
    }
}
