package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.range.Request;

/**
 * Merges. Server-side apply is the part of it that a client with a manager of its own sees: what it sends is set, what
 * others set beside it stays, and what others set otherwise is a conflict unless forced. Lists are atomic.
 */
final class Apply {
    private Apply() {}

    static ObjectNode applied(ObjectNode old, ObjectNode sent, Request request) {
        String manager = request.query("fieldManager").orElse("");
        boolean mine = old.at("/metadata/managedFields")
                .valueStream()
                .allMatch(one -> one.path("manager").asText().equals(manager));
        ObjectNode fresh = overlaid(old, sent);
        boolean forced = request.query("force").filter("true"::equals).isPresent();
        if (!forced && !mine && !fresh.equals(old)) {
            throw Failure.of(409, "Apply failed with conflicts: use force to take the fields over");
        }
        JsonNode sentUid = sent.at("/metadata/uid");
        if (!sentUid.isMissingNode() && !sentUid.equals(old.at("/metadata/uid"))) {
            throw Failure.of(409, "Precondition failed: UID in precondition is not that of the object");
        }
        Writes.manage(fresh, manager);
        return fresh;
    }

    private static ObjectNode overlaid(ObjectNode old, ObjectNode sent) {
        ObjectNode fresh = old.deepCopy();
        sent.propertyStream().forEach(one -> {
            JsonNode below = fresh.get(one.getKey());
            fresh.set(
                    one.getKey(),
                    below instanceof ObjectNode old2 && one.getValue() instanceof ObjectNode sent2
                            ? overlaid(old2, sent2)
                            : one.getValue());
        });
        return fresh;
    }

    /** RFC 7386. */
    static ObjectNode merged(ObjectNode old, ObjectNode sent) {
        ObjectNode fresh = old.deepCopy();
        sent.propertyStream().forEach(one -> {
            JsonNode below = fresh.get(one.getKey());
            if (one.getValue().isNull()) {
                fresh.remove(one.getKey());
            } else if (one.getValue() instanceof ObjectNode part) {
                ObjectNode base = below instanceof ObjectNode object ? object : Objects.JSON.createObjectNode();
                fresh.set(one.getKey(), merged(base, part));
            } else {
                fresh.set(one.getKey(), one.getValue());
            }
        });
        return fresh;
    }
}
