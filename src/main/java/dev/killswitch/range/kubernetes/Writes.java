package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.range.Request;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;

/** Creates, patches and deletes, with the checks of the API server that somebody may lean on. */
final class Writes {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern SEGMENT = Pattern.compile("[^/%]+");
    private static final Pattern LABEL_VALUE = Pattern.compile("|[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final Pattern LABEL_KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final int NAME_MAX = 253;
    private static final int LABEL_MAX = 63;
    private static final int ANNOTATIONS_MAX = 256 * 1024;

    private final Objects objects;
    private final Controllers controllers;
    private final Clock clock;

    Writes(Objects objects, Controllers controllers, Clock clock) {
        this.objects = objects;
        this.controllers = controllers;
        this.clock = clock;
    }

    record Written(ObjectNode object, boolean isNew) {}

    ObjectNode create(Request request, Resource resource, String namespace) {
        ObjectNode object = object(request);
        String name = object.at("/metadata/name").asText();
        if (objects.get(resource, namespace, name).isPresent()) {
            throw Failure.alreadyExists(resource.rbacName() + " \"" + name + "\"");
        }
        return added(request, resource, namespace, object);
    }

    private ObjectNode added(Request request, Resource resource, String namespace, ObjectNode object) {
        if (resource.scope() == Resource.Scope.NAMESPACED
                && objects.get(Resource.NAMESPACES, "", namespace).isEmpty()) {
            throw Failure.notFound("namespaces \"" + namespace + "\"");
        }
        Defaults.fill(resource, object);
        check(resource, object);
        if (resource.equals(Resource.PODS) && Quotas.isFull(objects, namespace)) {
            throw Failure.of(403, "pods \"" + object.at("/metadata/name").asText() + "\" is forbidden: exceeded quota");
        }
        if (resource.equals(Resource.PODS) && Policies.refuse(objects, object)) {
            throw Failure.of(
                    403, "pods \"" + object.at("/metadata/name").asText() + "\" is forbidden: a policy denies it");
        }
        if (isDry(request)) {
            return object;
        }
        Policies.count(resource, Objects.JSON.createObjectNode(), object);
        ObjectNode added = objects.put(resource, Jobs.completed(resource, objects.add(resource, namespace, object)));
        return resource.equals(Resource.PODS) ? controllers.run(added) : added;
    }

    Written patch(Request request, Resource resource, String namespace, String name) {
        var old = objects.get(resource, namespace, name);
        if (type(request).equals("application/apply-patch+yaml")) {
            ObjectNode applied = object(request);
            String manager = request.query("fieldManager").orElse("");
            if (manager.isEmpty()) {
                throw Failure.of(400, "PatchOptions.meta.k8s.io is invalid: fieldManager: is required for apply patch");
            }
            if (old.isEmpty()) {
                applied.withObject("/metadata").put("name", name);
                manage(applied, manager);
                return new Written(added(request, resource, namespace, applied), true);
            }
            return new Written(
                    changed(request, resource, old.get(), Apply.applied(old.get(), applied, request)), false);
        }
        ObjectNode current = old.orElseThrow(() -> Failure.notFound(resource.rbacName() + " \"" + name + "\""));
        return new Written(changed(request, resource, current, patched(request, current)), false);
    }

    /** As its scale is patched: nothing but the number gets through. */
    ObjectNode scale(Request request, Resource resource, ObjectNode object) {
        ObjectNode scale = patched(request, Scales.of(object));
        return Scales.of(changed(request, resource, object, Scales.applied(object, scale)));
    }

    private static ObjectNode patched(Request request, ObjectNode current) {
        return switch (type(request)) {
            case "application/json-patch+json" -> JsonPatch.applied(current, Objects.parse(request.body()));
            case "application/merge-patch+json" -> Apply.merged(current, object(request));
            default -> throw Failure.of(415, "the practice range knows JSON patch, merge patch and server-side apply");
        };
    }

    private static String type(Request request) {
        return request.header("content-type").orElse("").replaceFirst(";.*", "");
    }

    static void manage(ObjectNode object, String manager) {
        object.withObject("/metadata")
                .putArray("managedFields")
                .addObject()
                .put("manager", manager)
                .put("operation", "Apply");
    }

    private ObjectNode changed(Request request, Resource resource, ObjectNode old, ObjectNode fresh) {
        for (String fixed : List.of("uid", "name", "namespace", "creationTimestamp")) {
            if (!fresh.at("/metadata/" + fixed).equals(old.at("/metadata/" + fixed))) {
                throw Failure.of(409, "Precondition failed: metadata." + fixed + " cannot be changed");
            }
        }
        if (resource.equals(Resource.PODS) && !fresh.path("spec").equals(old.path("spec"))) {
            throw Failure.of(422, "Pod is invalid: spec: Forbidden: the practice range changes no pod's spec");
        }
        Defaults.fill(resource, fresh);
        check(resource, fresh);
        if (isDry(request)) {
            return fresh;
        }
        if (fresh.at("/metadata").has("deletionTimestamp")
                && fresh.at("/metadata/finalizers").isEmpty()) {
            objects.remove(resource, old);
            return fresh;
        }
        Policies.count(resource, old, fresh);
        return objects.put(resource, fresh);
    }

    /** An object with finalizers stays, marked, until they are gone; anything else goes at once, whatever the grace. */
    JsonNode delete(Request request, Resource resource, ObjectNode object) {
        JsonNode body = request.body().isBlank() ? Objects.JSON.createObjectNode() : Objects.parse(request.body());
        JsonNode options = body.path("kind").asText().equals("Eviction") ? body.path("deleteOptions") : body;
        for (String part : List.of("uid", "resourceVersion")) {
            JsonNode wanted = options.at("/preconditions/" + part);
            JsonNode now = object.at("/metadata/" + part);
            if (!wanted.isMissingNode() && !wanted.equals(now)) {
                throw Failure.of(
                        409,
                        "Precondition failed: " + part + " in precondition: " + wanted.asText() + ", in object meta: "
                                + now.asText());
            }
        }
        // As the real server does it: with options in the body, those of the address count for nothing.
        if (request.body().isBlank() ? isDry(request) : !options.path("dryRun").isEmpty()) {
            return object;
        }
        if (object.at("/metadata/finalizers").isEmpty()) {
            remove(resource, object);
            return object;
        }
        ObjectNode marked = object.deepCopy();
        long grace = options.path("gracePeriodSeconds").asLong(30);
        marked.withObject("/metadata")
                .put(
                        "deletionTimestamp",
                        clock.instant()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plusSeconds(grace)
                                .toString())
                .put("deletionGracePeriodSeconds", grace);
        return objects.put(resource, marked);
    }

    /** With all that is in it, where it is a namespace. */
    private void remove(Resource resource, ObjectNode object) {
        objects.remove(resource, object);
        if (resource.equals(Resource.NAMESPACES)) {
            String name = object.at("/metadata/name").asText();
            Resource.known().forEach(kind -> objects.in(kind, name).forEach(one -> objects.remove(kind, one)));
        }
    }

    private static boolean isDry(Request request) {
        return request.query("dryRun").isPresent();
    }

    private static ObjectNode object(Request request) {
        if (Objects.parse(request.body()) instanceof ObjectNode object) {
            return object;
        }
        throw Failure.of(400, "the body must be one object in JSON");
    }

    private static void check(Resource resource, ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        String name = metadata.path("name").asText();
        Pattern form = resource.group().equals(Rbac.GROUP) ? SEGMENT : NAME;
        if (name.length() > NAME_MAX || !form.matcher(name).matches()) {
            throw Failure.of(422, "metadata.name: Invalid value: must be a lowercase RFC 1123 subdomain");
        }
        metadata.path("labels").propertyStream().forEach(label -> {
            String key = label.getKey();
            String value = label.getValue().asText();
            if (!LABEL_KEY.matcher(key).matches()
                    || value.length() > LABEL_MAX
                    || !LABEL_VALUE.matcher(value).matches()) {
                throw Failure.of(422, "metadata.labels: Invalid value");
            }
        });
        int size = metadata.path("annotations")
                .propertyStream()
                .mapToInt(one -> one.getKey().length() + one.getValue().asText().length())
                .sum();
        if (size > ANNOTATIONS_MAX) {
            throw Failure.of(422, "metadata.annotations: Too long: may not be more than 262144 bytes");
        }
    }
}
