package dev.killswitch.review;

import dev.killswitch.rule.Rulebook;
import java.time.Instant;

/**
 * When and on what an answer is given.
 *
 * @param rulebook the live one: it says where in its files a rule stands, and why it would not act now
 */
public record AsOf(Instant now, BuiltOn builtOn, Rulebook rulebook) {}
