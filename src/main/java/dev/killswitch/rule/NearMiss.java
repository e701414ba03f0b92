package dev.killswitch.rule;

/**
 * A rule that looked at an alert and said no, by one clause.
 *
 * @param clause the text of the one that decided
 * @param value what it was, with the values in it: {@code alert.severity = 3}
 */
public record NearMiss(Rule rule, String clause, String value) {}
