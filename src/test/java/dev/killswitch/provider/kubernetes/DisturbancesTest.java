package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Connection.Watching;
import dev.killswitch.provider.kubernetes.Policies.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On the range. */
class DisturbancesTest extends DisturbancesContract {
    private static final String POLICIES = "/apis/cilium.io/v2/ciliumnetworkpolicies";

    @Override
    Grounds open() {
        return new RangeGrounds();
    }

    /** A network plugin is installed while a containment stands. */
    @Test
    void policyApiThatComesLater_isFollowedFromThenOn_andNobodyAskedForItBefore() {
        var clock = new TickingClock(Instant.now());
        try (var late = new RangeGrounds(List.of("isolate", Denies.TIER), Map.of(), clock)) {
            late.connection().warm(clock.instant().plusSeconds(20));
            Held held = Held.apply(late, "kubernetes.isolate-pod", Pod.KIND, "shop/toolbox");
            var alarm = new Alarm();
            try (Watching _ = late.connection().watch(held.call(), "kubernetes.isolate-pod", alarm::ring)) {
                alarm.settle();
                assertThat(late.faults().seen()).noneMatch(line -> line.contains(POLICIES));
                late.serve("cilium.io/v2");
                clock.tick(Duration.ofMinutes(6));
                late.connection().warm(clock.instant().plusSeconds(20));
                alarm.assertRings();
                assertThat(late.faults().seen()).anyMatch(line -> line.contains(POLICIES));
            }
        }
    }
}
