package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The rules that are live. */
@Command(name = "list", description = "List the live rules, and why newer ones are not live.")
final class RulesList implements Callable<Integer> {
    @Mixin
    final Access access;

    RulesList(Machine machine) {
        this.access = new Access(machine, "responder");
    }

    @Override
    public Integer call() {
        return access.run(session -> {
            JsonNode rulebook = session.get("v1/rulebook");
            Screen screen = session.screen();
            if (session.wantsJson()) {
                screen.json(rulebook);
                return Exit.DONE;
            }
            screen.say("rulebook", Json.word(rulebook, "digest"));
            Json.list(rulebook, "rules").forEach(rule -> screen.say("rule", line(rule)));
            List<String> refused = Json.texts(rulebook, "refused");
            if (!refused.isEmpty()) {
                screen.shout("refused     what lies there now is NOT LIVE:");
                refused.forEach(problem -> screen.say("", problem));
            }
            return Exit.DONE;
        });
    }

    static String line(JsonNode rule) {
        return Json.word(rule, "rule") + "   " + Json.word(rule, "mode")
                + (Json.word(rule, "position").equals("off") ? "   TURNED OFF" : "") + "   " + Json.word(rule, "where");
    }
}
