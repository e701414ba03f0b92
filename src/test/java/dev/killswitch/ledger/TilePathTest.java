package dev.killswitch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
    @ParameterizedTest
    @CsvSource({
        "tile/0/000, 0, 0, 256",
        "tile/0/273.p/112, 0, 273, 112",
        "tile/1/001.p/17, 1, 1, 17",
        "tile/7/999, 7, 999, 256",
        "tile/0/x001/000, 0, 1000, 256",
        "tile/0/x001/x234/067, 0, 1234067, 256",
        "tile/0/x001/x234/067.p/255, 0, 1234067, 255",
        "tile/2/000.p/1, 2, 0, 1",
        "tile/0/x999/x999/x999/x999/x999/999, 0, 999999999999999999, 256",
    })
    void pathOfATile_isReadAndWrittenBack(String path, int level, long index, int width) {
        var expected = new TilePath.Hashes(level, index, width);
        assertThat(TilePath.parse(path)).contains(expected);
        assertThat(expected).hasToString(path);
    }

    @ParameterizedTest
    @CsvSource({
        "tile/entries/000, 0, 256",
        "tile/entries/000.p/1, 0, 1",
        "tile/entries/x001/x234/067.p/8, 1234067, 8",
    })
    void pathOfABundle_isReadAndWrittenBack(String path, long index, int width) {
        var expected = new TilePath.Entries(index, width);
        assertThat(TilePath.parse(path)).contains(expected);
        assertThat(expected).hasToString(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/",
                "tile/0",
                "tile/0/",
                "/tile/0/000",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/0/x000/000",
                "tile/0/x001",
                "tile/0/001/000",
                "tile/0/x001x/000",
                "tile/0/x1/000",
                "tile/0/000/",
                "tile/00/000",
                "tile/8/000",
                "tile/-1/000",
                "tile/+1/000",
                "tile/ 0/000",
                "tile/0/000 ",
                "tile/0/000\n",
                "tile/0/000.p",
                "tile/0/000.p/",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/999",
                "tile/0/000.p/1000",
                "tile/0/000.p/-1",
                "tile/0/000.P/1",
                "tile/0/000.p/1/",
                "tile/0/x001/000.p/1.p/1",
                "tile/0/../0/000",
                "tile/0//000",
                "tile/0/%30%30%30",
                "tile/0/٠٠٠",
                "tile/entries/",
                "tile/Entries/000",
                "tile/entries/x000/x000/001",
                "tile/0/x999/x999/x999/x999/x999/x999/999",
                "tile/data/000",
                "checkpoint",
            })
    void anyOtherSpelling_isNoPath(String path) {
        assertThat(TilePath.parse(path)).isEmpty();
    }

    @Test
    void longestPath_isAnsweredAtOnce() {
        assertThat(TilePath.parse("tile/0/" + "x001/".repeat(100_000) + "000")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tile/0/000, 255, false",
        "tile/0/000, 256, true",
        "tile/0/000.p/255, 255, true",
        "tile/0/000.p/255, 256, true",
        "tile/0/001.p/1, 256, false",
        "tile/0/001.p/1, 257, true",
        "tile/1/000.p/1, 255, false",
        "tile/1/000.p/1, 256, true",
        "tile/1/001.p/17, 70000, true",
        "tile/1/001.p/18, 70000, false",
        "tile/2/000.p/1, 65535, false",
        "tile/2/000.p/1, 65536, true",
        "tile/entries/273.p/112, 70000, true",
        "tile/entries/273.p/113, 70000, false",
        "tile/7/000.p/1, 0, false",
        "tile/0/000.p/1, 0, false",
        "tile/7/999, 9223372036854775807, false",
    })
    void whatALogHas_followsFromItsSize(String path, long size, boolean within) {
        assertThat(TilePath.parse(path).orElseThrow().isWithin(size)).isEqualTo(within);
    }
}
