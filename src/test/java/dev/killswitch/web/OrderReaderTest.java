package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.killswitch.action.Parameters;
import dev.killswitch.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderReaderTest {
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9."
            + Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"sub\":\"system:serviceaccount:shop:web\"}".getBytes(StandardCharsets.US_ASCII))
            + ".c2lnbmF0dXJlLW9mLXNvbWUtbGVuZ3Ro";

    private static final String REVOKE = """
            {"action":"kubernetes.revoke-token","reason":"it leaked",
             "target":{"connection":"c","kind":"kubernetes.token","id":"%s"}}""";

    private static OrderReader.Read read(String body) {
        return new OrderReader((_, _) -> Parameters.NONE).read(body.getBytes(StandardCharsets.UTF_8), "o-1", "ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'action':'kubernetes.isolate-pod','target':{'connection':'c','kind':'kubernetes.pod','id':'TOKEN'}}",
                "{'action':'a','target':{'connection':'c','kind':'kubernetes.subject','id':'User:TOKEN'}}",
                "{'action':'a','target':{'connection':'c','kind':'kubernetes.token','id':'xTOKEN'}}",
                "{'action':'a','reason':'TOKEN','target':{'connection':'c','kind':'kubernetes.pod','id':'shop/web'}}",
                "{'action':'a','override':['TOKEN'],'target':{'connection':'c','kind':'k','id':'i'}}",
                "{'action':'TOKEN','target':{'connection':'c','kind':'k','id':'i'}}",
                "{'action':'a','target':{'connection':'TOKEN','kind':'k','id':'i'}}",
                "{'action':'a','reason':'\\u0065ESCAPED','target':{'connection':'c','kind':'k','id':'i'}}"
            })
    void orderThatCarriesAToken_isRefusedWithWhatToDo_andNotAWordOfIt(String order) {
        String body = order.replace('\'', '"').replace("TOKEN", TOKEN).replace("ESCAPED", TOKEN.substring(1));
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> read(body));
        assertThat(refused.problem().status()).isEqualTo(422);
        assertThat(refused.problem().toString())
                .contains("kubernetes.revoke-token")
                .doesNotContain(TOKEN.substring(TOKEN.indexOf('.')));
    }

    @Test
    void orderThatIsAboutAToken_hasItsNameForIt_andTheTokenBeside() {
        OrderReader.Read read = read(REVOKE.formatted(TOKEN));
        assertThat(read.order().target().id()).matches("no-JTI/[0-9a-f]{16}");
        assertThat(read.tokens()).containsOnlyKeys(read.order().target().id());
        assertThat(read.tokens().values()).extracting(Secret::text).containsExactly(TOKEN);
        assertThat(read.toString()).doesNotContain(TOKEN);
        assertThat(OrderReader.digest(read)).isEqualTo(OrderReader.digest(read(REVOKE.formatted(TOKEN))));
    }

    @Test
    void reasonWithAToken_isTakenNowhere() {
        byte[] body = "{\"reason\":\"%s\"}".formatted(TOKEN).getBytes(StandardCharsets.UTF_8);
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> RequestBody.ofOptional(body).read(RequestBody::reason));
        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused.problem().toString())
                .contains("reason", "a ServiceAccount's token")
                .doesNotContain(TOKEN.substring(TOKEN.indexOf('.')));
    }

    @Test
    void mistakeBesideAToken_isToldWithoutIt() {
        ProblemException wrong =
                catchThrowableOfType(ProblemException.class, () -> read("{\"" + TOKEN + "\":\"" + TOKEN + "\"}"));
        assertThat(wrong.problem().toString()).doesNotContain(TOKEN);
    }
}
