package dev.killswitch.review;

import dev.killswitch.plan.Step;

/** Who did something, as far as anybody reads it: never a person. */
public sealed interface Who {
    /** What people and the product itself are called. */
    enum Role implements Who {
        RESPONDER,
        OPERATOR,
        /** Whoever agreed to a release, responder or reviewer. */
        SECOND_PERSON,
        /** Somebody of whom the record does not say in which role. */
        PERSON,
        KILLSWITCH;

        /** As it is written everywhere: {@code second-person}. */
        public String word() {
            return Sentence.word(this);
        }
    }

    record Rule(String name) implements Who {}

    record Source(String name) implements Who {}

    static Who of(Step.Authority authority) {
        return switch (authority) {
            case Step.Authority.Rule rule -> new Rule(rule.name());
            case Step.Authority.Person _ -> Role.RESPONDER;
        };
    }

    /** In a table: {@code rule exfil-burst}. */
    default Sentence sentence() {
        return switch (this) {
            case Role role -> Sentence.words(role.word().replace('-', ' '));
            case Rule rule -> Sentence.of("rule {}", rule.name());
            case Source source -> Sentence.of("source {}", source.name());
        };
    }
}
