package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.config.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeopleTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private final Map<String, String> tokens = new HashMap<>();

    @Test
    void samePerson_isCalledTheSame_andNeverByName() {
        People people = people("a key of thirty-two bytes or more");

        assertThat(people.id("alice@example.com"))
                .matches("p-[0-9a-f]{32}")
                .isEqualTo(people.id("alice@example.com"))
                .isNotEqualTo(people.id("bob@example.com"))
                .isNotEqualTo(people("another key").id("alice@example.com"));
    }

    @Test
    void localIssuer_handsOneTokenToEachRole() {
        var local = new LocalIssuer(CLOCK, LocalIssuer.newKey(), tokens::put);
        local.issue();

        assertThat(tokens).containsOnlyKeys("viewer", "responder", "second-responder", "reviewer", "operator");
        assertThat(local.issuer().key().getAlgorithm()).isEqualTo("EC");
    }

    private People people(String key) {
        return new People(new LocalIssuer(CLOCK, LocalIssuer.newKey(), tokens::put).issuer(), Secret.of(key));
    }
}
