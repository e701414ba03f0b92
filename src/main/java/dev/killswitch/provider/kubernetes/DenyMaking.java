package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Call;

/**
 * A deny object to be made.
 *
 * @param isOfCall whether it is the containment's own, and not for whoever carries our label
 */
record DenyMaking(DenyObject deny, Which which, String name, boolean isOfCall) {
    ObjectNode object(Call call) {
        ResourceKind resource = deny.resource();
        ObjectNode object = KubernetesCalls.JSON
                .createObjectNode()
                .put("apiVersion", resource.apiVersion())
                .put("kind", resource.kind());
        ObjectNode metadata = object.putObject("metadata").put("name", deny.name(name));
        deny.namespace(which).ifPresent(namespace -> metadata.put("namespace", namespace));
        ObjectNode labels = metadata.putObject("labels").put(Marks.MANAGED_BY, Marks.US);
        if (isOfCall) {
            labels.put(Marks.CONTAINMENT, Marks.value(call));
            metadata.putObject("annotations").put(Marks.NOTE, Note.text(call));
        }
        object.set("spec", deny.spec(which));
        return object;
    }

    /** As people are told it. */
    String what() {
        return deny.resource().word() + " " + deny.name(name);
    }
}
