package dev.killswitch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleTest {
    @Test
    void entries_standBehindTheirLengths() {
        byte[] bundle = Bundle.encode(List.of(new byte[] {1, 2}, new byte[0], new byte[] {3}));
        assertThat(HexFormat.of().formatHex(bundle)).isEqualTo("0002" + "0102" + "0000" + "0001" + "03");
    }

    @Test
    void longestEntry_comesBackWhole() throws Malformed {
        byte[] longest = new byte[65_535];
        longest[65_534] = 7;
        List<byte[]> read = Bundle.decode(Bundle.encode(List.of(longest)), 1);
        assertThat(read).hasSize(1);
        assertThat(read.getFirst()).isEqualTo(longest);
    }

    @ParameterizedTest
    @CsvSource({
        "00, 1, the length of entry 0 is cut off",
        "000201, 1, 'entry 0 says 2 bytes, 1 are left'",
        "ffff00, 1, 'entry 0 says 65535 bytes, 1 are left'",
        "000101, 2, 1 entries",
        "0001010001020000, 2, 3 entries",
        "00010100, 1, the length of entry 1 is cut off",
        "'', 1, 0 entries",
    })
    void malformedBundle_isRefusedWithThePlace(String hex, int count, String why) {
        assertThatExceptionOfType(Malformed.class)
                .isThrownBy(() -> Bundle.decode(HexFormat.of().parseHex(hex), count))
                .withMessage(why);
    }
}
