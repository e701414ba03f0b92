package dev.killswitch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UlidsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private static Ulids at(Long... millisAfterNow) {
        var times = new ArrayDeque<>(List.of(millisAfterNow));
        InstantSource source = () -> NOW.plusMillis(times.size() > 1 ? times.remove() : times.element());
        return new Ulids(source.withZone(ZoneOffset.UTC), new Random(1));
    }

    @Test
    void id_isPrefixAndLowerCaseUlid_ofItsTime() {
        assertThat(at(0L).next("c")).matches("c-[0-7][0-9a-hjkmnp-tv-z]{25}").startsWith("c-01kdy");
        assertThat(new Ulids(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), new Random(1)).next("s"))
                .startsWith("s-0000000000");
    }

    @Test
    void idsOfOneMillisecond_rise() {
        Ulids ids = at(0L);
        List<String> made =
                IntStream.range(0, 1_000).mapToObj(_ -> ids.next("c")).toList();
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void clockGoingBack_doesNotTurnTheOrder() {
        Ulids ids = at(5L, 0L, 3L, 9L);
        List<String> made = IntStream.range(0, 4).mapToObj(_ -> ids.next("c")).toList();
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void manyThreads_neverShareAnId() throws Exception {
        Ulids ids = at(0L);
        Callable<List<String>> some =
                () -> IntStream.range(0, 500).mapToObj(_ -> ids.next("c")).toList();
        var all = new HashSet<String>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var made : threads.invokeAll(List.of(some, some, some, some))) {
                all.addAll(made.get());
            }
        }
        assertThat(all).hasSize(2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "c-", "c1", "containment"})
    void oddPrefix_isRefused(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> at(0L).next(prefix));
    }
}
