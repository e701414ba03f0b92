package dev.killswitch.plan;

import dev.killswitch.rule.Match;
import java.util.Optional;

/**
 * A wish of one rule.
 *
 * @param lost why it is not known where its thing is
 */
record Wanted(Match match, Wish wish, Optional<String> lost) {
    /** What an update of the same finding finds claimed, once it was done. */
    String doneKey() {
        return Keys.of("done", keyParts());
    }

    /** What it finds claimed, once somebody was told that it could not be done. */
    String toldKey() {
        return Keys.of("told", keyParts());
    }

    /** Where matches like this are counted. */
    String tallyKey() {
        return match.tallyKey(wish.thingKey());
    }

    private String[] keyParts() {
        return new String[] {
            match.source(), match.finding(), match.rule().name(), wish.spec().name(), wish.thingKey()
        };
    }
}
