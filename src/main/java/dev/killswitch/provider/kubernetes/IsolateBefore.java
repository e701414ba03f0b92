package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a pod was before its isolation.
 *
 * @param value what our label says where this containment wrote it
 * @param labels all of the pod's; empty {@link Optional} where they do not fit a before-state, and then none is taken away
 * @param annotated whether the pod had any annotation
 * @param noted whether there is room for a note to people
 */
record IsolateBefore(
        String value, Way way, Optional<Map<String, String>> labels, boolean annotated, boolean noted, Undo undo) {
    static final int FORMAT = 1;

    /** Room for all else in it. */
    private static final int LABELS_BYTES_MAX = Before.BYTES_MAX - 1024;

    IsolateBefore {
        labels = labels.map(Map::copyOf);
    }

    /** What happens to the labels that the pod has. */
    enum Way {
        /** Ours takes the place of all: no selector but ours fits any more. */
        REPLACE,
        /** Ours is added: the pod's controller could not replace it. */
        ADD
    }

    static boolean fits(Map<String, String> labels) {
        return KubernetesCalls.JSON.valueToTree(labels).toString().getBytes(StandardCharsets.UTF_8).length
                <= LABELS_BYTES_MAX;
    }

    /** The labels that we leave. Where the old ones are not known, only ours. */
    Map<String, String> wanted() {
        var wanted = new TreeMap<String, String>();
        if (way == Way.ADD) {
            labels.ifPresent(wanted::putAll);
        }
        wanted.put(Marks.QUARANTINE, value);
        return wanted;
    }

    /** The labels that a release puts back: whoever wrote our label, with it the pod would stay shut. */
    Map<String, String> others() {
        return others(labels.orElse(Map.of()));
    }

    private static Map<String, String> others(Map<String, String> of) {
        var others = new TreeMap<>(of);
        others.remove(Marks.QUARANTINE);
        return others;
    }

    /** Whether nothing beside our label in {@code now} is another's change that a release would write over. */
    boolean isAsLeft(Map<String, String> now) {
        return switch (way) {
            case REPLACE -> now.size() == 1 || others(now).equals(others());
            case ADD ->
                value.equals(now.get(Marks.QUARANTINE))
                        || labels.isEmpty()
                        || others(now).equals(others());
        };
    }

    Before write() {
        ObjectNode json = KubernetesCalls.JSON.createObjectNode();
        json.put("value", value).put("way", way == Way.REPLACE ? "replace" : "add");
        labels.ifPresent(known -> json.set("labels", KubernetesCalls.JSON.valueToTree(new TreeMap<>(known))));
        json.put("annotated", annotated).put("noted", noted).put("undo", undo == Undo.EXACT ? "exact" : "equivalent");
        return new Before(FORMAT, json.toString());
    }

    static IsolateBefore read(Before before) {
        JsonNode json = Befores.read(before, FORMAT);
        return new IsolateBefore(
                json.path("value").asText(),
                json.path("way").asText().equals("replace") ? Way.REPLACE : Way.ADD,
                json.has("labels") ? Optional.of(Pod.texts(json.path("labels"))) : Optional.empty(),
                json.path("annotated").asBoolean(),
                json.path("noted").asBoolean(),
                json.path("undo").asText().equals("exact") ? Undo.EXACT : Undo.EQUIVALENT);
    }
}
