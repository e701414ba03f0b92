package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.range.Answer;
import dev.killswitch.range.Request;
import dev.killswitch.range.StateFile;
import dev.killswitch.range.World;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

/** Reads a request as the API server would, and answers it. What the range does not do is a 404 or 405 that says so. */
final class KubernetesWorld implements World {
    private static final String JSON = "application/json";

    private final StateFile file;
    private final Objects objects;
    private final Access access;
    private final Served served = new Served();
    private final Discovery discovery = new Discovery(served);
    private final Controllers controllers;
    private final Writes writes;
    private final Watches watches;
    private final DataPlane network;

    KubernetesWorld(StateFile file, Clock clock, String token) {
        this.file = file;
        this.objects = Objects.read(file, clock);
        this.watches = new Watches(objects);
        this.access = new Access(objects, token);
        this.controllers = new Controllers(objects, clock);
        this.writes = new Writes(objects, controllers, clock);
        this.network = new DataPlane(objects, clock);
        if (objects.isEmpty()) {
            new FreshWorld(objects, controllers).make();
            objects.keep(file);
        }
    }

    Access access() {
        return access;
    }

    DataPlane network() {
        return network;
    }

    Served served() {
        return served;
    }

    Watches watches() {
        return watches;
    }

    void installGitOps() {
        GitOps.GROUP_VERSIONS.forEach(served::add);
        GitOps.install(objects);
        controllers.reconcile();
        objects.keep(file);
        watches.tell();
    }

    /** From now on nobody can go on from what happened so far: whoever watches has to list again. */
    void expire() {
        objects.forgetChanges();
        watches.tell();
    }

    @Override
    public Answer answer(Request request) {
        try {
            Answer answer = routed(request);
            if (objects.isChanged()) {
                controllers.reconcile();
                network.look();
                objects.keep(file);
                watches.tell();
            }
            return answer;
        } catch (Failure e) {
            return status(e.status(), e.reason(), String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            return status(400, "BadRequest", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Answer refusal(Request request, int status) {
        Failure failure = Failure.of(status, "the practice range was told to answer " + status);
        return status(status, failure.reason(), String.valueOf(failure.getMessage()));
    }

    private static Answer status(int code, String reason, String message) {
        ObjectNode status = Objects.JSON
                .createObjectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", code < 400 ? "Success" : "Failure")
                .put("message", message)
                .put("reason", reason)
                .put("code", code);
        return new Answer(code, JSON, status.toString());
    }

    private Answer routed(Request request) {
        List<String> path = request.segments();
        String first = path.isEmpty() ? "" : path.getFirst();
        if (first.equals("version") || first.equals("readyz") || first.equals("livez")) {
            return Discovery.health(first);
        }
        access.check(request);
        boolean core = first.equals("api") && path.size() > 1;
        boolean grouped = first.equals("apis") && path.size() > 2;
        if (!core && !grouped) {
            return discovery.groups(path);
        }
        String groupVersion = core ? path.get(1) : path.get(1) + "/" + path.get(2);
        return inGroup(request, groupVersion, path.subList(core ? 2 : 3, path.size()));
    }

    private Answer inGroup(Request request, String groupVersion, List<String> rest) {
        if (rest.isEmpty()) {
            return discovery.resources(groupVersion);
        }
        if (request.method().equals("POST") && rest.size() == 1) {
            switch (groupVersion + "/" + rest.getFirst()) {
                case "authorization.k8s.io/v1/selfsubjectaccessreviews" -> {
                    return made(access.selfSubjectAccessReview(Objects.parse(request.body())));
                }
                case "authorization.k8s.io/v1/subjectaccessreviews" -> {
                    access.check("create", "subjectaccessreviews.authorization.k8s.io");
                    return made(Rbac.review(objects, Objects.parse(request.body())));
                }
                case "authentication.k8s.io/v1/selfsubjectreviews" -> {
                    return made(access.selfSubjectReview(Objects.parse(request.body())));
                }
                case "authentication.k8s.io/v1/tokenreviews" -> {
                    return made(access.tokenReview(Objects.parse(request.body())));
                }
                default -> {
                    // An object like any other.
                }
            }
        }
        boolean inNamespace = rest.size() > 2 && rest.getFirst().equals("namespaces");
        String namespace = inNamespace ? rest.get(1) : "";
        List<String> tail = inNamespace ? rest.subList(2, rest.size()) : rest;
        Resource resource = served.find(groupVersion, tail.getFirst())
                .orElseThrow(() ->
                        Failure.of(404, "the practice range keeps no " + tail.getFirst() + " of " + groupVersion));
        return switch (tail.size()) {
            case 1 -> many(request, resource, namespace);
            case 2 -> asAsked(request, one(request, resource, namespace, tail.get(1)));
            case 3 -> part(request, resource, namespace, tail.get(1), tail.get(2));
            default -> throw Failure.of(404, "the practice range knows no such path");
        };
    }

    private Answer many(Request request, Resource resource, String namespace) {
        return switch (request.method()) {
            case "GET" -> {
                access.check("list", resource.rbacName());
                if (request.query("watch").isPresent()) {
                    access.check("watch", resource.rbacName());
                    yield watches.open(
                            request, resource, namespace, wanted(request), object -> asAsked(request, object));
                }
                yield list(request, resource, namespace);
            }
            case "POST" -> {
                access.check("create", resource.rbacName());
                Rbac.bound(resource, Objects.parse(request.body())).ifPresent(role -> access.check("bind", role));
                yield made(writes.create(request, resource, namespace));
            }
            default -> throw Failure.of(405, "of many, the practice range only lists and creates");
        };
    }

    private static Predicate<ObjectNode> wanted(Request request) {
        return Selectors.labels(request.query("labelSelector").orElse(""))
                .and(Selectors.fields(request.query("fieldSelector").orElse("")));
    }

    private Answer list(Request request, Resource resource, String namespace) {
        ObjectNode list = Objects.JSON
                .createObjectNode()
                .put("kind", resource.kind() + "List")
                .put("apiVersion", resource.groupVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(objects.version()));
        ArrayNode items = list.putArray("items");
        (namespace.isEmpty() ? objects.all(resource) : objects.in(resource, namespace))
                .stream()
                        .filter(wanted(request))
                        .map(one -> asAsked(request, one))
                        .forEach(items::add);
        return new Answer(200, JSON, list.toString());
    }

    /** The whole, or no more than its metadata where the request accepts only that. */
    private static Answer asAsked(Request request, Answer answer) {
        return isPartial(request) && answer.status() < 300
                ? new Answer(
                        answer.status(),
                        JSON,
                        asAsked(request, (ObjectNode) Objects.parse(answer.body()))
                                .toString())
                : answer;
    }

    private static boolean isPartial(Request request) {
        return request.header("accept").orElse("").contains("as=PartialObjectMetadata");
    }

    private static ObjectNode asAsked(Request request, ObjectNode object) {
        if (!isPartial(request)) {
            return object;
        }
        ObjectNode partial = Objects.JSON
                .createObjectNode()
                .put("kind", "PartialObjectMetadata")
                .put("apiVersion", "meta.k8s.io/v1");
        ObjectNode metadata = object.path("metadata").deepCopy();
        partial.set("metadata", metadata);
        if (object.has("data") || !metadata.has("managedFields")) {
            ObjectNode fields = metadata.putArray("managedFields")
                    .addObject()
                    .put("operation", "Update")
                    .withObject("/fieldsV1");
            object.path("data")
                    .fieldNames()
                    .forEachRemaining(key -> fields.withObject("/f:data").putObject("f:" + key));
        }
        return partial;
    }

    private Answer one(Request request, Resource resource, String namespace, String name) {
        return switch (request.method()) {
            case "GET" -> {
                access.check("get", resource.rbacName());
                yield new Answer(200, JSON, existing(resource, namespace, name).toString());
            }
            case "PATCH" -> {
                access.check("patch", resource.rbacName());
                if (objects.get(resource, namespace, name).isEmpty()) {
                    access.check("create", resource.rbacName());
                }
                Writes.Written written = writes.patch(request, resource, namespace, name);
                yield written.isNew()
                        ? made(written.object())
                        : new Answer(200, JSON, written.object().toString());
            }
            case "DELETE" -> {
                access.check("delete", resource.rbacName());
                yield new Answer(
                        200,
                        JSON,
                        writes.delete(request, resource, existing(resource, namespace, name))
                                .toString());
            }
            default -> throw Failure.of(405, "of one object, the practice range does GET, PATCH and DELETE");
        };
    }

    private Answer part(Request request, Resource resource, String namespace, String name, String part) {
        String what = request.method() + " " + resource.plural() + "/" + part;
        ObjectNode object = existing(resource, namespace, name);
        return switch (what) {
            case "GET pods/log" -> {
                access.check("get", "pods/log");
                yield new Answer(
                        200,
                        "text/plain",
                        network.log(object).orElse("the practice range runs no processes: no log of " + name + "\n"));
            }
            case "POST pods/eviction" -> {
                access.check("create", "pods/eviction");
                Evictions.check(objects, object);
                writes.delete(request, resource, object);
                yield status(201, "", "evicted");
            }
            case "POST serviceaccounts/token" -> {
                access.check("create", "serviceaccounts/token");
                yield made(access.tokenRequest(object, Objects.parse(request.body())));
            }
            case "GET deployments/scale", "GET replicasets/scale", "GET statefulsets/scale" -> {
                access.check("get", scaleOf(resource));
                yield new Answer(200, JSON, Scales.of(object).toString());
            }
            case "PATCH deployments/scale", "PATCH replicasets/scale", "PATCH statefulsets/scale" -> {
                access.check("patch", scaleOf(resource));
                yield new Answer(
                        200, JSON, writes.scale(request, resource, object).toString());
            }
            default -> throw Failure.of(404, "the practice range has no " + what);
        };
    }

    private static String scaleOf(Resource resource) {
        return resource.plural() + "/scale." + resource.group();
    }

    private ObjectNode existing(Resource resource, String namespace, String name) {
        return objects.get(resource, namespace, name)
                .orElseThrow(() -> Failure.notFound(resource.rbacName() + " \"" + name + "\""));
    }

    private static Answer made(JsonNode object) {
        return new Answer(201, JSON, object.toString());
    }
}
