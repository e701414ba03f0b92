package dev.killswitch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTest {
    private final MemoryLog log = MemoryLog.of(300);
    private final List<Vkey> trusted = List.of(log.key.vkey());
    private final Receipt receipt = receipt(42);

    private Receipt receipt(long index) {
        return Receipt.of(new Tree(log), index, log.checkpoint().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 42, 255, 256, 299})
    void receiptOfAnEntry_provesIt(int index) {
        Receipt read = Receipt.parse(receipt(index).bytes()).orThrow("receipt");
        assertThat(read).isEqualTo(receipt(index));
        assertThat(read.check(MemoryLog.entry(index), trusted))
                .isEqualTo(new Receipt.Checked.Included(
                        index, log.checkpoint().orElseThrow().checkpoint()));
    }

    @Test
    void onlyEntry_hasAReceiptWithoutHashes() {
        var one = MemoryLog.of(1);
        var only = Receipt.of(new Tree(one), 0, one.checkpoint().orElseThrow());
        assertThat(only.path()).isEmpty();
        assertThat(Receipt.parse(only.bytes()).orThrow("receipt").check(MemoryLog.entry(0), List.of(one.key.vkey())))
                .isInstanceOf(Receipt.Checked.Included.class);
    }

    @Test
    void otherEntry_isNotIncluded() {
        assertThat(receipt.check(MemoryLog.entry(43), trusted))
                .isEqualTo(
                        new Receipt.Checked.NotIncluded("the proof does not lead from this entry to the signed root"));
    }

    @Test
    void receiptOfAnotherLog_isNotIncluded() {
        assertThat(receipt.check(
                        MemoryLog.entry(42), List.of(MemoryLog.of(1).key.vkey())))
                .isInstanceOf(Receipt.Checked.NotIncluded.class);
    }

    @Test
    void everyChangedByte_isNoticed() {
        byte[] bytes = receipt.bytes();
        var passed = new ArrayList<Integer>();
        for (int at = 0; at < bytes.length; at++) {
            for (int flip : new int[] {0x01, 0x20}) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) flip;
                if (Receipt.parse(changed) instanceof Decoded.Good<Receipt>(Receipt read)
                        && read.check(MemoryLog.entry(42), trusted) instanceof Receipt.Checked.Included) {
                    passed.add(at);
                }
            }
        }
        assertThat(passed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', a receipt is a proof",
        "'c2sp.org/tlog-proof@v2\nindex 1\n\n', a receipt begins with",
        "'c2sp.org/tlog-proof@v1\n\n', a receipt begins with",
        "'c2sp.org/tlog-proof@v1\nindex 01\n\n', the index of a receipt",
        "'c2sp.org/tlog-proof@v1\nindex -1\n\n', the index of a receipt",
        "'c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\n', the index of a receipt",
        "'c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\n', a hash of the receipt must have 32 bytes",
        "'c2sp.org/tlog-proof@v1\nindex 1\n \n\n', a hash of the receipt is not base64",
        "'c2sp.org/tlog-proof@v1\nindex 1\n\n', a note is a text",
    })
    void malformedReceipt_isRefusedWithWhatWasExpected(String text, String why) {
        assertThat(Receipt.parse(text.getBytes(StandardCharsets.UTF_8)).toString())
                .startsWith("Bad[why=" + why);
    }

    @Test
    void indexBeyondTheCheckpoint_isNotIncluded() {
        var beyond = new Receipt(300, receipt.path(), receipt.checkpoint());
        assertThat(beyond.check(MemoryLog.entry(42), trusted)).isInstanceOf(Receipt.Checked.NotIncluded.class);
    }
}
