package dev.killswitch.review;

import dev.killswitch.alert.Body;
import dev.killswitch.alert.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule's condition as it was worked out for one alert, read back from its entry.
 *
 * @param op {@code all}, {@code any}, {@code not} or {@code choice}; a leaf is a {@code "test"}
 * @param text of a test, in the rule's language
 * @param value {@code true}, {@code false}, {@code not-evaluated} or {@code erred}
 * @param values what the names in a test stood for
 */
public record Tree(String op, @Nullable String text, String value, Map<String, String> values, List<Tree> clauses) {
    private static final String NOT_EVALUATED = "not-evaluated";

    public Tree {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        clauses = List.copyOf(clauses);
    }

    /** Empty where the entry had no room for all of it. */
    static Optional<Tree> read(String explanation) {
        return switch (Json.read(Body.of(explanation.getBytes(StandardCharsets.UTF_8)))) {
            case Json.Tree tree when tree.root().isObject() -> Optional.of(read(tree.root()));
            case Json.Tree _, Json.Broken _ -> Optional.empty();
        };
    }

    private static Tree read(Json json) {
        var values = new LinkedHashMap<String, String>();
        Json written = json.at("values");
        written.names().forEach(name -> values.put(name, written.at(name).text().orElse("")));
        var clauses = new ArrayList<Tree>();
        json.at("clauses").items().forEach(clause -> clauses.add(read(clause)));
        return new Tree(
                json.at("op").text().orElse("test"),
                json.at("text").text().orElse(null),
                json.at("value").text().orElse(NOT_EVALUATED),
                values,
                clauses);
    }

    /** All values in it, each once. */
    public Map<String, String> allValues() {
        var all = new LinkedHashMap<>(values);
        clauses.forEach(clause -> clause.allValues().forEach(all::putIfAbsent));
        return all;
    }

    /** What made it so, on one line: {@code alert.severity >= severity.HIGH (alert.severity = CRITICAL) and …}. */
    Sentence line() {
        return switch (op) {
            case "all" -> joined(" and ", clauses);
            case "any" -> joined(" or ", decisive());
            case "not" -> Sentence.words("not (").and(joined(" and ", clauses)).and(Sentence.words(")"));
            case "choice" -> joined(", then ", clauses);
            default -> test();
        };
    }

    /** Of alternatives, those that held say enough. */
    private List<Tree> decisive() {
        List<Tree> held =
                clauses.stream().filter(clause -> clause.value.equals("true")).toList();
        return held.isEmpty() ? clauses : held;
    }

    private static Sentence joined(String between, List<Tree> clauses) {
        return Sentence.joined(
                between,
                clauses.stream()
                        .filter(clause -> !clause.value.equals(NOT_EVALUATED))
                        .map(Tree::line)
                        .filter(line -> !line.isEmpty())
                        .toList());
    }

    private Sentence test() {
        Sentence said = Sentence.code(text == null ? value : text);
        if (values.isEmpty()) {
            return said;
        }
        List<Sentence> known = values.entrySet().stream()
                .map(one -> Sentence.of("{} = {}", Sentence.code(one.getKey()), one.getValue()))
                .toList();
        return Sentence.of("{} ({})", said, Sentence.joined(", ", known));
    }
}
