package dev.killswitch.servers;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Who may do what under policies of AWS, judged by a program that nobody here wrote: all kinds of policies and conditions. */
public final class Evaluator {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MINUTES_MAX = 5;

    private Evaluator() {}

    /** What it says of one call: {@code Allowed}, {@code ImplicitlyDenied}, {@code ExplicitlyDenied} or {@code Ambiguous}. */
    public record Said(String action, String level, String resource, String says) {
        public boolean isAllowed() {
            return says.equals("Allowed");
        }
    }

    /**
     * Who calls.
     *
     * @param guards service control policies of the account; empty where it has none but AWS's own that allows everything
     * @param context what each of the calls says of itself
     */
    public record Asking(
            String principal,
            String account,
            List<JsonNode> identity,
            List<JsonNode> guards,
            Map<String, String> context) {
        public Asking {
            identity = List.copyOf(identity);
            guards = List.copyOf(guards);
            context = Map.copyOf(context);
        }

        public Asking under(JsonNode guard) {
            var all = new ArrayList<>(guards);
            all.add(guard);
            return new Asking(principal, account, identity, all, context);
        }

        public Asking saying(String key, String value) {
            var all = new HashMap<>(context);
            all.put(key, value);
            return new Asking(principal, account, identity, guards, all);
        }

        private ObjectNode question() {
            ObjectNode question =
                    JSON.createObjectNode().put("principal", principal).put("account", account);
            question.set("identity", JSON.valueToTree(identity));
            question.set("context", JSON.valueToTree(context));
            if (!guards.isEmpty()) {
                question.set("guards", JSON.valueToTree(guards));
            }
            return question;
        }
    }

    /** What {@code action} on {@code resource} comes to. */
    public static Said judge(Asking who, String action, String resource) {
        return judge(who, List.of(Map.entry(action, resource))).getFirst();
    }

    /** The same of many. */
    public static List<Said> judge(Asking who, List<Map.Entry<String, String>> calls) {
        ObjectNode question = who.question();
        ArrayNode asked = question.putArray("calls");
        calls.forEach(call -> asked.addObject().put("action", call.getKey()).put("resource", call.getValue()));
        return ask(question);
    }

    /** Every action that {@code services} have, of all of AWS where none is named, on each kind of thing that it takes. */
    public static List<Said> judgeAll(Asking who, String... services) {
        ObjectNode question = who.question();
        question.set("services", JSON.valueToTree(services));
        return ask(question);
    }

    /** What a call comes to on something that has a policy of its own, such as becoming a role. */
    public static Said judge(Asking who, JsonNode policyOfResource, String action, String resource) {
        ObjectNode question = who.question();
        question.set("resourcePolicy", policyOfResource);
        question.putArray("calls").addObject().put("action", action).put("resource", resource);
        return ask(question).getFirst();
    }

    private static List<Said> ask(ObjectNode question) {
        Path directory = Servers.need(Server.EVALUATOR).at();
        try {
            Path input = Files.createTempFile(Project.scratch(), "question-", ".json");
            Files.writeString(input, "[" + question + "]");
            Path judge = Project.directory().resolve("src/it/servers/evaluator/judge.mjs");
            Located.Ran ran = Located.Ran.run(
                    List.of("node", judge.toString(), directory.toString()), input, MINUTES_MAX, TimeUnit.MINUTES);
            Files.delete(input);
            if (ran.exit() != 0) {
                throw new IllegalStateException("the evaluator ended with " + ran.exit() + ": " + ran.output());
            }
            return JSON.readValue(ran.lastLine(), new TypeReference<List<List<Said>>>() {})
                    .getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
