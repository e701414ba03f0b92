package dev.killswitch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example that strangers test their verifier with, in docs/ledger-format.md. */
class LedgerFormatDocTest {
    private String page = "";

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of(System.getProperty("basedir", ""), "docs", "ledger-format.md"));
    }

    private String block(String name) {
        int start = page.indexOf("```" + name + "\n") + name.length() + 4;
        return page.substring(start, page.indexOf("```\n", start));
    }

    @Test
    void receiptOfTheExample_provesItsEntry() {
        Vkey key = Vkey.parse(block("vkey")).orThrow("vkey");
        Receipt receipt =
                Receipt.parse(block("receipt").getBytes(StandardCharsets.UTF_8)).orThrow("receipt");
        assertThat(receipt.check(MemoryLog.entry(1), List.of(key)))
                .isEqualTo(new Receipt.Checked.Included(1, receipt.checkpoint().checkpoint()));
        assertThat(page).contains(receipt.checkpoint().checkpoint().root().hex());
    }

    @Test
    void logOfTheExample_hasItsLeavesAndRoot() {
        var log = MemoryLog.of(3);
        assertThat(log.leaves(0, 3).stream().map(hash -> hash.hex() + "\n").collect(Collectors.joining()))
                .isEqualTo(block("leaves"));
        assertThat(page).contains(log.edge().root().hex());
    }
}
