package dev.killswitch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.engine.FakeClock;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.incident.SampleEvents;
import dev.killswitch.ledger.Decoded;
import dev.killswitch.ledger.Export;
import dev.killswitch.ledger.LogFiles;
import dev.killswitch.ledger.LogReader;
import dev.killswitch.ledger.SignedCheckpoint;
import dev.killswitch.ledger.Tree;
import dev.killswitch.ledger.Verdict;
import dev.killswitch.ledger.Verify;
import dev.killswitch.plan.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is this store's own, beside the contracts of journal and register. */
class SqliteStoreTest {
    private static final Instant START = Instant.parse("2026-08-23T10:00:00Z");

    @TempDir
    private Path directory;

    private final FakeClock clock = new FakeClock(START);

    private TestStore open() {
        return new TestStore(directory, clock);
    }

    private TestStore open(int queueMax, Duration commitTimeMax, long diskReserveBytes) {
        StoreSettings usual = TestStore.settings(directory);
        return new TestStore(
                directory,
                clock,
                new StoreSettings(
                        usual.database(),
                        diskReserveBytes,
                        queueMax,
                        commitTimeMax,
                        usual.deliveriesMax(),
                        usual.deliveryBytesMax(),
                        usual.deliveriesKept(),
                        usual.answersKept(),
                        usual.evidenceKept()));
    }

    private static Draft draft(String id) {
        return new Draft(id, List.of(new Event.Paged(START, "service", id)), List.of());
    }

    private static List<CompletableFuture<Committed>> commit(TestStore store, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> store.journal().commit(draft("d" + i)))
                .toList();
    }

    /** Holds up the writing thread until the latch is counted down. */
    private static CountDownLatch held(TestStore store) {
        var until = new CountDownLatch(1);
        var isHeld = new CountDownLatch(1);
        var _ = store.store().onWriter(_ -> {
            isHeld.countDown();
            await(until);
        });
        await(isHeld);
        return until;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void draftsThatWaitTogether_shareOneTransaction() {
        try (TestStore store = open()) {
            CountDownLatch until = held(store);
            List<CompletableFuture<Committed>> answers = commit(store, 500);
            until.countDown();
            List<Committed> all = answers.stream().map(CompletableFuture::join).toList();
            assertThat(all.getLast()).isEqualTo(new Committed.Stored(499));
            assertThat(store.store().transactions()).isEqualTo(1);
        }
    }

    @Test
    void fullQueue_isToldAtOnce() {
        try (TestStore store = open(3, Duration.ofSeconds(30), 0)) {
            CountDownLatch until = held(store);
            List<CompletableFuture<Committed>> answers = commit(store, 4);
            assertThat(answers.getLast().getNow(new Committed.Stored(-1)))
                    .isEqualTo(new Committed.Unrecorded("too much is waiting to be written"));
            until.countDown();
            assertThat(answers.get(2).join()).isEqualTo(new Committed.Stored(2));
        }
    }

    @Test
    void timeThatIsOver_isTold_andTheDraftIsNotWrittenAfterwards() {
        try (TestStore store = open(10, Duration.ofMillis(20), 0)) {
            CountDownLatch until = held(store);
            assertThat(store.journal().commit(draft("d")).join())
                    .isEqualTo(new Committed.Unrecorded("not on disk within 20 ms"));
            until.countDown();
            store.store().onWriter(_ -> {}).join();
            assertThat(store.register().size()).isZero();
        }
    }

    @Test
    void secondProcess_isRefused_withASentence() {
        try (TestStore _ = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(CannotOpen.class)
                    .hasMessageContaining("expected to have " + directory.toAbsolutePath() + " to ourselves")
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + " holds killswitch.lock")
                    .hasMessageContaining("a data-directory of its own");
        }
        open().close();
    }

    @Test
    void recordOfANewerVersion_isRefused_withASentence() {
        try (TestStore store = open()) {
            store.store()
                    .onWriter(session -> session.update("update head set format = 2"))
                    .join();
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(CannotOpen.class)
                .hasMessageContaining("is of format 2, this version reads up to 1; start the newer version again");
    }

    @Test
    void changedLeaf_isFoundAtTheStart() {
        changed("update leaf set hash = zeroblob(32) where idx = 1");
    }

    @Test
    void missingLeaf_isFoundAtTheStart() {
        changed("delete from leaf where idx = 2");
    }

    @Test
    void movedHead_isFoundAtTheStart() {
        changed("update head set size = 2");
    }

    private void changed(String sql) {
        try (TestStore store = open()) {
            commit(store, 3).forEach(CompletableFuture::join);
        }
        try (Session session = new Database(directory.resolve("killswitch.db")).writer()) {
            session.update(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        assertThatThrownBy(this::open).isInstanceOf(CannotOpen.class);
    }

    @Test
    void rewrittenLog_isFoundByItsCheckpoint() {
        Path other = directory.resolve("other");
        try (var store = new TestStore(other, clock)) {
            commit(store, 3).forEach(CompletableFuture::join);
        }
        try (TestStore store = open()) {
            store.journal().commit(draft("first")).join();
            store.store().signNow().join();
            store.store()
                    .onWriter(session -> {
                        session.run("attach database '" + other.resolve("killswitch.db") + "' as other");
                        session.update("delete from leaf");
                        session.update("insert into leaf select * from other.leaf");
                        session.update("update head set (size, frontier) = (select size, frontier from other.head)");
                    })
                    .join();
        } catch (AssertionError _) {
            // Its rows no longer follow from its entries either, and closing says so.
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(CannotOpen.class)
                .hasMessageContaining("its newest checkpoint has size 1");
    }

    @Test
    void checkpoint_coversAll_andVerifies() {
        try (TestStore store = open()) {
            commit(store, 600).forEach(CompletableFuture::join);
            store.store().signNow().join();
            LogReader log = store.store().log();
            SignedCheckpoint checkpoint = log.checkpoint().orElseThrow();
            assertThat(checkpoint.size()).isEqualTo(600);
            assertThat(SignedCheckpoint.open(
                            checkpoint.bytes(), List.of(store.store().key().vkey())))
                    .isEqualTo(new Decoded.Good<>(checkpoint));
            assertThat(new Tree(log).root(600))
                    .isEqualTo(checkpoint.checkpoint().root());
            assertThat(log.tile(0, 1).hashes()).isEqualTo(log.leaves(256, 512));
        }
    }

    @Test
    void export_isFoundIntact() throws Exception {
        try (TestStore store = open()) {
            commit(store, 300).forEach(CompletableFuture::join);
            store.store().signNow().join();
            var vkey = store.store().key().vkey();
            Path export = directory.resolve("export");
            new Export(store.store().log(), vkey).to(export);
            try (var files = LogFiles.directory(export)) {
                assertThat(new Verify(List.of(vkey)).check(files))
                        .isInstanceOfSatisfying(
                                Verdict.Intact.class,
                                intact -> assertThat(intact.checkpoint().size()).isEqualTo(300));
            }
        }
    }

    @Test
    void whatWasNotSigned_isSignedByTheNextStart() {
        try (TestStore store = open()) {
            commit(store, 3).forEach(CompletableFuture::join);
            store.restart();
            assertThat(store.store().log().checkpoint().orElseThrow().size()).isEqualTo(3);
            store.store()
                    .onWriter(session -> session.update("delete from checkpoint"))
                    .join();
            store.restart();
            store.store().signNow().join();
            assertThat(store.store().log().checkpoint().orElseThrow().size()).isEqualTo(3);
        }
    }

    @Test
    void checkpointThatCannotBeKept_isTold_andMadeUpForLater() {
        try (TestStore store = open()) {
            store.store().signNow().join();
            store.journal().commit(draft("a")).join();
            store.store()
                    .onWriter(session -> session.run("pragma query_only = 1"))
                    .join();
            assertThatThrownBy(() -> store.store().signNow().join()).hasMessageContaining("READONLY");
            store.store().signNow().join();
            assertThat(store.store().log().checkpoint().orElseThrow().size()).isEqualTo(1);
        }
    }

    @Test
    void signingKey_isForItsOwnerAlone_andStays() throws Exception {
        try (TestStore store = open()) {
            String vkey = store.store().key().vkey().toString();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("ledger.pem"))))
                    .isEqualTo("rw-------");
            store.restart();
            assertThat(store.store().key().vkey()).hasToString(vkey);
        }
    }

    @Test
    void configuredKeyThatIsMissing_isNotMade() {
        var ledger = new LedgerSettings("a.example/log", directory.resolve("no.pem"), LedgerSettings.MissingKey.REFUSE);
        assertThatThrownBy(() -> SqliteStore.open(TestStore.settings(directory), ledger, TestStore.REGISTER, clock))
                .isInstanceOf(CannotOpen.class)
                .hasMessageContaining("expected the ledger's signing key in ")
                .hasMessageContaining("openssl genpkey");
        assertThat(directory.resolve("no.pem")).doesNotExist();
    }

    @Test
    void fullDisk_recordsNothingOfIt_andGoesOnOnceThereIsRoom() {
        try (TestStore store = open()) {
            commit(store, 3).forEach(CompletableFuture::join);
            store.store()
                    .onWriter(session -> session.run("pragma max_page_count = 1"))
                    .join();
            var answers = new ArrayList<Committed>();
            for (int i = 0; i < 3; i++) {
                store.store()
                        .onWriter(session -> session.run("pragma max_page_count = 1"))
                        .join();
                var big = new Event.Paged(START, "service", "x".repeat(8_000));
                answers.add(store.journal()
                        .commit(new Draft(
                                "big" + i, List.of(big, big, big, big, big, big, big, big, big, big), List.of()))
                        .join());
            }
            assertThat(answers).contains(new Committed.Unrecorded("the disk is full"));
            long stored =
                    answers.stream().filter(Committed.Stored.class::isInstance).count();
            assertThat(store.register().size()).isEqualTo(3 + 10 * stored);
            assertThat(store.journal().commit(draft("after")).join()).isInstanceOf(Committed.Stored.class);
            store.restart();
            assertThat(store.register().size()).isEqualTo(4 + 10 * stored);
        }
    }

    @Test
    void readOnlyDisk_recordsNothing_andGoesOnOnceItIsNotAnyMore() {
        try (TestStore store = open()) {
            CountDownLatch until = held(store);
            var readOnly = store.store().onWriter(session -> session.run("pragma query_only = 1"));
            List<CompletableFuture<Committed>> answers = commit(store, 2);
            until.countDown();
            readOnly.join();
            assertThat(answers)
                    .extracting(CompletableFuture::join)
                    .containsOnly(new Committed.Unrecorded("the data directory cannot be written"));
            assertThat(store.register().size()).isZero();
            assertThat(store.journal().commit(draft("d0")).join()).isEqualTo(new Committed.Stored(0));
        }
    }

    @Test
    void draftOfBefore_sentAgainToAFailingDisk_isADuplicate() {
        try (TestStore store = open()) {
            assertThat(store.journal().commit(draft("d0")).join()).isEqualTo(new Committed.Stored(0));
            CountDownLatch until = held(store);
            var readOnly = store.store().onWriter(session -> session.run("pragma query_only = 1"));
            List<CompletableFuture<Committed>> answers = commit(store, 2);
            until.countDown();
            readOnly.join();
            assertThat(answers)
                    .extracting(CompletableFuture::join)
                    .containsExactly(
                            new Committed.Duplicate(0),
                            new Committed.Unrecorded("the data directory cannot be written"));
        }
    }

    @Test
    void diskBelowItsReserve_takesNoAlerts_butOrdersAndEnds() {
        try (TestStore store = open(10, Duration.ofSeconds(30), Long.MAX_VALUE)) {
            Draft alert = new Draft("a", List.of(SampleEvents.decided()), List.of());
            assertThat(store.journal().commit(alert).join())
                    .isInstanceOfSatisfying(
                            Committed.Unrecorded.class,
                            no -> assertThat(no.why()).contains("below the reserve"));
            Draft order = new Draft("o", List.of(SampleEvents.ordered(), SampleEvents.intended()), List.of());
            assertThat(store.journal().commit(order).join()).isEqualTo(new Committed.Stored(0));
            Draft end = new Draft("e", List.of(SampleEvents.started()), List.of());
            assertThat(store.journal().commit(end).join()).isEqualTo(new Committed.Stored(2));
        }
    }

    @Test
    void errorOfTheMachine_isNoAnswerToADraft_andEndsTheWriting() {
        TestStore store = open();
        var job = store.store().onWriter(_ -> {
            throw new OutOfMemoryError("of a test");
        });
        assertThatThrownBy(job::join).hasMessageContaining("the writing thread ended");
        assertThat(store.journal().commit(draft("d")).join())
                .isEqualTo(new Committed.Unrecorded("the writing thread ended: restart the service"));
        store.store().close();
    }

    @Test
    void closedStore_recordsAndTellsNothing() {
        TestStore store = open();
        store.close();
        assertThat(store.journal().commit(draft("d")).join())
                .isEqualTo(new Committed.Unrecorded("the service is stopping"));
        assertThatThrownBy(() -> store.register().size()).isInstanceOf(RecordUnreadable.class);
    }

    @Test
    void rowThatWasChangedBesideTheLedger_isTold() {
        TestStore store = open();
        store.journal()
                .commit(new Draft(
                        "d", List.of(new Event.AutomationSet(START, Mode.PAUSED, null, "p-1", null)), List.of()))
                .join();
        store.store()
                .onWriter(session -> session.update("update automation set mode = 'ARMED'"))
                .join();
        assertThat(store.differencesFromLedger(directory.resolve("scratch.db")))
                .containsExactly("automation: expected [*, PAUSED], found [*, ARMED]");
        store.store().close();
    }

    @Test
    void manyWritersAndReaders_seeOneOrder() throws Exception {
        try (TestStore store = open()) {
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 8; t++) {
                String name = "t" + t + "-";
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 50; i++) {
                        store.journal().commit(draft(name + i)).join();
                        var entries = store.register().entries(0, 1_000);
                        assertThat(entries.getLast().index()).isEqualTo(entries.size() - 1L);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(store.register().size()).isEqualTo(400);
        }
    }
}
