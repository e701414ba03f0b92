package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.range.StateFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All objects, with what the API server itself keeps of them. Used by one thread at a time. */
final class Objects {
    static final ObjectMapper JSON = new ObjectMapper();

    /** A real server remembers some minutes. */
    private static final int CHANGES_MAX = 1_000;

    private final Map<String, Map<String, ObjectNode>> kinds = new TreeMap<>();
    private final Deque<Change> changes = new ArrayDeque<>();
    private final Clock clock;
    private long version;
    private long made;
    private long oldest;
    private boolean changed;

    private Objects(Clock clock) {
        this.clock = clock;
    }

    /** As it was kept; empty where nothing was. */
    static Objects read(StateFile file, Clock clock) {
        var objects = new Objects(clock);
        file.read().ifPresent(objects::load);
        return objects;
    }

    private void load(String text) {
        JsonNode state = parse(text);
        version = state.path("version").asLong();
        made = state.path("made").asLong();
        oldest = version;
        state.path("objects").propertyStream().forEach(kind -> {
            var all = new TreeMap<String, ObjectNode>();
            kind.getValue().propertyStream().forEach(one -> all.put(one.getKey(), (ObjectNode) one.getValue()));
            kinds.put(kind.getKey(), all);
        });
    }

    /** Writes to {@code file} what changed since the last time; what cannot be written stays changed. */
    void keep(StateFile file) {
        if (changed) {
            ObjectNode state = JSON.createObjectNode().put("version", version).put("made", made);
            state.set("objects", JSON.valueToTree(kinds));
            changed = !file.write(state.toString());
        }
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not JSON", e);
        }
    }

    boolean isChanged() {
        return changed;
    }

    boolean isEmpty() {
        return kinds.isEmpty();
    }

    long version() {
        return version;
    }

    /** A number that never comes again in this world. */
    long next() {
        changed = true;
        return ++made;
    }

    List<ObjectNode> all(Resource resource) {
        return List.copyOf(of(resource).values());
    }

    List<ObjectNode> in(Resource resource, String namespace) {
        return of(resource).values().stream()
                .filter(one -> one.at("/metadata/namespace").asText().equals(namespace))
                .toList();
    }

    Optional<ObjectNode> get(Resource resource, String namespace, String name) {
        return Optional.ofNullable(of(resource).get(key(namespace, name)));
    }

    /** Completes and adds a new object. */
    ObjectNode add(Resource resource, String namespace, ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        object.put("apiVersion", resource.groupVersion()).put("kind", resource.kind());
        if (resource.scope() == Resource.Scope.NAMESPACED) {
            metadata.put("namespace", namespace);
        }
        String seed = "range-" + next();
        metadata.put(
                "uid",
                UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString());
        metadata.put(
                "creationTimestamp",
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        return put(resource, object);
    }

    /** Takes the place of the object of the same name. What is the same as before makes no new version. */
    ObjectNode put(Resource resource, ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        for (String map : List.of("labels", "annotations", "ownerReferences", "finalizers")) {
            if (metadata.path(map).isEmpty()) {
                metadata.remove(map);
            }
        }
        String key =
                key(metadata.path("namespace").asText(), metadata.path("name").asText());
        if (!object.equals(of(resource).get(key))) {
            metadata.put("resourceVersion", Long.toString(++version));
            ObjectNode before = of(resource).put(key, object);
            note(resource, before, object);
            changed = true;
        }
        return object;
    }

    void remove(Resource resource, ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        ObjectNode before = of(resource)
                .remove(key(
                        metadata.path("namespace").asText(),
                        metadata.path("name").asText()));
        version++;
        changed = true;
        if (before != null) {
            note(resource, before, null);
        }
    }

    private void note(Resource resource, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        changes.addLast(new Change(version, resource, copy(before), copy(after)));
        if (changes.size() > CHANGES_MAX) {
            oldest = changes.removeFirst().version();
        }
    }

    private static Optional<ObjectNode> copy(@Nullable ObjectNode object) {
        return Optional.ofNullable(object).map(ObjectNode::deepCopy);
    }

    /** What became of one object. */
    record Change(long version, Resource resource, Optional<ObjectNode> before, Optional<ObjectNode> after) {}

    /** The changes after that version, in order; as far back as {@link #oldest}. */
    List<Change> since(long past) {
        return changes.stream().filter(one -> one.version() > past).toList();
    }

    /** Of changes up to this version nothing is known any more. */
    long oldest() {
        return oldest;
    }

    void forgetChanges() {
        changes.clear();
        oldest = ++version;
    }

    private Map<String, ObjectNode> of(Resource resource) {
        return kinds.computeIfAbsent(resource.rbacName(), _ -> new TreeMap<>());
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
