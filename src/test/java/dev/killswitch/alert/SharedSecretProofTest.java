package dev.killswitch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.SenderProof.Checked;
import dev.killswitch.config.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSecretProofTest {
    private static final String OLD = "0123456789abcdef-old";
    private static final String NEW = "0123456789abcdef-new";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeSecrets() throws IOException {
        Files.writeString(directory.resolve("old"), OLD + "\n");
        Files.writeString(directory.resolve("new"), NEW + "\n");
    }

    private SenderProof proof(ProofSettings settings) {
        return SenderProof.of(settings, name -> SecretFile.at(directory.resolve(name)));
    }

    private static Delivery delivery(Map<String, List<String>> headers, String body) {
        return new Delivery("s", "d-1", Instant.EPOCH, headers, Body.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Delivery with(String header, String value) {
        return delivery(Map.of(header, List.of(value)), "{}");
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static SenderProof.Proven proven(Checked checked) {
        assertThat(checked).isInstanceOf(SenderProof.Proven.class);
        return (SenderProof.Proven) checked;
    }

    @Test
    void bearer_isProven_byEitherSecret_andSaysWhich() {
        SenderProof proof = proof(new ProofSettings.Bearer(List.of("old", "new")));
        SenderProof.Proven byOld = proven(proof.check(with("Authorization", "Bearer " + OLD)));
        SenderProof.Proven byNew = proven(proof.check(with("authorization", "bearer  " + NEW)));
        assertThat(byOld.scheme()).isEqualTo("bearer");
        assertThat(byOld.keyId()).matches("1:[0-9a-f]{4}");
        assertThat(byNew.keyId()).matches("2:[0-9a-f]{4}");
        assertThat(byOld.keyId().substring(2)).isNotEqualTo(byNew.keyId().substring(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer 0123456789abcdef-ol",
                "Bearer 0123456789abcdef-old2",
                "Bearer null",
                "Basic 0123456789abcdef-old",
                "0123456789abcdef-old",
                "Bearer 0123456789ABCDEF-OLD",
            })
    void anyOtherBearer_isRefused(String value) {
        SenderProof proof = proof(new ProofSettings.Bearer(List.of("old", "new")));
        assertThat(proof.check(with("Authorization", value)))
                .isInstanceOfSatisfying(
                        SenderProof.Refused.class,
                        refused -> assertThat(refused.why()).doesNotContain("0123456789"));
    }

    @Test
    void noHeader_orTwo_areRefused() {
        SenderProof proof = proof(new ProofSettings.Bearer(List.of("old")));
        assertThat(proof.check(delivery(Map.of(), "{}"))).isInstanceOf(SenderProof.Refused.class);
        var twice = Map.of("Authorization", List.of("Bearer " + OLD, "Bearer x"));
        assertThat(proof.check(delivery(twice, "{}"))).isInstanceOf(SenderProof.Refused.class);
    }

    @Test
    void apiKey_isProven_inItsHeaderOnly() {
        SenderProof proof = proof(new ProofSettings.ApiKey("X-Api-Key", List.of("old")));
        assertThat(proven(proof.check(with("x-api-key", OLD))).scheme()).isEqualTo("api-key");
        assertThat(proof.check(with("x-other", OLD))).isInstanceOf(SenderProof.Refused.class);
        assertThat(proof.check(with("x-api-key", NEW))).isInstanceOf(SenderProof.Refused.class);
    }

    @Test
    void basic_isProven_byUserAndPassword() {
        SenderProof proof = proof(new ProofSettings.Basic("falco", List.of("old", "new")));
        assertThat(proven(proof.check(with("Authorization", basic("falco:" + NEW))))
                        .scheme())
                .isEqualTo("basic");
        for (String pair : List.of("falco:x", "Falco:" + OLD, ":" + OLD, "falco" + OLD, "falco:" + OLD + ":")) {
            assertThat(proof.check(with("Authorization", basic(pair)))).isInstanceOf(SenderProof.Refused.class);
        }
        assertThat(proof.check(with("Authorization", "Basic %%%"))).isInstanceOf(SenderProof.Refused.class);
    }

    /** The example in GitHub's documentation of webhooks. */
    @Test
    void hmac_isProven_byThePublishedVector() throws IOException {
        Files.writeString(directory.resolve("github"), "It's a Secret to Everybody");
        SenderProof proof = proof(
                new ProofSettings.Hmac("X-Hub-Signature-256", "sha256=", Optional.empty(), List.of("old", "github")));
        String digits = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        Checked checked =
                proof.check(delivery(Map.of("X-Hub-Signature-256", List.of("sha256=" + digits)), "Hello, World!"));
        assertThat(proven(checked).scheme()).isEqualTo("hmac-sha256");
        assertThat(proven(checked).keyId()).startsWith("2:");
        for (String signature : List.of(
                digits,
                "sha1=" + digits,
                "sha256=" + digits.substring(2),
                "sha256=" + digits + "00",
                "sha256=" + digits.replace('7', '8'),
                "sha256= " + digits.substring(1),
                "sha256=" + digits.replace("75", "\uff17\uff15"))) {
            assertThat(proof.check(delivery(Map.of("X-Hub-Signature-256", List.of(signature)), "Hello, World!")))
                    .isInstanceOf(SenderProof.Refused.class);
        }
        assertThat(proof.check(delivery(Map.of("X-Hub-Signature-256", List.of("sha256=" + digits)), "Hello, World?")))
                .isInstanceOf(SenderProof.Refused.class);
    }

    /** Computed with openssl over {@code 1767323045:{"a":1}}. */
    @ParameterizedTest
    @CsvSource({
        "1767323045, 0, true",
        "1767323045, 300, true",
        "1767323045, 301, false",
        "1767323045, -300, true",
        "1767323045, -301, false",
        "1767323044, 0, false",
        "x, 0, false",
        "99999999999999999999, 0, false",
    })
    void hmacWithTime_isProven_whileItIsNew(String time, int late, boolean proven) {
        SenderProof proof = proof(new ProofSettings.Hmac("X-Sig", "", Optional.of("X-Time"), List.of("old")));
        String signature = "399f034994a75528996dd84d07f259696d00fab3e4ed55da27c9902b5af87df6";
        var delivery = new Delivery(
                "s",
                "d-1",
                Instant.ofEpochSecond(1767323045L + late),
                Map.of("X-Sig", List.of(signature), "X-Time", List.of(time)),
                Body.of("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
        assertThat(proof.check(delivery)).isInstanceOf(proven ? SenderProof.Proven.class : SenderProof.Refused.class);
    }

    @Test
    void unreadableSecret_isUndecided_butTheOtherStillProves() throws IOException {
        SenderProof proof = proof(new ProofSettings.Bearer(List.of("old", "missing")));
        assertThat(proven(proof.check(with("Authorization", "Bearer " + OLD))).keyId())
                .startsWith("1:");
        assertThat(proof.check(with("Authorization", "Bearer " + NEW)))
                .isInstanceOfSatisfying(
                        SenderProof.Undecided.class,
                        undecided -> assertThat(undecided.why()).contains("missing is not there"));
        assertThat(proof.troubles()).hasSize(1);
    }

    @Test
    void shortSecret_provesNobody() throws IOException {
        Files.writeString(directory.resolve("short"), "letmein");
        SenderProof proof = proof(new ProofSettings.Bearer(List.of("short")));
        assertThat(proof.check(with("Authorization", "Bearer letmein"))).isInstanceOf(SenderProof.Undecided.class);
        assertThat(proof.troubles().getFirst()).endsWith("short has fewer than 16 bytes");
    }

    @Test
    void noSecretAtAll_provesNobody() {
        assertThat(proof(new ProofSettings.Bearer(List.of())).check(with("Authorization", "Bearer ")))
                .isInstanceOf(SenderProof.Refused.class);
    }
}
