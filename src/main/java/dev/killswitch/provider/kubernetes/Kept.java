package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What of an object is kept, so that it can be made again: none of what the server itself writes. */
final class Kept {
    private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private Kept() {}

    /** Kind, name, labels, annotations, finalizers and owners; the rest is for the caller to add. */
    static ObjectNode metadata(JsonNode object, ResourceKind kind) {
        ObjectNode kept = KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", kind.apiVersion())
                .put("kind", kind.kind());
        ObjectNode metadata = kept.putObject("metadata");
        for (String field : List.of("name", "namespace", "labels", "annotations", "finalizers", "ownerReferences")) {
            if (object.at("/metadata").has(field)) {
                metadata.set(field, object.at("/metadata/" + field).deepCopy());
            }
        }
        // It repeats the whole object, in whatever form somebody last had it.
        metadata.withObjectProperty("annotations").remove(APPLIED);
        if (metadata.path("annotations").isEmpty()) {
            metadata.remove("annotations");
        }
        return kept;
    }
}
