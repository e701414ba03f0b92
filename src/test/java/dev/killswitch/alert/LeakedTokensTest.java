package dev.killswitch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.config.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakedTokensTest {
    private static final String JTI = "0b0f3c1e-0a0a-4b4b-8c8c-1d1d1d1d1d1d";
    private static final String TOKEN = token("{\"jti\":\"" + JTI + "\",\"sub\":\"system:serviceaccount:shop:web\"}");
    private static final String LEGACY = token("{\"sub\":\"system:serviceaccount:shop:old\"}");

    private static String token(String claims) {
        return part("{\"alg\":\"RS256\"}") + "." + part(claims) + "." + part("a signature of some length");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static LeakedTokens.Found takeOut(String body) {
        var headers = Map.of("x-leaked", List.of("Bearer " + TOKEN));
        return LeakedTokens.takeOut(
                new Delivery("siem", "d-1", Instant.EPOCH, headers, Body.of(body.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void tokens_areTakenOut_andTheirNamesStandInTheirPlace() {
        LeakedTokens.Found found =
                takeOut("{\"found\":\"" + TOKEN + "\",\"in\":\"curl -H 'Bearer " + LEGACY + "' ü\"}");
        String left = found.delivery().body().text().orElseThrow();
        assertThat(left)
                .doesNotContain("eyJ")
                .matches("\\{\"found\":\"JTI=" + JTI
                        + "/[0-9a-f]{16}\",\"in\":\"curl -H 'Bearer no-JTI/[0-9a-f]{16}' ü\"}");
        assertThat(found.delivery().header("x-leaked").getFirst()).startsWith("Bearer JTI=" + JTI);
        assertThat(found.tokens()).hasSize(2);
        found.tokens().forEach((id, token) -> {
            assertThat(EntityIds.fits(LeakedTokens.KIND, id)).isTrue();
            assertThat(left).contains(id);
            assertThat(List.of(TOKEN, LEGACY)).contains(token.text());
        });
    }

    /** Whoever makes up one with the id of another does not get it mistaken for that one. */
    @Test
    void oneThatSharesAnotherOnesId_hasAnotherName() {
        String forged = token("{\"jti\":\"" + JTI + "\",\"sub\":\"system:serviceaccount:shop:other\"}");
        assertThat(takeOut(TOKEN + " " + forged).tokens()).hasSize(2);
    }

    @Test
    void whatIsNoServiceAccountsToken_staysAsItIs() {
        String person = token("{\"sub\":\"alice\"}");
        String body = person + " eyJub3RoaW5n.eyJub3RoaW5n.eyJub3RoaW5nbm90aGluZw eyJ.eyJ.x";
        assertThat(takeOut(body).delivery().body().text()).contains(body);
    }

    /** What stands right before a token, or in front of it with a dot, is no hiding place. */
    @ParameterizedTest
    @ValueSource(
            strings = {"eyJaaaaaaaa.", "eyJaaaaaaaa", "eyJeyJeyJ.eyJaaaaaaaa.", "x", ".", "a.b.", "eyJub3RoaW5n.eyJ9."})
    void whatStandsBeforeOne_doesNotHideIt(String before) {
        LeakedTokens.Found found = takeOut("{\"output\":\"" + before + TOKEN + "\"}");
        assertThat(found.tokens().values())
                .singleElement()
                .satisfies(token -> assertThat(token.text()).isEqualTo(TOKEN));
        assertThat(found.delivery().body().text().orElseThrow())
                .isEqualTo("{\"output\":\"" + before
                        + found.tokens().keySet().iterator().next() + "\"}");
    }

    /** Its header is no secret: whoever has the rest can write it anew. */
    @Test
    void oneWithoutItsHeader_isTakenOut() {
        String cut = TOKEN.substring(TOKEN.indexOf('.'));
        assertThat(takeOut("hbGci" + cut + "!").delivery().body().text().orElseThrow())
                .matches("JTI=" + JTI + "/[0-9a-f]{16}!");
    }

    @Test
    void oneWhoseEndBeginsAnother_isTakenOutWithIt() {
        String fake = "eyJhbGciOiJ4In0." + part("{\"sub\":\"system:serviceaccount:shop:x\"}") + ".";
        LeakedTokens.Found found = takeOut(fake + TOKEN);
        assertThat(found.delivery().body().text().orElseThrow())
                .matches("no-JTI/[0-9a-f]{16}JTI=" + JTI + "/[0-9a-f]{16}");
        assertThat(found.tokens().values()).extracting(Secret::text).contains(TOKEN);
    }

    /** As JSON may write any letter, and as JSON in a text of JSON writes it. */
    @ParameterizedTest
    @ValueSource(strings = {"\\", "\\\\", "\\\\\\\\"})
    void lettersThatEscapesHide_areRead(String escape) {
        String all = TOKEN.chars()
                .mapToObj(letter -> escape + "u%04X".formatted(letter))
                .collect(Collectors.joining());
        String one = escape + "u0065" + TOKEN.substring(1);
        String dots = TOKEN.replace(".", escape + "u002e");
        for (String hidden : List.of(all, one, dots)) {
            LeakedTokens.Found found = takeOut("{\"a\":\"\\u00fc\\n" + hidden + "\\u0022\"}");
            assertThat(found.delivery().body().text().orElseThrow())
                    .matches("\\{\"a\":\"\\\\u00fc\\\\nJTI=" + JTI + "/[0-9a-f]{16}\\\\u0022\"}");
            assertThat(found.tokens().values()).extracting(Secret::text).containsOnly(TOKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "\\u", "\\u006", "\\u00zz", "\\u0065", "\\\\", "\\u0020eyJ.eyJ.\\u"})
    void whatIsNoWholeEscape_staysAsItIs(String text) {
        assertThat(LeakedTokens.takeOut("\\u00fc" + text).left()).isEqualTo("\\u00fc" + text);
    }

    /** Steps and not time: a slow machine says nothing of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJ",
                "eyJ.",
                ".",
                "eyJaaaaaaaa.",
                "eyJaaaaaaaaaaaaaaaaaaaa.",
                "\\u0065yJ.",
                "\\",
                "a",
                ".eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQ6YTpiIn0"
            })
    void hostileText_costsAFewTimesItsLength(String unit) {
        String hostile = unit.repeat((1 << 20) / unit.length());
        var scan = new TokenScan(hostile);
        var _ = scan.hits();
        assertThat(scan.steps()).isLessThan(12L * hostile.length() + 100);
        var ended = new TokenScan(hostile + "." + TOKEN.substring(TOKEN.indexOf('.') + 1));
        assertThat(ended.hits()).isNotEmpty();
        assertThat(ended.steps()).isLessThan(12L * hostile.length() + 10_000);
    }

    @Test
    void bytesThatAreNoText_stayAsTheyAre() {
        byte[] bytes = {(byte) 0xff, 0, (byte) 0xc3, 'e', 'y', 'J'};
        var delivery = new Delivery("siem", "d-1", Instant.EPOCH, Map.of(), Body.of(bytes));
        assertThat(LeakedTokens.takeOut(delivery).delivery()).isSameAs(delivery);
    }
}
