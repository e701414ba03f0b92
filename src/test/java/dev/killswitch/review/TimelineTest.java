package dev.killswitch.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Fold;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.SampleEvents;
import dev.killswitch.plan.Decision;
import dev.killswitch.review.Timeline.Basis;
import dev.killswitch.review.Timeline.Extent;
import dev.killswitch.review.Timeline.Phase;
import dev.killswitch.review.Timeline.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimelineTest {
    static List<String> names() {
        return WhyTest.names();
    }

    private static List<Row> rows(Incident incident, Extent extent) {
        return Timeline.of(incident, extent).rows();
    }

    private static List<Recorded> samples() {
        var entries = new ArrayList<Recorded>();
        SampleEvents.all().forEach(event -> entries.add(new Recorded(entries.size(), event.at(), event)));
        return entries;
    }

    @Test
    void everyKindOfEvent_hasASentence() {
        Incident incident = Fold.incident("i-1", samples()).orElseThrow();
        var teller = new Teller(incident);
        assertThat(samples().stream()
                        .map(one -> one.event().getClass().getName())
                        .distinct())
                .hasSameElementsAs(kinds());
        for (Recorded recorded : samples()) {
            assertThat(teller.tell(recorded)).isNotEmpty().allSatisfy(row -> {
                assertThat(row.what().plain()).isNotBlank().doesNotContain("{}").doesNotContain("\n");
                assertThat(row.who().sentence().plain())
                        .doesNotContain("p-7f3a")
                        .doesNotContain("p-99");
                assertThat(row.what().plain()).doesNotContain("p-7f3a").doesNotContain("p-99");
            });
        }
    }

    private static List<String> kinds() {
        return Arrays.stream(Objects.requireNonNull(Event.class.getPermittedSubclasses()))
                .map(Class::getName)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyPrefix_isToldInOrder_andNeverNamesAPerson(String name) {
        History history = Objects.requireNonNull(Histories.all().get(name));
        for (int length = 1; length <= history.entries().size(); length++) {
            List<Row> rows = rows(history.prefix(length), Extent.ALL);
            assertThat(rows).isNotEmpty();
            assertThat(rows.stream().map(Row::ledger).filter(Objects::nonNull)).isSorted();
            assertThat(rows.toString()).doesNotContain("p-7f3a").doesNotContain("p-99");
        }
    }

    @Test
    void keyRows_leaveOutWhatOnlyAReviewerReads() {
        Incident incident = Histories.isolatedReplicas().incident();
        List<Row> key = rows(incident, Extent.KEY);
        List<Row> all = rows(incident, Extent.ALL);
        assertThat(all).containsAll(key).hasSizeGreaterThan(key.size());
        assertThat(key).noneMatch(row -> row.what().plain().startsWith("about to do"));
        assertThat(key.stream().map(Row::phase).distinct())
                .containsExactly(Phase.ALERT, Phase.DECIDE, Phase.ACT, Phase.PROVE);
    }

    @Test
    void alert_isWhatItsSenderReported_withItsOwnTime() {
        Row alert = rows(Histories.refused().incident(), Extent.KEY).getFirst();
        assertThat(alert.basis()).isEqualTo(Basis.REPORTED);
        assertThat(alert.who()).isEqualTo(new Who.Source("falco-prod"));
        assertThat(alert.occurred()).isEqualTo(Instant.parse("2026-08-23T09:58:40Z"));
        assertThat(alert.sinceStart()).isZero();
        assertThat(alert.what().plain()).endsWith("by the sender's clock it occurred 1 min 21 s before");
    }

    @Test
    void senderAhead_isAClockDifference() {
        assertThat(AlertTeller.clocks(History.START.plusSeconds(3), History.START)
                        .plain())
                .isEqualTo("; by the sender's clock it occurs 3 s from now: the clocks differ");
    }

    @Test
    void appliedAndProven_areToldApart() {
        List<String> told = rows(Histories.isolatedReplicas().incident(), Extent.KEY).stream()
                .filter(row -> row.phase() == Phase.ACT || row.phase() == Phase.PROVE)
                .map(row -> row.what().plain())
                .toList();
        assertThat(told.subList(0, 3)).allMatch(what -> what.endsWith(" applied: the system acknowledged it"));
        assertThat(told.get(3)).contains(" proven: ").doesNotContain("not proven");
        assertThat(told.get(4)).contains(" partial, this still works: ");
        assertThat(told.get(5)).contains(" not proven: ");
    }

    @Test
    void evidence_isToldWithWhatCouldNotBeHad() {
        var entries = new ArrayList<Recorded>();
        for (Event event : List.of(SampleEvents.intended(), SampleEvents.collected())) {
            entries.add(new Recorded(entries.size(), event.at(), event));
        }
        Incident incident = Fold.incident(SampleEvents.INCIDENT, entries).orElseThrow();
        assertThat(rows(incident, Extent.KEY))
                .anyMatch(row -> row.what()
                        .plain()
                        .equals("evidence kept after kubernetes.isolate-pod on payments/api-7f9c: pod.json,"
                                + " log-api.txt; without events.json (\"no permission list events\")"));
    }

    @Test
    void cloudIam_isEffectiveByAnEstimate() {
        assertThat(rows(Histories.containedUser().incident(), Extent.ALL))
                .anyMatch(
                        row -> row.what()
                                .plain()
                                .equals(
                                        "aws.deny-user on alice not proven yet: effective by 2026-08-23 10:00:13.114Z (estimate)"));
    }

    @Test
    void silence_isARowOfItsOwn() {
        assertThat(rows(Histories.releasedByTwo().incident(), Extent.KEY))
                .filteredOn(row -> row.basis() == Basis.INFERRED)
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.what().plain()).isEqualTo("no recorded event for 20 min");
                    assertThat(row.ledger()).isNull();
                });
    }

    @Test
    void timeThatRunsBackwards_andLateEntry_areToldAndNotCorrected() {
        var alert = new History()
                .alert("a-1", Decision.NONE, "nothing to do", "a/b")
                .entries()
                .getFirst();
        var earlier = new Event.Paged(alert.event().at().minusSeconds(3), "a-1", "look");
        var late = new Event.Paged(alert.event().at(), "a-1", "look again");
        Incident incident = Fold.incident(
                        "i-1",
                        List.of(
                                alert,
                                new Recorded(2000, earlier.at(), earlier),
                                new Recorded(2001, late.at().plusSeconds(40), late)))
                .orElseThrow();
        List<String> told = rows(incident, Extent.KEY).stream()
                .filter(row -> row.basis() == Basis.INFERRED)
                .map(row -> row.what().plain())
                .toList();
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).contains("a time 3 s before one above it");
        assertThat(told.get(1)).contains("entered 40 s after what it tells of");
        assertThat(rows(incident, Extent.KEY)).anyMatch(row -> row.sinceStart().equals(Duration.ofSeconds(-3)));
    }
}
