package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.range.Answer;
import java.util.List;

/** What clients ask to learn which kinds there are. */
final class Discovery {
    private static final String JSON = "application/json";

    private Discovery() {}

    static Answer health(String what) {
        return what.equals("version")
                ? new Answer(200, JSON, "{\"major\":\"1\",\"minor\":\"36\",\"gitVersion\":\"v1.36.0-range\"}")
                : new Answer(200, "text/plain", "ok");
    }

    static Answer groups(List<String> path) {
        ObjectNode answer = Objects.JSON.createObjectNode().put("apiVersion", "v1");
        if (path.equals(List.of("api"))) {
            answer.put("kind", "APIVersions").putArray("versions").add("v1");
        } else if (path.equals(List.of("apis"))) {
            ArrayNode groups = answer.put("kind", "APIGroupList").putArray("groups");
            Resource.ALL.stream()
                    .filter(one -> !one.group().isEmpty())
                    .map(Resource::groupVersion)
                    .distinct()
                    .forEach(version -> group(groups.addObject(), version));
        } else {
            throw Failure.of(404, "the practice range knows no such path");
        }
        return new Answer(200, JSON, answer.toString());
    }

    private static void group(ObjectNode group, String groupVersion) {
        String version = groupVersion.substring(groupVersion.indexOf('/') + 1);
        group.put("name", groupVersion.substring(0, groupVersion.indexOf('/')));
        group.putArray("versions").addObject().put("groupVersion", groupVersion).put("version", version);
        group.putObject("preferredVersion").put("groupVersion", groupVersion).put("version", version);
    }

    static Answer resources(String groupVersion) {
        if (Resource.in(groupVersion).findAny().isEmpty()) {
            throw Failure.of(404, "the practice range keeps nothing of " + groupVersion);
        }
        ObjectNode answer = Objects.JSON
                .createObjectNode()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", groupVersion);
        ArrayNode resources = answer.putArray("resources");
        Resource.in(groupVersion).forEach(one -> {
            ObjectNode entry = resources
                    .addObject()
                    .put("name", one.plural())
                    .put("singularName", "")
                    .put("kind", one.kind())
                    .put("namespaced", one.scope() == Resource.Scope.NAMESPACED);
            ArrayNode verbs = entry.putArray("verbs");
            List.of("get", "list", "create", "patch", "delete").forEach(verbs::add);
        });
        return new Answer(200, JSON, answer.toString());
    }
}
