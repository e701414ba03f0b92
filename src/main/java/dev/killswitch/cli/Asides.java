package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** What a person types to go on where guards of theirs said no. */
final class Asides {
    private Asides() {}

    /** One line; none where nothing would help. {@code problem} is the server's answer to an order. */
    static List<String> of(String problem) {
        return Json.read(problem)
                .map(answer -> line(
                        Json.list(answer, "problems"),
                        "where",
                        Json.list(answer, "steps").size()))
                .orElse(List.of());
    }

    /** The same for a step that guards held; what stands in its way besides, no guard's name moves. */
    static List<String> of(StepSeen step) {
        if (step.why().filter(why -> !step.guards().contains(why)).isPresent()) {
            return List.of();
        }
        List<JsonNode> holding = Json.list(step.json(), "guards").stream()
                .filter(guard -> Json.text(guard, "expected").isPresent())
                .toList();
        return line(holding, "guard", 1);
    }

    private static List<String> line(List<JsonNode> guards, String name, int steps) {
        boolean all = guards.stream().allMatch(guard -> asks(guard, "in override") || asks(guard, "in confirm"));
        if (guards.isEmpty() || !all) {
            return List.of();
        }
        String names = guards.stream()
                .filter(guard -> asks(guard, "in override"))
                .map(guard -> Json.word(guard, name))
                .distinct()
                .collect(Collectors.joining(","));
        boolean counted = guards.stream().anyMatch(guard -> asks(guard, "in confirm"));
        return List.of("to do it all the same, add:" + (names.isEmpty() ? "" : " --override " + names)
                + (counted ? " --confirm " + (steps == 0 ? "<count>" : steps) : ""));
    }

    private static boolean asks(JsonNode guard, String where) {
        return Json.text(guard, "expected").filter(text -> text.contains(where)).isPresent();
    }
}
