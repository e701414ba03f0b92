package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** What a person types to go on where guards of theirs said no. */
final class Asides {
    private Asides() {}

    /** One line; none where nothing would help. {@code problem} is the server's answer to an order. */
    static List<String> of(String problem) {
        return Json.read(problem).map(Asides::lines).orElse(List.of());
    }

    private static List<String> lines(JsonNode problem) {
        List<JsonNode> guards = Json.list(problem, "problems");
        boolean all = guards.stream().allMatch(guard -> asks(guard, "in override") || asks(guard, "in confirm"));
        if (guards.isEmpty() || !all) {
            return List.of();
        }
        String names = guards.stream()
                .filter(guard -> asks(guard, "in override"))
                .map(guard -> Json.word(guard, "where"))
                .distinct()
                .collect(Collectors.joining(","));
        boolean counted = guards.stream().anyMatch(guard -> asks(guard, "in confirm"));
        int steps = Json.list(problem, "steps").size();
        return List.of("to do it all the same, add:" + (names.isEmpty() ? "" : " --override " + names)
                + (counted ? " --confirm " + (steps == 0 ? "<count>" : steps) : ""));
    }

    private static boolean asks(JsonNode guard, String where) {
        return Json.text(guard, "expected").filter(text -> text.contains(where)).isPresent();
    }
}
