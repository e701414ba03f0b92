package dev.killswitch.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.store.LedgerSettings.MissingKey;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreSettingsTest {
    private static final Path DATA = Path.of("data");
    private final Problems problems = new Problems();

    private StoreSettings store(String yaml) {
        var document = Document.read("k.yaml", yaml, problems);
        StoreSettings settings = StoreSettings.read(document.root().section("store"), DATA);
        document.finish();
        return settings;
    }

    private LedgerSettings ledger(String yaml) {
        var document = Document.read("k.yaml", yaml, problems);
        LedgerSettings settings = LedgerSettings.read(document.root().section("ledger"), DATA);
        document.finish();
        return settings;
    }

    @Test
    void nothingSaid_isTheUsual() {
        assertThat(store("{}")).isEqualTo(StoreSettings.in(DATA));
        assertThat(StoreSettings.in(DATA).database()).isEqualTo(DATA.resolve("killswitch.db"));
        assertThat(StoreSettings.in(DATA).diskReserveBytes()).isEqualTo(256L * 1024 * 1024);
        assertThat(ledger("{}"))
                .isEqualTo(new LedgerSettings("localhost/killswitch", DATA.resolve("ledger.pem"), MissingKey.GENERATE));
        assertThat(problems.found()).isEmpty();
    }

    @Test
    void everyKey_isRead() {
        assertThat(store("""
                store:
                  url: "jdbc:sqlite:/var/ks/a.db"
                  disk-reserve: 1G
                  queue-max: 50
                  commit-time-max: 5s
                  deliveries-max: 10
                  delivery-bytes-max: 2M
                  deliveries-kept: 48h
                  answers-kept: 1h
                  evidence-kept: 90d
                """))
                .isEqualTo(new StoreSettings(
                        Path.of("/var/ks/a.db"),
                        1024L * 1024 * 1024,
                        50,
                        Duration.ofSeconds(5),
                        10,
                        2L * 1024 * 1024,
                        Duration.ofHours(48),
                        Duration.ofHours(1),
                        Duration.ofDays(90)));
        assertThat(ledger("ledger: {origin: acme.example/killswitch/prod, key-file: /run/secrets/ledger.pem}"))
                .isEqualTo(new LedgerSettings(
                        "acme.example/killswitch/prod", Path.of("/run/secrets/ledger.pem"), MissingKey.REFUSE));
        assertThat(problems.found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store: {url: 'jdbc:postgresql:x'} | k.yaml:1:14 | jdbc:sqlite: and the path of a file",
                "store: {url: 'jdbc:sqlite:'} | k.yaml:1:14 | jdbc:sqlite: and the path of a file",
                "store: {url: 'jdbc:sqlite::memory:'} | k.yaml:1:14 | jdbc:sqlite: and the path of a file",
                "store: {queue-max: 0} | k.yaml:1:20 | 1",
                "store: {commit-time-max: 0s} | k.yaml:1:26 | more than nothing",
                "store: {deliveries-kept: 90000h} | k.yaml:1:26 | at most",
                "store: {disk-resreve: 1G} | k.yaml:1:9 | disk-reserve",
            })
    void mistake_isToldWithItsPlace(String yaml, String where, String expected) {
        store(yaml);
        assertThat(problems.found()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo(where);
            assertThat(problem.toString()).contains(expected);
        });
    }

    @ParameterizedTest
    @CsvSource({"a b", "a+b", "'a\u00a0b'"})
    void originThatIsNoKeyName_isTold(String origin) {
        ledger("ledger: {origin: \"" + origin + "\"}");
        assertThat(problems.found())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("a name without spaces or plus"));
    }
}
