package dev.killswitch.plan;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.SourceSettings;
import dev.killswitch.rule.Match;
import java.util.List;

/**
 * One alert and the rules that said yes to it.
 *
 * @param id our own of the alert: the cause of what follows
 * @param matches in the order of the rulebook
 * @param rulebook digest of the one that was asked
 */
public record AlertCase(String id, SourceSettings source, Alert alert, List<Match> matches, String rulebook) {
    public AlertCase {
        matches = List.copyOf(matches);
    }

    String finding() {
        return Question.finding(source.name(), alert.finding());
    }
}
