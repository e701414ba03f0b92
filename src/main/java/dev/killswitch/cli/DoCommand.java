package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.alert.LeakedTokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does any action or recipe of the server's catalogue, by its name. */
@Command(
        description =
                "Do any action or recipe of the server's catalogue, by its name: kubernetes.withdraw-network-policy.",
        footer = {
            "",
            "Never give a token here: a command line is seen by others and kept in a history. One that leaked",
            "is read from standard input: ks do kubernetes.revoke-token - < FILE. What it belongs to is named",
            "with: ks revoke pod-token, ks revoke secret-token, ks revoke serviceaccount."
        })
final class DoCommand implements Callable<Integer> {
    static final String NAME = "do";

    /** As the target: the token comes by standard input. */
    private static final String FROM_INPUT = "-";

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

    private final Mode mode;

    @Parameters(index = "0", paramLabel = "<action>", description = "Its name in the catalogue, see docs/actions.")
    @Nullable
    String action;

    @Parameters(index = "1", paramLabel = "<target>", description = "The thing, as the action's page names it.")
    @Nullable
    String target;

    @Option(
            names = "--param",
            paramLabel = "<name=value>",
            description = "A parameter of the action; may be given several times.")
    Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--preview", description = "Show what it would do and what the guards say; write nothing.")
    boolean preview;

    @Mixin
    final OrderOptions options = new OrderOptions();

    @Mixin
    final Access access;

    private DoCommand(Machine machine, Mode mode) {
        this.mode = mode;
        this.access = new Access(machine, "responder");
    }

    /** Whether it ever writes. */
    enum Mode {
        GIVE,
        SHOW
    }

    static CommandLine of(Machine machine, Mode mode) {
        var line = new CommandLine(new DoCommand(machine, mode));
        if (mode == Mode.SHOW) {
            var spec = line.getCommandSpec();
            spec.remove(spec.findOption("--preview"));
            spec.usageMessage().description("Show what an action or recipe would do, by its name; write nothing.");
        }
        return line;
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            String name = Objects.requireNonNull(action);
            String thing = Objects.requireNonNull(target);
            Tokens.refuse(options, Stream.concat(Stream.of(name, thing), parameters.values().stream()));
            JsonNode catalog = session.get("v1/actions");
            Optional<JsonNode> one = find(catalog, "items", "action", name);
            Optional<JsonNode> recipe = find(catalog, "recipes", "recipe", name);
            JsonNode spec = one.or(() -> recipe).orElseThrow(() -> unknown(catalog, name));
            String kind = Json.word(spec, "targetKind");
            ObjectNode typed = typed(name, spec);
            boolean isFromInput = thing.equals(FROM_INPUT) && kind.equals(LeakedTokens.KIND);
            String id = isFromInput ? Tokens.read(session) : thing;
            Place place = isFromInput
                    ? Place.unasked(session, kind, options.connection)
                    : Place.of(session, kind, thing, options.connection);
            ObjectNode order = Session.object().put(one.isPresent() ? "action" : "recipe", name);
            order.putObject("target")
                    .put("connection", place.connection())
                    .put("kind", kind)
                    .put("id", id);
            if (!typed.isEmpty()) {
                order.set("parameters", typed);
            }
            options.addTo(order);
            var given = new GivenOrder(
                    place.says(name + " " + thing), order, one.isPresent() ? Follow.Fan.NONE : Follow.Fan.OUT);
            return preview || mode == Mode.SHOW ? given.show(session) : given.give(session, options);
        });
    }

    private static Optional<JsonNode> find(JsonNode catalog, String list, String field, String name) {
        return Json.list(catalog, list).stream()
                .filter(one -> Json.word(one, field).equals(name))
                .findFirst();
    }

    private static Stop unknown(JsonNode catalog, String name) {
        var lines = new ArrayList<String>();
        lines.add("the server has no action or recipe " + name + "; it has:");
        Stream.concat(
                        Json.list(catalog, "items").stream().map(one -> Json.word(one, "action")),
                        Json.list(catalog, "recipes").stream().map(one -> Json.word(one, "recipe")))
                .sorted()
                .forEach(lines::add);
        return new Stop(Exit.USAGE, lines);
    }

    /** Each as the action's schema has it; what it has no word for is refused here, not left out. */
    private ObjectNode typed(String name, JsonNode spec) throws Stop {
        ObjectNode typed = Session.object();
        List<JsonNode> known = Json.list(spec, "parameters");
        for (var given : parameters.entrySet()) {
            JsonNode param = known.stream()
                    .filter(one -> Json.word(one, "name").equals(given.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new Stop(Exit.USAGE, name + " has no parameter " + given.getKey() + has(known)));
            put(typed, param, given);
        }
        for (JsonNode one : known) {
            if (Json.text(one, "fallback").isEmpty() && !typed.has(Json.word(one, "name"))) {
                throw new Stop(Exit.USAGE, name + " needs --param " + Json.word(one, "name") + "=…" + has(known));
            }
        }
        return typed;
    }

    private static void put(ObjectNode typed, JsonNode param, Map.Entry<String, String> given) throws Stop {
        String value = given.getValue();
        List<String> choices = Json.texts(param, "choices");
        if (!choices.isEmpty() && !choices.contains(value)) {
            throw new Stop(
                    Exit.USAGE,
                    "expected one of " + String.join(", ", choices) + " for " + given.getKey() + ", found '" + value
                            + "'");
        }
        switch (Json.word(param, "type")) {
            case "count" -> {
                if (!COUNT.matcher(value).matches()) {
                    throw new Stop(Exit.USAGE, "expected a count for " + given.getKey() + ", found '" + value + "'");
                }
                typed.put(given.getKey(), Long.parseLong(value));
            }
            case "switch" -> {
                if (!value.equals("true") && !value.equals("false")) {
                    throw new Stop(
                            Exit.USAGE, "expected true or false for " + given.getKey() + ", found '" + value + "'");
                }
                typed.put(given.getKey(), value.equals("true"));
            }
            default -> typed.put(given.getKey(), value);
        }
    }

    private static String has(List<JsonNode> known) {
        return known.isEmpty()
                ? "; it takes none"
                : "; it takes "
                        + String.join(
                                "; ",
                                known.stream()
                                        .map(one -> Json.word(one, "name") + " (" + Json.word(one, "type") + "): "
                                                + Json.word(one, "meaning"))
                                        .toList());
    }
}
