package dev.killswitch.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.engine.FakeClock;
import dev.killswitch.incident.Event.Extent;
import dev.killswitch.incident.Event.Piece;
import dev.killswitch.incident.EvidenceStore.Kept;
import dev.killswitch.incident.Journal.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceFilesTest {
    private static final int SALT = 32;

    @TempDir
    Path data;

    private final FakeClock clock = new FakeClock(Instant.parse("2030-01-01T00:00:00Z"));
    private Optional<String> shortage = Optional.empty();

    private EvidenceFiles files() {
        return files(clock);
    }

    private EvidenceFiles files(Clock clock) {
        var settings = new EvidenceSettings(data.resolve("evidence"), 100, 300, 500, Duration.ofDays(30));
        return EvidenceFiles.open(settings, () -> shortage, () -> new byte[SALT], clock);
    }

    private static Kept keep(EvidenceFiles files, String containment, String name, int bytes) {
        return files.keep(containment, name, "text/plain", "x".repeat(bytes).getBytes(UTF_8));
    }

    private static Piece kept(Kept kept) {
        assertThat(kept).isInstanceOf(Kept.As.class);
        return ((Kept.As) kept).piece();
    }

    private static String not(Kept kept) {
        assertThat(kept).isInstanceOf(Kept.Not.class);
        return ((Kept.Not) kept).why();
    }

    @Test
    void piece_comesBack_withTheDigestThatWasTold() {
        Piece piece = kept(keep(files(), "c-1", "log.txt", 5));
        Evidence read = files().read("c-1", "log.txt").orElseThrow();
        assertThat(read.content().bytes()).isEqualTo("xxxxx".getBytes(UTF_8));
        assertThat(read.digest()).isEqualTo(piece.digest());
        assertThat(read.salt()).isEqualTo("00".repeat(SALT));
        assertThat(piece.size()).isEqualTo(5);
        assertThat(piece.extent()).isEqualTo(Extent.WHOLE);
        assertThat(files().has("c-1", "log.txt")).isTrue();
        assertThat(files().has("c-1", "another.txt")).isFalse();
    }

    @Test
    void pieceThatWasChanged_hasAnotherDigest() throws IOException {
        Piece piece = kept(keep(files(), "c-1", "log.txt", 5));
        Files.writeString(data.resolve("evidence/c-1/log.txt"), "y");
        assertThat(files().read("c-1", "log.txt").orElseThrow().digest()).isNotEqualTo(piece.digest());
    }

    @Test
    void filesAndDirectories_areForOurAccountAlone() throws IOException {
        kept(keep(files(), "c-1", "log.txt", 5));
        assertThat(mode("evidence")).isEqualTo("rwx------");
        assertThat(mode("evidence/c-1")).isEqualTo("rwx------");
        assertThat(mode("evidence/c-1/log.txt")).isEqualTo("rw-------");
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(path)));
    }

    @Test
    void longPiece_isCut_andSaysSo() {
        Piece piece = kept(keep(files(), "c-1", "log.txt", 101));
        assertThat(piece.extent()).isEqualTo(Extent.CUT);
        assertThat(piece.size()).isEqualTo(100);
    }

    @Test
    void containmentThatIsFull_keepsNoMore() {
        EvidenceFiles files = files();
        kept(keep(files, "c-1", "a", 100));
        kept(keep(files, "c-1", "b", 100));
        assertThat(not(keep(files, "c-1", "c", 100))).contains("evidence.containment-max");
        kept(keep(files, "c-1", "c", 4));
    }

    @Test
    void allThatIsKeptIsTooMuch_theOldestGoesFirst_alsoAfterAStart() {
        kept(keep(files(), "c-1", "a", 100));
        kept(keep(files(), "c-2", "a", 100));
        EvidenceFiles files = files();
        kept(keep(files, "c-3", "a", 100));
        assertThat(files.read("c-1", "a")).isPresent();
        kept(keep(files, "c-3", "b", 100));
        assertThat(files.read("c-1", "a")).isEmpty();
        assertThat(files.read("c-2", "a")).isPresent();
    }

    @Test
    void whatIsBeingCollected_doesNotGiveWayToItself() {
        EvidenceFiles files = files();
        kept(keep(files, "c-2", "a", 100));
        kept(keep(files, "c-2", "b", 100));
        kept(keep(files, "c-1", "a", 100));
        kept(keep(files, "c-1", "b", 100));
        assertThat(files.read("c-1", "a")).isPresent();
        assertThat(files.read("c-2", "a")).isEmpty();
    }

    @Test
    void oldEvidence_isForgotten() {
        EvidenceFiles files = files();
        kept(keep(files, "c-1", "a", 1));
        clock.advance(Duration.ofDays(29));
        kept(keep(files, "c-2", "a", 1));
        files.forget();
        assertThat(files.read("c-1", "a")).isPresent();
        clock.advance(Duration.ofDays(2));
        files.forget();
        assertThat(files.read("c-1", "a")).isEmpty();
        assertThat(files.read("c-2", "a")).isPresent();
    }

    @Test
    void diskBelowItsReserve_keepsNothing() {
        shortage = Optional.of("the disk has 3 bytes left");
        assertThat(not(keep(files(), "c-1", "a", 1))).isEqualTo("the disk has 3 bytes left");
    }

    @Test
    void sameNameTwice_keepsTheFirst() {
        EvidenceFiles files = files();
        kept(keep(files, "c-1", "a", 1));
        assertThat(not(keep(files, "c-1", "a", 2))).contains("already");
        assertThat(files.read("c-1", "a").orElseThrow().content().bytes()).hasSize(1);
    }

    @Test
    void directoryThatCannotBeWritten_isSaid_andTakesNoRoom() throws IOException {
        EvidenceFiles files = files();
        Files.writeString(data.resolve("evidence/c-1"), "in the way");
        for (int i = 0; i < 10; i++) {
            assertThat(not(keep(files, "c-1", "a", 100))).startsWith("it could not be written");
        }
        kept(keep(files, "c-2", "a", 100));
    }

    @Test
    void pieceWhoseContainmentGivesWayWhileItIsWritten_givesItsRoomBackOnce() {
        var meanwhile = new ArrayDeque<Runnable>();
        // The time is asked for once a piece is written.
        InstantSource time = () -> {
            Runnable next = meanwhile.poll();
            if (next != null) {
                next.run();
            }
            return clock.instant();
        };
        EvidenceFiles files = files(time.withZone(ZoneOffset.UTC));
        meanwhile.add(() -> List.of("c-2", "c-3", "c-4").forEach(other -> kept(keep(files, other, "a", 100))));
        assertThat(not(keep(files, "c-1", "a", 100))).startsWith("it could not be written");
        kept(keep(files, "c-5", "a", 100));
        assertThat(files.has("c-2", "a")).isFalse();
        assertThat(files.has("c-3", "a")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/b", ".a", "", "A", "a\u0000"})
    void nameThatLeadsElsewhere_isRefused_andNeverRead(String name) throws IOException {
        EvidenceFiles files = files();
        assertThat(keep(files, "c-1", name, 1)).isInstanceOf(Kept.Not.class);
        assertThat(keep(files, "c-" + name, "a", 1)).isInstanceOf(Kept.Not.class);
        assertThat(files.read("c-1", name)).isEmpty();
        try (Stream<Path> all = Files.list(data.resolve("evidence"))) {
            assertThat(all).isEmpty();
        }
    }
}
