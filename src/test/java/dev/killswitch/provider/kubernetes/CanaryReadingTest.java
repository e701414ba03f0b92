package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CanaryReadingTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final CanaryTimes TIMES =
            new CanaryTimes(START.plusSeconds(10), START.plusSeconds(30), START.plusSeconds(38));

    /** One attempt each 250 ms from the start to the end, that fails while it is closed. */
    private static String attempts(String to, int closedFrom, int closedTo) {
        var log = new StringBuilder();
        for (int number = 0; number < 4 * 38; number++) {
            Instant at = START.plus(Duration.ofMillis(250L * number));
            boolean ok = number < closedFrom || number >= closedTo;
            log.append(at).append(" try ").append(to).append(' ').append(number).append('\n');
            log.append(at.plusMillis(ok ? 5 : 1_000))
                    .append(ok ? " ok " : " no ")
                    .append(to);
            log.append(' ').append(number).append('\n');
        }
        return log.toString();
    }

    private static Optional<Measured> read(ProbeLog near, ProbeLog witness) {
        return CanaryReading.of(
                new CanaryReading.Logs(near, Optional.empty(), witness), TIMES, new Makeup("c", "build", ""));
    }

    @Test
    void clusterOfOneNode_isMeasured_andWhatWasNotTriedIsSaid() {
        Measured measured = read(ProbeLog.read(attempts("server", 42, 121)), ProbeLog.read(attempts("near", 42, 121)))
                .orElseThrow();
        assertThat(measured.closed()).containsExactly("to a pod of the same node", "from a pod of the same node");
        assertThat(measured.slowest()).isEqualTo(Duration.ofMillis(500));
        assertThat(measured.untried()).containsExactly("to and from a pod of another node: no other node took one");
        assertThat(measured.severs()).isEqualTo(Known.UNKNOWN);
        assertThat(measured.isolatesOne()).isEqualTo(Known.UNKNOWN);
        assertThat(measured.filtersOwnNode()).isEqualTo(Known.UNKNOWN);
        assertThat(measured.restores()).isEqualTo(Known.YES);
    }

    /** A plugin that closes, opens and closes again took until the last time. */
    @Test
    void wayThatOpensAgain_tookUntilItStayedClosed() {
        String flaps = attempts("server", 44, 121).replace(" no server 46", " ok server 46");
        assertThat(read(ProbeLog.read(flaps), ProbeLog.EMPTY).orElseThrow().slowest())
                .isEqualTo(Duration.ofMillis(1_750));
    }

    @Test
    void networkThatDoesNotOpenAgain_isSaidNotTo() {
        assertThat(read(ProbeLog.read(attempts("server", 42, 999)), ProbeLog.EMPTY)
                        .orElseThrow()
                        .restores())
                .isEqualTo(Known.NO);
    }

    @Test
    void probeThatWroteNothing_isNoAnswer() {
        assertThat(read(ProbeLog.EMPTY, ProbeLog.read(attempts("near", 42, 121))))
                .isEmpty();
    }

    @Test
    void linesThatAreNoProbes_arePassedOver() {
        ProbeLog log = ProbeLog.read("""
                sh: can't open 'x'
                2026-03-01T12:00:00Z
                2026-03-01T12:00:01Z no server 7
                2026-03-01T12:00:02Z try server 8
                not-a-time ok server 8
                2026-03-01T12:00:03.123456789Z ok server 8
                2026-03-01T12:00:04Z beat
                """);
        assertThat(log.attempts())
                .containsExactly(new ProbeLog.Attempt("server", Instant.parse("2026-03-01T12:00:02Z"), true));
        assertThat(log.beats()).containsExactly(Instant.parse("2026-03-01T12:00:04Z"));
    }
}
