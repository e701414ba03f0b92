package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.range.Answer;
import dev.killswitch.range.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The watches that are open, and what each of them still has to be told. A version that was forgotten is answered as the
 * API server does: with an error that says so. Told by the world's own thread, ended by any.
 */
final class Watches {
    private final Objects objects;
    private final List<Watch> open = new CopyOnWriteArrayList<>();

    Watches(Objects objects) {
        this.objects = objects;
    }

    /** What one of them is about. */
    private record Filter(
            Resource resource, String namespace, Predicate<ObjectNode> wanted, Function<ObjectNode, ObjectNode> form) {
        private boolean has(Optional<ObjectNode> object) {
            return object.filter(one -> namespace.isEmpty()
                            || one.at("/metadata/namespace").asText().equals(namespace))
                    .filter(wanted)
                    .isPresent();
        }

        private Optional<String> event(Objects.Change change) {
            if (!change.resource().equals(resource)) {
                return Optional.empty();
            }
            boolean was = has(change.before());
            boolean is = has(change.after());
            ObjectNode object = change.after().or(change::before).orElseThrow();
            if (!is) {
                return was ? Optional.of(line("DELETED", deleted(object, change.version()))) : Optional.empty();
            }
            return Optional.of(line(was ? "MODIFIED" : "ADDED", form.apply(object)));
        }

        private ObjectNode deleted(ObjectNode object, long version) {
            ObjectNode last = object.deepCopy();
            last.withObject("/metadata").put("resourceVersion", Long.toString(version));
            return form.apply(last);
        }
    }

    private final class Watch implements Answer.More {
        private final Filter filter;
        private long told;
        private boolean isOver;
        private Answer.Line line = new Answer.Line() {
            @Override
            public void write(String text) {}

            @Override
            public void end() {}
        };

        Watch(Filter filter, long told) {
            this.filter = filter;
            this.told = told;
        }

        @Override
        public void begin(Answer.Line to) {
            line = to;
            open.add(this);
            tell();
        }

        private void tell() {
            if (told < objects.oldest()) {
                expire();
                return;
            }
            for (Objects.Change change : objects.since(told)) {
                filter.event(change).ifPresent(line::write);
                told = change.version();
            }
        }

        private void expire() {
            if (!isOver) {
                isOver = true;
                line.write(line("ERROR", expired()));
                line.end();
                over();
            }
        }

        @Override
        public void over() {
            open.remove(this);
        }
    }

    private static ObjectNode expired() {
        return Objects.JSON
                .createObjectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("reason", "Expired")
                .put("message", "too old resource version")
                .put("code", 410);
    }

    private static String line(String type, ObjectNode object) {
        ObjectNode event = Objects.JSON.createObjectNode().put("type", type);
        event.set("object", object);
        return event + "\n";
    }

    Answer open(
            Request request,
            Resource resource,
            String namespace,
            Predicate<ObjectNode> wanted,
            Function<ObjectNode, ObjectNode> form) {
        String from = request.query("resourceVersion").orElse("");
        long version = from.matches("[0-9]{1,18}") ? Long.parseLong(from) : objects.version();
        return Answer.open(new Watch(new Filter(resource, namespace, wanted, form), version));
    }

    /** Tells each what happened since it was last told. */
    void tell() {
        open.forEach(Watch::tell);
    }

    /** Ends all that are open, as a server does that is started again. */
    void cut() {
        for (Watch one : new ArrayList<>(open)) {
            one.line.end();
            one.over();
        }
    }

    /** Tells each how far it is. */
    void bookmark() {
        for (Watch one : open) {
            ObjectNode object = Objects.JSON
                    .createObjectNode()
                    .put("kind", one.filter.resource().kind())
                    .put("apiVersion", one.filter.resource().groupVersion());
            object.putObject("metadata").put("resourceVersion", Long.toString(one.told));
            one.line.write(line("BOOKMARK", object));
        }
    }

    int size() {
        return open.size();
    }
}
