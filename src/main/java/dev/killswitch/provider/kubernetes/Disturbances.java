package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection.Watching;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Tells those about whose objects something changed. Each kind of object is followed by its metadata alone, from the first
 * time on that somebody asks for one of it and the API server serves it; pods are heard of from the index. Secrets are not
 * followed, since whoever may follow them may read them. Thread-safe.
 */
final class Disturbances implements AutoCloseable {
    private final KubernetesCalls calls;
    private final Predicate<ResourceKind> served;
    private final Clock clock;
    private final Map<Where, Set<Watch>> watches = new ConcurrentHashMap<>();
    private final Map<ResourceKind, Feed<Where>> feeds = new ConcurrentHashMap<>();

    Disturbances(KubernetesCalls calls, Predicate<ResourceKind> served, Clock clock) {
        this.calls = calls;
        this.served = served;
        this.clock = clock;
    }

    /** An action whose containments stand on more than their target. */
    interface Leaning {
        /** Objects that it made, or that others rely on. */
        List<Where> leansOn(Call call);
    }

    /** One who asked. */
    private final class Watch implements Watching {
        private final List<Where> objects;
        private final Runnable disturbed;

        Watch(List<Where> objects, Runnable disturbed) {
            this.objects = objects;
            this.disturbed = disturbed;
        }

        @Override
        public void close() {
            objects.forEach(one -> watches.computeIfPresent(one, (_, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            }));
        }
    }

    Watching watch(List<Where> objects, Runnable disturbed) {
        var watch = new Watch(objects, disturbed);
        for (Where one : objects) {
            watches.compute(one, (_, before) -> {
                Set<Watch> all = before == null ? ConcurrentHashMap.newKeySet() : before;
                all.add(watch);
                return all;
            });
            follow(one.kind());
        }
        return watch;
    }

    /** Follows as well what is watched already and has come to be served since. */
    void follow() {
        watches.keySet().stream().map(Where::kind).distinct().forEach(this::follow);
    }

    private void follow(ResourceKind kind) {
        if (kind != ResourceKind.POD && kind != ResourceKind.SECRET && served.test(kind)) {
            feeds.computeIfAbsent(kind, _ -> new Feed<>(calls, Feed.Kind.metadata(kind), new Heard(kind), clock))
                    .start();
        }
    }

    private final class Heard implements Feed.Ear<Where> {
        private final ResourceKind kind;

        Heard(ResourceKind kind) {
            this.kind = kind;
        }

        @Override
        public Where reduced(JsonNode object) {
            JsonNode metadata = object.path("metadata");
            return new Where(
                    kind,
                    Optional.of(metadata.path("namespace").asText()).filter(namespace -> !namespace.isEmpty()),
                    metadata.path("name").asText());
        }

        @Override
        public void all(List<Where> all) {
            changed(kind);
        }

        @Override
        public void is(Where one) {
            changed(one);
        }

        @Override
        public void gone(Where one) {
            changed(one);
        }
    }

    /** Something happened to that object. */
    void changed(Where object) {
        watches.getOrDefault(object, Set.of()).forEach(watch -> watch.disturbed.run());
    }

    /** Something may have happened to any of that kind. */
    void changed(ResourceKind kind) {
        watches.forEach((object, all) -> {
            if (object.kind() == kind) {
                all.forEach(watch -> watch.disturbed.run());
            }
        });
    }

    @Override
    public void close() {
        feeds.values().forEach(Feed::close);
    }
}
