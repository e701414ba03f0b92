package dev.killswitch.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Body;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Journal.Beside;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Journal.Evidence;
import dev.killswitch.incident.Journal.Remember;
import dev.killswitch.incident.Kept;
import dev.killswitch.incident.RecordContract;
import dev.killswitch.incident.Register;
import dev.killswitch.plan.Claim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands beside the ledger is bounded, in number, size and age. */
class RetentionTest extends RecordContract {
    private static final int DELIVERIES_MAX = 30;

    @TempDir
    private Path directory;

    private TestStore store;
    private StoreSettings settings;

    @BeforeEach
    void open() {
        StoreSettings usual = TestStore.settings(directory);
        settings = new StoreSettings(
                usual.database(),
                0,
                usual.queueMax(),
                usual.commitTimeMax(),
                DELIVERIES_MAX,
                usual.deliveryBytesMax(),
                Duration.ofDays(30),
                Duration.ofDays(7),
                Duration.ofDays(60));
        store = new TestStore(directory, clock, settings);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected Journal journal() {
        return store.journal();
    }

    @Override
    protected Register register() {
        return store.register();
    }

    @Override
    protected void restart() {
        store.restart();
    }

    private void keepHouse() {
        store.store()
                .onWriter(session -> Keeper.drop(session, settings, clock.instant()))
                .join();
    }

    private void keep(int from, int to, Kept.State state) {
        for (int i = from; i < to; i++) {
            keep(kept(Integer.toString(i), state));
        }
    }

    @Test
    void deliveriesPastTheBound_goOldestFirst_theUnmatchedBeforeTheOthers() {
        keep(0, 10, Kept.State.UNREAD);
        keep(10, 30, Kept.State.UNMATCHED);
        stored(new Event.InboxDigest(START, 0, 20, 20, "root"));
        keep(30, 31, Kept.State.MATCHED);
        assertThat(register().deliveries(Kept.State.UNREAD, null, 100)).hasSize(10);
        assertThat(register().deliveries(Kept.State.UNMATCHED, null, 100)).isEmpty();
        assertThat(register().deliveries(Kept.State.MATCHED, null, 100)).hasSize(1);
        assertThat(register().inbox(0, 100)).isEmpty();
        assertThat(register().inboxDigested()).isEqualTo(20);
    }

    @Test
    void whatTheNextDigestIsToCover_isNotDropped() {
        keep(0, 40, Kept.State.UNMATCHED);
        assertThat(register().inbox(0, 100)).hasSize(40);
        stored(new Event.InboxDigest(START, 0, 40, 40, "root"));
        keep(40, 41, Kept.State.UNMATCHED);
        assertThat(register().inbox(0, 100)).hasSizeLessThanOrEqualTo(DELIVERIES_MAX);
        assertThat(register().inbox(40, 100)).hasSize(1);
    }

    @Test
    void oldDeliveriesAndAnswers_areDropped() {
        keep(0, 3, Kept.State.MATCHED);
        var answer = new Remember("key", "request", 202, "{}");
        var once = new Claim.Once("order/key");
        commit(new Draft("answer", List.of(), List.of(once), new Beside(List.of(), List.of(), List.of(answer))));
        clock.advance(Duration.ofDays(7).plusMillis(1));
        keep(3, 4, Kept.State.MATCHED);
        keepHouse();
        assertThat(register().answered("key")).isEmpty();
        assertThat(claim("as new as its answer", once)).isInstanceOf(Journal.Committed.Stored.class);
        assertThat(register().deliveries(Kept.State.MATCHED, null, 9)).hasSize(4);
        clock.advance(Duration.ofDays(23));
        keepHouse();
        assertThat(register().deliveries(Kept.State.MATCHED, null, 9))
                .extracting(Kept.Summary::delivery)
                .containsExactly("d-3");
    }

    private static Claim reserve(String thing) {
        return new Claim.Reserve("b", Set.of(new Claim.Slot("s-" + thing, thing)), 1, Duration.ofDays(2));
    }

    @Test
    void oldEvidence_isDropped() {
        var reason = new Evidence("digest", "reason", "00", Body.of("she left".getBytes(UTF_8)));
        commit(new Draft("order", List.of(), List.of(), new Beside(List.of(), List.of(reason), List.of())));
        clock.advance(Duration.ofDays(60));
        keepHouse();
        assertThat(register().evidence("digest")).contains(reason);
        clock.advance(Duration.ofMillis(1));
        keepHouse();
        assertThat(register().evidence("digest")).isEmpty();
    }

    /** It is done every few seconds, on the one thread that writes. */
    @ParameterizedTest
    @CsvSource({"once, at", "budget, expires", "tally, expires", "answer, at", "evidence, at", "delivery, observed"})
    void whatIsOld_isFoundWithoutReadingTheTable(String table, String time) {
        var plan = new ArrayList<String>();
        store.store()
                .onWriter(session -> plan.addAll(session.list(
                        "explain query plan select 1 from " + table + " where " + time + " < 1",
                        row -> row.getString("detail"))))
                .join();
        assertThat(plan).singleElement().asString().startsWith("SEARCH");
    }

    @Test
    void claims_areForgottenOnlyOnceTheyAreOver() {
        var once = new Claim.Once("k");
        claim("first", once, reserve("one"));
        Claim budget = reserve("two");
        clock.advance(Duration.ofDays(1));
        keepHouse();
        assertThat(claim("second", once, budget)).isEqualTo(new Journal.Committed.Lost(List.of(once, budget)));
        clock.advance(Duration.ofDays(1).plusMillis(1));
        keepHouse();
        assertThat(claim("third", budget)).isInstanceOf(Journal.Committed.Stored.class);
        assertThat(claim("fourth", once)).isInstanceOf(Journal.Committed.Lost.class);
    }
}
