package dev.killswitch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.ledger.Verdict.Comparison;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTest {
    /** Long, and compared as a whole. */
    private static final Set<String> TEXTS = Set.of("README.txt", "verify-receipt.sh");

    private final MemoryLog log = MemoryLog.of(300);

    @TempDir
    private Path temporary;

    private Path export;

    @BeforeEach
    void export() throws IOException {
        export = export(log, "export");
    }

    private Path export(MemoryLog which, String name) throws IOException {
        Path directory = temporary.resolve(name);
        assertThat(new Export(which, which.key.vkey()).to(directory))
                .isEqualTo(new Export.Exported.Written(
                        which.checkpoint().orElseThrow().checkpoint()));
        return directory;
    }

    private Verify verify() {
        return new Verify(List.of(log.key.vkey()));
    }

    private static Verdict check(Verify verify, Path directory) {
        try (var files = LogFiles.directory(directory)) {
            return verify.check(files);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256, 257, 65_536, 70_000})
    void exportedLog_isIntact(int size) throws IOException {
        var grown = MemoryLog.of(size);
        Verdict verdict = check(new Verify(List.of(grown.key.vkey())), export(grown, "of-" + size));
        assertThat(verdict)
                .isEqualTo(new Verdict.Intact(
                        new Checkpoint(MemoryLog.ORIGIN, size, grown.edge().root()),
                        List.of(grown.key.vkey().label()),
                        List.of(),
                        List.of()));
    }

    @Test
    void publishedLog_isIntactAtEverySize() {
        var grown = new MemoryLog();
        for (int step : new int[] {1, 1, 253, 1, 1, 300}) {
            grown.grow(step);
            var published = new PublishedLog(grown, new Tree(grown), grown.key.vkey());
            assertThat(new Verify(List.of(grown.key.vkey())).check(published)).isInstanceOf(Verdict.Intact.class);
        }
    }

    @Test
    void unsignedEntries_areNotShown() {
        log.append(List.of(MemoryLog.entry(300)));
        var published = new PublishedLog(log, new Tree(log), log.key.vkey());
        assertThat(published.file("tile/entries/001.p/44")).isPresent();
        assertThat(published.file("tile/entries/001.p/45")).isEmpty();
        assertThat(published.file("tile/0/001.p/45")).isEmpty();
        assertThat(published.file("tile/0/002.p/1")).isEmpty();
        assertThat(published.file("checkpoint")).isPresent();
        assertThat(published.file("entries.jsonl")).isEmpty();
    }

    /** Each byte in three bits: one at either end, and the one that changes the case of a letter. */
    @Test
    void everyChangedByte_isNoticed() throws IOException {
        var small = MemoryLog.of(5);
        var files = FilesInMemory.of(export(small, "small"));
        var verify = new Verify(List.of(small.key.vkey()));
        assertThat(verify.check(files)).isInstanceOf(Verdict.Intact.class);
        var passed = new ArrayList<String>();
        for (String name : files.names()) {
            byte[] bytes = files.bytes(name);
            int step = TEXTS.contains(name) ? 50 : 1;
            for (int at = 0; at < bytes.length; at += step) {
                for (int flip : new int[] {0x01, 0x20, 0x80}) {
                    byte[] changed = bytes.clone();
                    changed[at] ^= (byte) flip;
                    files.put(name, changed);
                    if (verify.check(files) instanceof Verdict.Intact intact
                            && !intact.unread().contains(name)) {
                        passed.add(name + "[" + at + "] ^ " + flip);
                    }
                }
            }
            files.put(name, bytes);
        }
        assertThat(passed).isEmpty();
        assertThat(verify.check(files)).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void everyCutOrAddedByte_isNoticed() throws IOException {
        for (Path file : filesUnder(export)) {
            byte[] bytes = Files.readAllBytes(file);
            String name = export.relativize(file).toString();
            for (byte[] changed : List.of(
                    Arrays.copyOf(bytes, bytes.length - 1), Arrays.copyOf(bytes, bytes.length + 1), new byte[0])) {
                Files.write(file, changed);
                boolean noticed = !(check(verify(), export) instanceof Verdict.Intact intact)
                        || intact.unread().contains(name);
                assertThat(noticed).as("%s with %d bytes", name, changed.length).isTrue();
            }
            Files.write(file, bytes);
        }
    }

    @Test
    void missingFiles_areNoticed() throws IOException {
        Set<String> conveniences =
                Set.of("entries.jsonl", "keys/log.vkey", "keys/log.pub.pem", "README.txt", "verify-receipt.sh");
        for (Path file : filesUnder(export)) {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            String name = export.relativize(file).toString();
            assertThat(check(verify(), export) instanceof Verdict.Intact)
                    .as(name)
                    .isEqualTo(conveniences.contains(name));
            Files.write(file, bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/001",
                "tile/0/000.p/255",
                "tile/0/002",
                "tile/1/000.p/2",
                "tile/entries/001.p/43",
                "tile/x",
                "tile/2/000.p/1"
            })
    void tileTooMany_isNotIntact(String path) throws IOException {
        Path file = export.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[32]);
        assertThat(check(verify(), export))
                .isEqualTo(new Verdict.NotIntact(path, "no such file in a log of 300 entries", "a file"));
    }

    @Test
    void fileBesideTheLog_isNamedAsUnread() throws IOException {
        Files.writeString(export.resolve("notes.txt"), "trust me");
        assertThat(check(verify(), export))
                .isInstanceOfSatisfying(
                        Verdict.Intact.class,
                        intact -> assertThat(intact.unread()).containsExactly("notes.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tile/entries/000", "tile/entries/001.p/44", "entries.jsonl"})
    void entryThatWasChanged_isBlamedOnTheFileThatItWasChangedIn(String file) throws IOException {
        Path path = export.resolve(file);
        String text = Files.readString(path, StandardCharsets.ISO_8859_1);
        String entry = file.contains("001") ? "{\"n\":270}" : "{\"n\":42}";
        Files.writeString(path, text.replace(entry, entry.replace('n', 'm')), StandardCharsets.ISO_8859_1);
        assertThat(check(verify(), export))
                .isInstanceOfSatisfying(
                        Verdict.NotIntact.class,
                        found -> assertThat(found.where()).isEqualTo(file));
    }

    @Test
    void swappedEntries_areNotIntact() throws IOException {
        Path bundle = export.resolve("tile/entries/000");
        String text = Files.readString(bundle, StandardCharsets.ISO_8859_1);
        Files.writeString(
                bundle,
                text.replace("{\"n\":42}", "{\"n\":??}")
                        .replace("{\"n\":43}", "{\"n\":42}")
                        .replace("??", "43"),
                StandardCharsets.ISO_8859_1);
        Files.delete(export.resolve("entries.jsonl"));
        assertThat(check(verify(), export)).isInstanceOfSatisfying(Verdict.NotIntact.class, found -> {
            assertThat(found.where()).isEqualTo("tile/0/000 hash 42");
            assertThat(found.expected())
                    .startsWith(Hash.leaf(MemoryLog.entry(43)).hex());
            assertThat(found.found()).isEqualTo(Hash.leaf(MemoryLog.entry(42)).hex());
        });
    }

    @Test
    void signedRootThatTheEntriesDoNotGive_isNotIntact() throws IOException {
        var wrong = new Checkpoint(MemoryLog.ORIGIN, 300, Hash.leaf(new byte[0])).sign(List.of(log.key));
        Files.write(export.resolve("checkpoint"), wrong.bytes());
        assertThat(check(verify(), export))
                .isInstanceOfSatisfying(
                        Verdict.NotIntact.class,
                        found -> assertThat(found.where()).isEqualTo("checkpoint"));
    }

    @Test
    void rewriteThatIsSignedAgain_isFoundByAKeptCheckpointAlone() throws IOException {
        byte[] kept = log.checkpoint().orElseThrow().bytes();
        var rewritten = new MemoryLog(log.key);
        var entries = new ArrayList<>(log.entries(0, 300));
        entries.set(42, "{\"n\":\"nothing happened\"}".getBytes(StandardCharsets.UTF_8));
        rewritten.append(entries);
        rewritten.grow(10);
        Path directory = export(rewritten, "rewritten");
        assertThat(check(verify(), directory)).isInstanceOf(Verdict.Intact.class);
        assertThat(check(verify().against(Map.of("mail of monday", kept)), directory))
                .isEqualTo(new Verdict.Contradicted(
                        rewritten.checkpoint().orElseThrow().checkpoint(),
                        List.of(new Comparison.Rewritten(
                                "mail of monday", 300, log.edge().root(), new Tree(rewritten).root(300)))));
    }

    @Test
    void tailThatWasCutOffAndSignedAgain_isFoundByAKeptCheckpointAlone() throws IOException {
        var shorter = new MemoryLog(log.key);
        shorter.grow(250);
        Path directory = export(shorter, "shorter");
        assertThat(check(verify(), directory)).isInstanceOf(Verdict.Intact.class);
        assertThat(check(
                        verify().against(Map.of(
                                "kept", log.checkpoint().orElseThrow().bytes())),
                        directory))
                .isInstanceOfSatisfying(
                        Verdict.Contradicted.class,
                        found -> assertThat(found.comparisons()).containsExactly(new Comparison.Shorter("kept", 300)));
    }

    @Test
    void honestGrowth_isConsistentWithEveryKeptCheckpoint() throws IOException {
        byte[] at300 = log.checkpoint().orElseThrow().bytes();
        log.grow(1);
        byte[] at301 = log.checkpoint().orElseThrow().bytes();
        log.grow(699);
        Path directory = export(log, "grown");
        assertThat(check(verify().against(Map.of("b", at301, "a", at300)), directory))
                .isInstanceOfSatisfying(Verdict.Intact.class, intact -> {
                    assertThat(intact.comparisons())
                            .containsExactly(new Comparison.Consistent("a", 300), new Comparison.Consistent("b", 301));
                    assertThat(intact.covered()).isEqualTo(301);
                    assertThat(intact.notCovered()).isEqualTo(699);
                });
    }

    @Test
    void keptCheckpointOfAnotherKey_provesNothing() {
        byte[] foreign = MemoryLog.of(3).checkpoint().orElseThrow().bytes();
        assertThat(check(verify().against(Map.of("foreign", foreign)), export))
                .isInstanceOfSatisfying(
                        Verdict.Unchecked.class,
                        found -> assertThat(found.why())
                                .startsWith("the kept checkpoint foreign proves nothing: no signature of a known key"));
    }

    @Test
    void unknownKey_isNotIntact() {
        var other = SigningKey.generate(MemoryLog.ORIGIN);
        assertThat(check(new Verify(List.of(other.vkey())), export))
                .isInstanceOfSatisfying(
                        Verdict.NotIntact.class,
                        found -> assertThat(found.found()).startsWith("no signature of a known key"));
    }

    @Test
    void noKey_isNoAnswer() {
        assertThat(check(new Verify(List.of()), export)).isInstanceOf(Verdict.Unchecked.class);
    }

    @Test
    void checkpointOfALogWithAnotherName_isNotIntact() throws IOException {
        var forged = new Checkpoint("another.example/log", 300, log.edge().root()).sign(List.of(log.key));
        Files.write(export.resolve("checkpoint"), forged.bytes());
        assertThat(check(verify(), export)).isInstanceOf(Verdict.NotIntact.class);
    }

    @Test
    void otherKeyBesideTheLog_isNotIntact() throws IOException {
        var other = SigningKey.generate(MemoryLog.ORIGIN);
        Files.write(export.resolve("keys/log.vkey"), ExportLayout.vkey(other.vkey()));
        assertThat(check(verify(), export)).isInstanceOf(Verdict.NotIntact.class);
    }

    @Test
    void keyBesideTheLog_isOfferedToWhoHasNone() {
        try (var files = LogFiles.directory(export)) {
            assertThat(Verify.keyBeside(files)).isEqualTo(new Decoded.Good<>(log.key.vkey()));
        }
    }

    @Test
    void logWithoutEntries_isNothingToCheck() throws IOException {
        assertThat(check(new Verify(List.of(log.key.vkey())), export(signedEmpty(), "empty")))
                .isEqualTo(new Verdict.Unchecked("the log has no entries: there is nothing to check"));
    }

    private MemoryLog signedEmpty() {
        var empty = new MemoryLog(log.key);
        empty.sign();
        return empty;
    }

    @Test
    void noDirectoryOrNoCheckpoint_isNoAnswer() throws IOException {
        assertThat(check(verify(), temporary.resolve("nowhere"))).isInstanceOf(Verdict.Unchecked.class);
        Path bare = Files.createDirectory(temporary.resolve("bare"));
        assertThat(check(verify(), bare)).isEqualTo(new Verdict.Unchecked("there is no checkpoint"));
    }

    @Test
    void checkpointOf2To63Entries_isNoEndlessWait() throws IOException {
        var huge = new Checkpoint(MemoryLog.ORIGIN, Long.MAX_VALUE, log.edge().root()).sign(List.of(log.key));
        Files.write(export.resolve("checkpoint"), huge.bytes());
        assertThat(check(verify(), export)).isInstanceOf(Verdict.NotIntact.class);
    }

    private static List<Path> filesUnder(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
