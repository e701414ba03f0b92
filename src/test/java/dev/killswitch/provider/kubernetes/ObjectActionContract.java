package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionContract;
import dev.killswitch.action.Call;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every action promises, on whatever object of one kind of cluster. */
abstract class ObjectActionContract extends ActionContract {
    private Grounds grounds;
    private Target target;

    abstract Grounds open();

    abstract String actionName();

    /** The id of a target that is there and not contained, made where it was not. */
    abstract String targetId(Grounds grounds);

    /** Where the objects stand that the action may change, by the API's paths; a list counts as one. */
    abstract List<String> paths(Grounds grounds, Target target);

    abstract String targetPath(Grounds grounds, Target target);

    @BeforeEach
    void openGrounds() {
        grounds = open();
        String id = targetId(grounds);
        var reference =
                new Reference(grounds.connection().name(), action().spec().targetKind(), id, Map.of());
        if (!(grounds.connection().resolve(reference, Grounds.deadline()) instanceof Resolved.Found found)) {
            throw new IllegalStateException("nothing is called " + id);
        }
        target = found.target();
    }

    @AfterEach
    void closeGrounds() {
        grounds.close();
    }

    Grounds grounds() {
        return grounds;
    }

    Target target() {
        return target;
    }

    @Override
    protected final Action action() {
        return grounds.connection().action(actionName());
    }

    @Override
    protected Call call() {
        return grounds.call(target, action().spec());
    }

    @Override
    protected String world() {
        var world = new StringBuilder();
        for (String path : paths(grounds, target)) {
            world.append(path)
                    .append(' ')
                    .append(grounds.admin()
                            .get(path)
                            .map(ObjectActionContract::ownFields)
                            .orElse("none"))
                    .append('\n');
        }
        return world.toString();
    }

    @Override
    protected String everything() {
        return WholeNamespace.of(grounds, targetCanBeGone() ? targetPath(grounds, target) : "/api/v1/nodes/none");
    }

    @Override
    protected void awaitEverything(String wanted) {
        try {
            grounds.await("everything is as it was", () -> everything().equals(wanted));
        } catch (IllegalStateException _) {
            // The comparison says what differs.
        }
    }

    /** Without what the server itself counts and notes. */
    static String ownFields(JsonNode object) {
        JsonNode copy = object.deepCopy();
        Optional<JsonNode> items = Optional.of(copy.path("items")).filter(JsonNode::isArray);
        if (items.isPresent()) {
            return items.get()
                    .valueStream()
                    .map(ObjectActionContract::ownFields)
                    .toList()
                    .toString();
        }
        ObjectNode metadata = (ObjectNode) copy.path("metadata");
        metadata.remove(List.of("resourceVersion", "managedFields", "generation"));
        ((ObjectNode) copy).remove("status");
        // A controller follows with a taint whatever happens to a node's schedulability.
        if (copy.path("spec") instanceof ObjectNode spec) {
            spec.remove("taints");
        }
        return copy.toString();
    }

    @Override
    protected void targetGone() {
        grounds.remove(targetPath(grounds, target));
    }
}
