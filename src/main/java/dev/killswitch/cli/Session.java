package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.cli.Server.Fetched;
import dev.killswitch.cli.Server.Reply;
import dev.killswitch.cli.Server.Request;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One command's talk with the server: an answer is what it should be, or the command stops and says why. */
final class Session {
    static final String JSON = "application/json";

    private final Machine machine;
    private final URI base;
    private final Server server;
    private final Screen screen;
    private final Form form;

    Session(Machine machine, URI base, Server server, Screen screen, Form form) {
        this.machine = machine;
        this.base = base;
        this.server = server;
        this.screen = screen;
        this.form = form;
    }

    /** In which form results are wanted. */
    enum Form {
        TEXT,
        JSON
    }

    /** Part of a path or query, encoded. */
    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    Machine machine() {
        return machine;
    }

    Screen screen() {
        return screen;
    }

    URI base() {
        return base;
    }

    boolean wantsJson() {
        return form == Form.JSON;
    }

    JsonNode get(String path) throws Stop {
        return json(accepted(ask("GET", path, JSON, null, Map.of())));
    }

    /** An answer in plain text. */
    String text(String path) throws Stop {
        return accepted(ask("GET", path, "text/plain", null, Map.of())).body();
    }

    /** An answer in bytes. */
    Fetched fetch(String path) {
        return server.fetch(new Request("GET", path, "application/octet-stream", null, Map.of()));
    }

    /** JSON, whatever the status says; empty where nobody answers with any. */
    Optional<JsonNode> look(String path) {
        return ask("GET", path, JSON, null, Map.of()) instanceof Reply.Answered answered
                ? Json.read(answered.body())
                : Optional.empty();
    }

    /** JSON where all is well; empty otherwise. */
    Optional<JsonNode> lookIfFine(String path) {
        return ask("GET", path, JSON, null, Map.of()) instanceof Reply.Answered answered && answered.status() < 300
                ? Json.read(answered.body())
                : Optional.empty();
    }

    JsonNode post(String path, JsonNode body) throws Stop {
        return json(accepted(ask("POST", path, JSON, body, Map.of())));
    }

    Reply ask(String method, String path, String accept, @Nullable JsonNode body, Map<String, String> headers) {
        return server.send(new Request(method, path, accept, body == null ? null : body.toString(), headers));
    }

    /** The answer of a server that said yes. */
    Reply.Answered accepted(Reply reply) throws Stop {
        return switch (reply) {
            case Reply.Silent silent ->
                throw new Stop(
                        Exit.UNREACHABLE,
                        List.of("could not reach the server at " + base + ": " + silent.why(), Access.WHERE_HINT));
            case Reply.Answered answered when answered.status() >= 200 && answered.status() < 300 -> answered;
            case Reply.Answered answered -> throw refused(answered);
        };
    }

    JsonNode json(Reply.Answered answered) throws Stop {
        return Json.read(answered.body())
                .orElseThrow(() -> new Stop(
                        Exit.UNREACHABLE,
                        "what answers at " + base + " sent no JSON object; expected a Killswitch server"));
    }

    private Stop refused(Reply.Answered answered) {
        Exit exit = switch (answered.status()) {
            case 401, 403 -> Exit.NOT_ALLOWED;
            default -> Exit.NOT_DONE;
        };
        Optional<JsonNode> problem = Json.read(answered.body());
        if (problem.isEmpty()) {
            return new Stop(exit, "the server at " + base + " answered " + answered.status());
        }
        if (wantsJson()) {
            screen.json(problem.get());
        }
        var lines = new ArrayList<String>();
        lines.add(Json.text(problem.get(), "title").orElse("no title") + " (" + answered.status() + ")");
        List<JsonNode> several = Json.list(problem.get(), "problems");
        Json.text(problem.get(), "detail")
                .filter(detail -> several.stream().noneMatch(one -> detail.contains(Json.word(one, "found"))))
                .ifPresent(lines::add);
        for (JsonNode one : several) {
            lines.add(Json.word(one, "where") + ": " + Json.word(one, "found")
                    + Json.text(one, "expected")
                            .map(right -> "; expected " + right)
                            .orElse(""));
        }
        if (answered.status() == 401) {
            lines.add(Access.TOKEN_HINT);
        }
        return new Stop(exit, lines);
    }
}
