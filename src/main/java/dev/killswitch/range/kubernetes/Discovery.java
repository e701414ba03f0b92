package dev.killswitch.range.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.range.Answer;
import java.util.List;

/** What clients ask to learn which kinds there are. */
final class Discovery {
    private static final String JSON = "application/json";

    private final Served served;

    Discovery(Served served) {
        this.served = served;
    }

    static Answer health(String what) {
        return what.equals("version")
                ? new Answer(200, JSON, "{\"major\":\"1\",\"minor\":\"36\",\"gitVersion\":\"v1.36.0-range\"}")
                : new Answer(200, "text/plain", "ok");
    }

    Answer groups(List<String> path) {
        ObjectNode answer = Objects.JSON.createObjectNode().put("apiVersion", "v1");
        if (path.equals(List.of("api"))) {
            answer.put("kind", "APIVersions").putArray("versions").add("v1");
        } else if (path.equals(List.of("apis"))) {
            ArrayNode groups = answer.put("kind", "APIGroupList").putArray("groups");
            served.groupVersions().forEach(version -> group(groups, version));
        } else {
            throw Failure.of(404, "the practice range knows no such path");
        }
        return new Answer(200, JSON, answer.toString());
    }

    /** One entry for each group, with all of its versions; the first counts as preferred. */
    private static void group(ArrayNode groups, String groupVersion) {
        String name = groupVersion.substring(0, groupVersion.indexOf('/'));
        String version = groupVersion.substring(groupVersion.indexOf('/') + 1);
        for (JsonNode one : groups) {
            if (one.path("name").asText().equals(name)) {
                one.withArrayProperty("versions")
                        .addObject()
                        .put("groupVersion", groupVersion)
                        .put("version", version);
                return;
            }
        }
        ObjectNode group = groups.addObject().put("name", name);
        group.putArray("versions").addObject().put("groupVersion", groupVersion).put("version", version);
        group.putObject("preferredVersion").put("groupVersion", groupVersion).put("version", version);
    }

    Answer resources(String groupVersion) {
        if (served.in(groupVersion).findAny().isEmpty()) {
            throw Failure.of(404, "the practice range keeps nothing of " + groupVersion);
        }
        ObjectNode answer = Objects.JSON
                .createObjectNode()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", groupVersion);
        ArrayNode resources = answer.putArray("resources");
        served.in(groupVersion).forEach(one -> {
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
