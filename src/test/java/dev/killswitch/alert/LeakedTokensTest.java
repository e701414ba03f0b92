package dev.killswitch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    @Test
    void bytesThatAreNoText_stayAsTheyAre() {
        byte[] bytes = {(byte) 0xff, 0, (byte) 0xc3, 'e', 'y', 'J'};
        var delivery = new Delivery("siem", "d-1", Instant.EPOCH, Map.of(), Body.of(bytes));
        assertThat(LeakedTokens.takeOut(delivery).delivery()).isSameAs(delivery);
    }
}
