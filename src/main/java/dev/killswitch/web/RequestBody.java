package dev.killswitch.web;

import dev.killswitch.alert.Body;
import dev.killswitch.alert.Json;
import dev.killswitch.alert.LeakedTokens;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.config.Section;
import dev.killswitch.engine.Salts;
import dev.killswitch.engine.Typed;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A person's JSON, read strictly: each key once, none that nobody asks for, and every mistake told at once. */
final class RequestBody {
    private static final int REASON_LENGTH_MAX = 4_000;

    private final Map<String, Object> fields;

    private RequestBody(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** Throws {@link ProblemException} where it is no JSON object. */
    static RequestBody of(byte[] bytes) {
        return switch (Json.read(Body.of(bytes))) {
            case Json.Broken broken ->
                throw Wrong.request(List.of(Problem.One.of(broken.where(), broken.why(), "JSON")));
            case Json.Tree tree -> {
                if (!tree.root().isObject()) {
                    throw Wrong.request(List.of(new Problem.One("byte 0", "no object", "a JSON object")));
                }
                yield new RequestBody(tree.root().fields());
            }
        };
    }

    /** The same where a body may be left out. */
    static RequestBody ofOptional(byte[] bytes) {
        return bytes.length == 0 ? new RequestBody(Map.of()) : of(bytes);
    }

    /** What {@code reader} makes of it. Throws {@link ProblemException} with all that is wrong. */
    <T> T read(Function<Section, T> reader) {
        var problems = new Problems();
        Document document = Document.of("", fields, problems);
        T read = reader.apply(document.root());
        document.finish();
        if (!problems.isEmpty()) {
            throw Wrong.request(problems.found().stream().map(Problem.One::of).toList());
        }
        return read;
    }

    /** What the person typed at {@code reason}; blank where nothing. */
    static String reason(Section root) {
        String reason = root.text("reason").orElse("");
        if (reason.length() > REASON_LENGTH_MAX) {
            root.problem("reason", reason.length() + " characters", "at most " + REASON_LENGTH_MAX);
        }
        // What an order is about was taken out of it before.
        if (!LeakedTokens.takeOut(reason).tokens().isEmpty()) {
            root.problem("reason", "a ServiceAccount's token", "words alone: they are kept beside the record");
        }
        return reason;
    }

    static @Nullable Typed typed(Salts salts, String reason) {
        return reason.isBlank() ? null : salts.typed(reason);
    }
}
