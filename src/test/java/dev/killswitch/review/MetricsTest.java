package dev.killswitch.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.killswitch.action.Released;
import dev.killswitch.incident.Event;
import dev.killswitch.plan.Decision;
import dev.killswitch.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static List<Metric> metrics(History history, String name) {
        return Metrics.of(history.incident()).stream()
                .filter(metric -> metric.name().equals(name))
                .toList();
    }

    private static Metric only(History history, String name) {
        List<Metric> found = metrics(history, name);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void timeToContain_endsWithTheLastProof() {
        Metric metric = only(Histories.expired(), "time to contain");
        assertThat(metric.value()).isEqualTo(Duration.ofMillis(2115));
        assertThat(metric.from().what()).isEqualTo("first alert decided");
        assertThat(metric.to().what()).isEqualTo("last target proven");
        assertThat(metric.refs().text()).isEqualTo("[L#1017, L#1021]");
    }

    @Test
    void timeToContain_isUnknownWhileAnythingIsUnproven() {
        Metric metric = only(Histories.isolatedReplicas(), "time to contain");
        assertThat(metric.value()).isNull();
        assertThat(metric.said().plain()).isEqualTo("unknown: 2 of 3 targets are not proven");
    }

    @Test
    void nothingToContain_isNotZero() {
        assertThat(only(Histories.personOnly(), "time to contain").said().plain())
                .isEqualTo("unknown: nothing was to be contained");
    }

    @Test
    void delayOfEffect_isPerStep() {
        assertThat(metrics(Histories.containedUser(), "delay of effect"))
                .extracting(
                        metric -> metric.of().plain(), metric -> metric.said().plain())
                .containsExactly(
                        tuple("aws.deny-user on alice", "12.342 s"),
                        tuple("aws.disable-access-key on AKIAIOSFODNN7EXAMPLE", "12.228 s"),
                        tuple("aws.disable-access-key on AKIAI44QH8DHBEXAMPLE", "unknown: it is applied, not proven"));
    }

    @Test
    void ageOfTheAlert_isKnownWhereItsSenderSaysWhenItOccurred() {
        assertThat(only(Histories.refused(), "age of the alert on arrival").value())
                .isEqualTo(Duration.ofSeconds(81).minusMillis(7));
        assertThat(only(Histories.releasedByTwo(), "age of the alert on arrival")
                        .said()
                        .plain())
                .isEqualTo("unknown: no alert came, a person gave an order");
    }

    @Test
    void timeToDecide_beginsWithTheDelivery() {
        Metric metric = only(Histories.refused(), "time to decide");
        assertThat(metric.value()).isEqualTo(Duration.ofMillis(7));
        assertThat(metric.from().what()).isEqualTo("delivery received");
        assertThat(only(Histories.releasedByTwo(), "time to decide").said().plain())
                .isEqualTo("unknown: it began with a person's order");
    }

    @Test
    void timeToAcknowledge_endsWithTheFirstActOfAPerson() {
        Step one = History.isolate("1", "a/b");
        History history = new History()
                .alert("a-1", Decision.ACT, "1 step goes on", "a/b")
                .intend(one)
                .apply(one, "audit-1");
        assertThat(only(history, "time to acknowledge").said().plain())
                .isEqualTo("unknown: no person has acted in it yet");
        history.after(Duration.ofMinutes(4)).ask("r-1", "c-1", "p-7f3a", Event.ReleaseNeeds.NOTHING, null);
        Metric metric = only(history, "time to acknowledge");
        assertThat(metric.value()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(metric.to().what()).isEqualTo("first act of a person");
    }

    @Test
    void released_hasADurationAndATimeToRestore() {
        assertThat(only(Histories.releasedByTwo(), "duration of containment").value())
                .isEqualTo(Duration.ofMinutes(23).plusSeconds(12).plusMillis(90));
        assertThat(only(Histories.releasedByTwo(), "time to restore").value())
                .isEqualTo(Duration.ofMinutes(3).plusMillis(90));
    }

    @Test
    void standing_hasNoDurationYet_andNoEndIsMadeUp() {
        Metric metric = only(Histories.expired(), "duration of containment");
        assertThat(metric.to().at()).isNull();
        assertThat(metric.said().plain()).isEqualTo("unknown: it stands, though its time is up");
    }

    @Test
    void failedRelease_restoresNothing() {
        Step one = History.isolate("1", "a/b");
        History history = new History()
                .alert("a-1", Decision.ACT, "1 step goes on", "a/b")
                .intend(one)
                .apply(one, "audit-1")
                .ask("r-1", "c-1", "p-7f3a", Event.ReleaseNeeds.NOTHING, null)
                .release("r-1", "c-1", new Released.Retry("503"));
        assertThat(only(history, "time to restore").said().plain()).isEqualTo("unknown: the release is failed");
        assertThat(only(history, "duration of containment").value()).isNull();
    }

    @Test
    void bothEnds_areAlwaysNamed() {
        Histories.all()
                .values()
                .forEach(history -> assertThat(Metrics.of(history.incident())).allSatisfy(metric -> {
                    assertThat(metric.from().what()).isNotBlank();
                    assertThat(metric.to().what()).isNotBlank();
                    assertThat(metric.refs().indexes()).isNotEmpty();
                    assertThat(Objects.isNull(metric.value()))
                            .isEqualTo(!metric.unknown().isEmpty());
                }));
    }
}
