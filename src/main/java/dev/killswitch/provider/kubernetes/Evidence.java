package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.EvidenceSink;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What a pod leaves behind that the API server can give: the object, its controller, its events, the end of each
 * container's log. Of a workload that of its pods too.
 */
final class Evidence {
    private static final int LOG_LINES = 2_000;
    private static final int LOG_BYTES = 256 * 1024;
    private static final int CONTAINERS_MAX = 20;
    private static final int LINES_MIN = 50;

    /** With some four pieces of each, all of a workload still fits what is kept of one containment. */
    private static final int PODS_MAX = 10;

    private static final List<String> CONTAINERS =
            List.of("/spec/initContainers", "/spec/containers", "/spec/ephemeralContainers");
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String NOT_KEPT = "[not kept]";
    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";

    private final KubernetesCalls calls;
    private final PodLook look;
    private final Relatives relatives;

    Evidence(KubernetesCalls calls, PodLook look, Relatives relatives) {
        this.calls = calls;
        this.look = look;
        this.relatives = relatives;
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
        return switch (call.target().kind()) {
            case Pod.KIND -> pod(call, sink);
            case Where.WORKLOAD, Where.NAMESPACE, Where.NODE -> object(call, sink);
            default ->
                new Outcome.Done("nothing is collected of a " + call.target().kind());
        };
    }

    private Outcome pod(Call call, EvidenceSink sink) {
        Got pod = calls.get(look.path(call), ResourceKind.POD.permission("get"), call.deadline());
        return collected(pod, call, sink, (found, basket) -> {
            One one = new One(PodLook.Place.of(call), call.target().uid(), "");
            basket.put("pod.json", JSON, found);
            events(call, Optional.of(one.place().namespace()), one.uid(), "events.json", basket);
            Pod.read(found.object()).owner().ifPresent(owner -> owner(call, owner, basket));
            logs(call, one, found.object(), basket);
        });
    }

    /** Once it is scaled down its pods are gone: so theirs is collected with it. */
    private Outcome object(Call call, EvidenceSink sink) {
        Where where = Where.of(call.target());
        Got object = calls.get(where.path(), where.kind().permission("get"), call.deadline());
        return collected(object, call, sink, (found, basket) -> {
            basket.put("object.json", JSON, found);
            events(call, where.namespace(), call.target().uid(), "events.json", basket);
            if (call.target().kind().equals(Where.WORKLOAD)) {
                pods(call, basket);
            }
        });
    }

    private static Outcome collected(Got got, Call call, EvidenceSink sink, BiConsumer<Got.Found, Basket> what) {
        return switch (got) {
            case Got.Found found
            when ObjectLook.uid(found.object()).equals(call.target().uid()) -> {
                var basket = new Basket(sink);
                what.accept(new Got.Found(withoutSecrets(found.object())), basket);
                yield new Outcome.Done(basket.taken + " pieces, " + basket.left + " left out");
            }
            case Got.Found _, Got.Missing _ -> new Outcome.Gone("it is not there any more");
            case Got.Denied denied -> new Outcome.Refused("no permission " + denied.permission());
            case Got.Away away -> new Outcome.Busy(away.why(), Duration.ZERO);
        };
    }

    /** A pod, and what its pieces are called by; blank where it is the only one. */
    private record One(PodLook.Place place, String uid, String by) {
        ObjectPath path() {
            return ObjectPath.pod(place.namespace(), place.name());
        }
    }

    private void pods(Call call, Basket basket) {
        switch (relatives.related(call.target(), Pod.KIND, call.deadline())) {
            case Related.Unreachable away -> basket.without("pods", away.why());
            case Related.Found found -> {
                found.references().stream().limit(PODS_MAX).forEach(one -> pod(call, one, basket));
                int left = found.references().size() - PODS_MAX;
                if (left > 0) {
                    basket.without("pods", "of " + found.references().size() + " those past the first " + PODS_MAX);
                }
            }
        }
    }

    private void pod(Call call, Reference reference, Basket basket) {
        String[] parts = reference.id().split("/", -1);
        var one = new One(
                new PodLook.Place(parts[0], parts[1]), reference.scope().getOrDefault("uid", ""), parts[1] + "-");
        Got got = calls.get(one.path(), ResourceKind.POD.permission("get"), call.deadline());
        if (got instanceof Got.Found found && ObjectLook.uid(found.object()).equals(one.uid())) {
            basket.put(one.by() + "pod.json", JSON, new Got.Found(withoutSecrets(found.object())));
            events(call, Optional.of(one.place().namespace()), one.uid(), one.by() + "events.json", basket);
            logs(call, one, found.object(), basket);
        } else {
            basket.put(one.by() + "pod.json", JSON, got instanceof Got.Found ? new Got.Missing() : got);
        }
    }

    private void events(Call call, Optional<String> namespace, String uid, String name, Basket basket) {
        ObjectPath events = ObjectPath.all(ResourceKind.EVENT, namespace)
                .with("fieldSelector", "involvedObject.uid=" + uid)
                .with("limit", "500");
        basket.put(name, JSON, calls.get(events, ResourceKind.EVENT.permission("list"), call.deadline()));
    }

    private void logs(Call call, One one, JsonNode pod, Basket basket) {
        containers(pod).forEach(container -> logs(call, one, container, basket));
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

    private void logs(Call call, One one, String container, Basket basket) {
        ObjectPath log = one.path().part("log").with("container", container).with("timestamps", "true");
        String name = one.by() + "log-" + container;
        basket.put(name + ".txt", TEXT, end(log, call));
        Got previous = end(log.with("previous", "true"), call);
        // Most containers never restarted: no log of an earlier run is nothing left out.
        if (previous instanceof Got.Found) {
            basket.put(name + "-previous.txt", TEXT, previous);
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
