package dev.killswitch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static Json.Reading read(String text) {
        return Json.read(Body.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Json root(String text) {
        assertThat(read(text)).isInstanceOf(Json.Tree.class);
        return ((Json.Tree) read(text)).root();
    }

    private static Json.Broken broken(String text) {
        assertThat(read(text)).isInstanceOf(Json.Broken.class);
        return (Json.Broken) read(text);
    }

    @Test
    void numbers_areKeptExactly() {
        Json numbers = root("[1685022245478445995, -0, 9223372036854775808, 0.1, 1e2, 5.0]");
        assertThat(numbers.plain().orElseThrow())
                .isEqualTo(List.of(
                        1685022245478445995L,
                        0L,
                        new BigInteger("9223372036854775808"),
                        new BigDecimal("0.1"),
                        new BigDecimal("1e2"),
                        new BigDecimal("5.0")));
        assertThat(numbers.at("x").number()).isEmpty();
        assertThat(numbers.items().get(3).whole()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "--1",
                "1e401",
                "1e-401",
                "1e999999999",
                "1e99999999999999999999",
                "NaN",
                "Infinity",
                "0x10",
                "1_000",
                "'a'",
                "{a:1}",
                "[1,]",
                "{\"a\":1,}",
                "[1 2]",
                "tru",
                "nul",
                "// x\n1",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u\uff11\uff11\uff11\uff11\"",
                "\"a\tb\"",
                "\"a\u0000\"",
                "1 2",
                "",
                "\"a",
                "\"\\",
                "{\"a\"",
                "{\"a\":",
                "[",
                "\u00a01",
            })
    void whatJsonDoesNotHave_isBroken(String text) {
        assertThat(broken(text).where()).startsWith("byte ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"a\":2}|byte 7",
                "{\"ä\":1,\"a\\u0062\":2,\"ab\":3}|byte 20",
                "[1]x|byte 3",
                "[\"ä\",?]|byte 6",
            })
    void broken_saysTheByte(String text, String where) {
        assertThat(broken(text).where()).isEqualTo(where);
    }

    @Test
    void notUtf8_isBroken_atItsByte() {
        byte[] overlong = {'"', 'a', (byte) 0xc0, (byte) 0xaf, '"'};
        byte[] surrogate = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
        byte[] cut = {'"', 'a', (byte) 0xe2, (byte) 0x82};
        assertThat(Json.read(Body.of(overlong)))
                .isInstanceOfSatisfying(
                        Json.Broken.class, broken -> assertThat(broken.where()).isEqualTo("byte 2"));
        assertThat(Json.read(Body.of(surrogate))).isInstanceOf(Json.Broken.class);
        assertThat(Json.read(Body.of(cut))).isInstanceOf(Json.Broken.class);
    }

    @Test
    void text_isUnescaped() {
        assertThat(root("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00e4\\ud83d\\ude00\"")
                        .text())
                .contains("\"\\/\b\f\n\r\t\0ä😀");
        assertThat(root("\"a\\ud83dz\\ude00\"").text()).contains("a\ufffdz\ufffd");
    }

    @Test
    void name_isNeitherBlankNorEndlessNorHasControlCharacters() {
        assertThat(root("\"a b\"").name()).contains("a b");
        assertThat(List.of("\"\"", "\" \"", "\"a\\u0000\"", "\"" + "x".repeat(513) + "\"", "1", "null"))
                .allSatisfy(text -> assertThat(root(text).name()).isEmpty());
    }

    @Test
    void shown_isCut_betweenCharacters() {
        assertThat(root("\"abcdef\"").shown(6)).contains("abcdef");
        assertThat(root("\"abcdef\"").shown(5)).contains("abcd…");
        assertThat(root("\"abc😀f\"").shown(5)).contains("abc…");
    }

    @Test
    void depth_isBounded() {
        assertThat(read("[".repeat(64) + "]".repeat(64))).isInstanceOf(Json.Tree.class);
        assertThat(broken("[".repeat(65) + "]".repeat(65)).why()).contains("64 levels");
        assertThat(broken("[".repeat(1_000_000)).where()).isEqualTo("byte 64");
    }

    @Test
    void places_knowTheirPointer() {
        Json root = root("{\"a.b\":{\"x/y~z\":[{\"k\":null}]}}");
        Json place = root.at("a.b", "x/y~z").items().getFirst().at("k");
        assertThat(place.pointer()).isEqualTo("/a.b/x~1y~0z/0/k");
        assertThat(place.isNothing()).isTrue();
        assertThat(place.at("further", "on").pointer()).isEqualTo("/a.b/x~1y~0z/0/k/further/on");
        assertThat(place.malformed("a word"))
                .isEqualTo(new Parsed.Malformed("/a.b/x~1y~0z/0/k", "expected a word, found null"));
        assertThat(root.malformed("a list"))
                .isEqualTo(new Parsed.Malformed("byte 0", "expected a list, found an object of 1"));
    }

    @Test
    void anyCase_findsTheKeyAsWritten_butNoneOfSeveral() {
        Json root =
                root("{\"Detail\":{\"Id\":\"x\"},\"ab\":1,\"aB\":2,\"AB\":3}").anyCase();
        assertThat(root.at("detail", "id").text()).contains("x");
        assertThat(root.at("detail", "id").pointer()).isEqualTo("/Detail/Id");
        assertThat(root.at("aB").whole()).contains(2L);
        assertThat(root.at("Ab").isNothing()).isTrue();
        assertThat(root("{\"Id\":1}").at("id").isNothing()).isTrue();
    }

    @Test
    void inside_goesOnWithThePointer() {
        Json message = root("{\"Message\":\"{\\\"a\\\":1,}\",\"Sound\":\"{\\\"a\\\":1}\"}");
        assertThat(message.at("Sound").inside())
                .isInstanceOfSatisfying(
                        Json.Tree.class,
                        tree -> assertThat(tree.root().at("a").pointer()).isEqualTo("/Sound/a"));
        assertThat(message.at("Message").inside())
                .isEqualTo(new Json.Broken("/Message byte 7", "expected a key in quotes"));
    }

    @Test
    void fields_haveNoNulls() {
        assertThat(root("{\"a\":null,\"b\":[null,1],\"c\":{\"d\":null}}").fields())
                .isEqualTo(Map.of("b", List.of(1L), "c", Map.of()));
    }
}
