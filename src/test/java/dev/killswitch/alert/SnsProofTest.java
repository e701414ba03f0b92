package dev.killswitch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.killswitch.alert.ProofSettings.Versions;
import dev.killswitch.alert.SenderProof.Checked;
import dev.killswitch.config.SecretFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnsProofTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:findings";
    private static final String ADDRESS =
            "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem";
    private static final TestCertificate CERTIFICATE =
            TestCertificate.of(2048, NOW.minusSeconds(1_000), NOW.plusSeconds(1_000));

    private static SenderProof proof(Versions versions) {
        return SenderProof.of(new ProofSettings.Sns(TOPIC, versions), path -> SecretFile.at(Path.of(path)));
    }

    private static Map<String, String> notification() {
        var message = new LinkedHashMap<String, String>();
        message.put("Type", "Notification");
        message.put("MessageId", "11111111-2222-3333-4444-555555555555");
        message.put("TopicArn", TOPIC);
        message.put("Subject", "a subject");
        message.put("Message", "{\"a\":\"ä\\n\"}");
        message.put("Timestamp", "2026-01-02T03:00:00.123Z");
        message.put("SignatureVersion", "2");
        message.put("SigningCertURL", ADDRESS);
        return message;
    }

    /** Written out here, not asked of the code under test. */
    private static String signedText(Map<String, String> message) {
        var keys = "Notification".equals(message.get("Type"))
                ? List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
                : List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
        var text = new StringBuilder();
        keys.stream().filter(message::containsKey).forEach(key -> text.append(key + "\n" + message.get(key) + "\n"));
        return text.toString();
    }

    private static Map<String, String> signed(Map<String, String> message) {
        String algorithm = "1".equals(message.get("SignatureVersion")) ? "SHA1withRSA" : "SHA256withRSA";
        message.put("Signature", CERTIFICATE.signature(algorithm, signedText(message)));
        return message;
    }

    private static Delivery delivery(Map<String, String> message, Map<String, List<String>> headers) {
        try {
            byte[] body = new ObjectMapper().writeValueAsString(message).getBytes(StandardCharsets.UTF_8);
            return new Delivery("gd", "d-1", NOW, headers, Body.of(body));
        } catch (JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }

    private static Delivery delivery(Map<String, String> message) {
        return delivery(message, Map.of("x-amz-sns-message-type", List.of("Notification")));
    }

    private static Checked check(Map<String, String> message) {
        return proof(Versions.V2_ONLY).check(delivery(message), CERTIFICATE.from(ADDRESS));
    }

    @Test
    void notification_asksForItsCertificate_andIsProvenByIt() {
        Delivery delivery = delivery(signed(notification()));
        SenderProof proof = proof(Versions.V2_ONLY);
        assertThat(proof.check(delivery)).isEqualTo(new SenderProof.NeedsCertificate(URI.create(ADDRESS)));
        assertThat(proof.check(delivery, CERTIFICATE.from(ADDRESS)))
                .isInstanceOfSatisfying(SenderProof.Proven.class, proven -> {
                    assertThat(proven.scheme()).isEqualTo("sns-v2");
                    assertThat(proven.keyId()).matches("[0-9a-f]{16}");
                });
        assertThat(proof.check(delivery, CERTIFICATE.from(ADDRESS.replace("eu-west-1", "eu-west-2"))))
                .isInstanceOf(SenderProof.NeedsCertificate.class);
    }

    @Test
    void messageWithoutSubject_andConfirmation_areProven() {
        Map<String, String> plain = notification();
        plain.remove("Subject");
        assertThat(check(signed(plain))).isInstanceOf(SenderProof.Proven.class);
        Map<String, String> confirmation = notification();
        confirmation.put("Type", "SubscriptionConfirmation");
        confirmation.put("Token", "0123");
        confirmation.put("SubscribeURL", "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=0123");
        assertThat(check(signed(confirmation))).isInstanceOf(SenderProof.Proven.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Message", "MessageId", "Subject", "Timestamp"})
    void changedAfterSigning_isRefused(String key) {
        Map<String, String> message = signed(notification());
        message.merge(key, "2026-01-02T03:00:00.124Z", (old, other) -> other);
        assertThat(check(message)).isInstanceOf(SenderProof.Refused.class);
    }

    @Test
    void otherTopic_isRefused_howeverWellSigned() {
        Map<String, String> message = notification();
        message.put("TopicArn", TOPIC + "2");
        assertThat(check(signed(message))).isInstanceOf(SenderProof.Refused.class);
    }

    @Test
    void versionOne_isRefused_unlessAllowed() {
        Map<String, String> message = notification();
        message.put("SignatureVersion", "1");
        signed(message);
        assertThat(check(message)).isInstanceOf(SenderProof.Refused.class);
        assertThat(proof(Versions.V1_TOO).check(delivery(message), CERTIFICATE.from(ADDRESS)))
                .isInstanceOf(SenderProof.Proven.class);
        message.put("SignatureVersion", "2");
        assertThat(proof(Versions.V1_TOO).check(delivery(message), CERTIFICATE.from(ADDRESS)))
                .isInstanceOf(SenderProof.Refused.class);
        message.put("SignatureVersion", "3");
        assertThat(proof(Versions.V1_TOO).check(delivery(message))).isInstanceOf(SenderProof.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T01:59:05.000Z, true",
        "2026-01-02T01:59:04.999Z, false",
        "2026-01-02T03:09:05.000Z, true",
        "2026-01-02T03:09:05.001Z, false",
        "yesterday, false",
    })
    void messageOlderThanItsRetries_orOfTheFuture_isRefused(String timestamp, boolean heard) {
        Map<String, String> message = notification();
        message.put("Timestamp", timestamp);
        assertThat(check(signed(message))).isInstanceOf(heard ? SenderProof.Proven.class : SenderProof.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sns.eu-west-1.amazonaws.com/x.pem",
                "https://sns.eu-west-1.amazonaws.com.evil.example/x.pem",
                "https://evil.example/sns.eu-west-1.amazonaws.com/x.pem",
                "https://sns.eu-west-1.amazonaws.com@evil.example/x.pem",
                "https://user@sns.eu-west-1.amazonaws.com/x.pem",
                "https://sns.eu-west-1.amazonaws.com:8443/x.pem",
                "https://sns.eu-west-1.amazonaws.com/x.pem?y",
                "https://sns.eu-west-1.amazonaws.com/x.pem#y",
                "https://sns.eu-west-1.amazonaws.com/x",
                "https://s3.eu-west-1.amazonaws.com/x.pem",
                "https://sns.a.b.amazonaws.com/x.pem",
                "https://xsns.eu-west-1.amazonaws.com/x.pem",
                "https://sns.eu-west-1.amazonaws.com\\@evil.example/x.pem",
                "https://sns.eu-west-1.amazonaws.com\n/x.pem",
                "file:///etc/passwd.pem",
                "",
            })
    void certificateElsewhere_isNeverAskedFor(String address) {
        Map<String, String> message = notification();
        message.put("SigningCertURL", address);
        assertThat(proof(Versions.V2_ONLY).check(delivery(signed(message)))).isInstanceOf(SenderProof.Refused.class);
    }

    @Test
    void rawDelivery_isRefused_andSaysWhatToDo() {
        Delivery raw = delivery(signed(notification()), Map.of("x-amz-sns-rawdelivery", List.of("true")));
        assertThat(proof(Versions.V2_ONLY).check(raw))
                .isInstanceOfSatisfying(
                        SenderProof.Refused.class,
                        refused -> assertThat(refused.why()).contains("turn it off"));
    }

    @Test
    void certificateOutOfItsTime_orWeak_orAnothers_isRefused() {
        Delivery delivery = delivery(signed(notification()));
        for (TestCertificate other : List.of(
                TestCertificate.of(2048, NOW.minusSeconds(1_000), NOW.minusSeconds(1)),
                TestCertificate.of(1024, NOW.minusSeconds(1_000), NOW.plusSeconds(1_000)),
                TestCertificate.of(2048, NOW.minusSeconds(1_000), NOW.plusSeconds(1_000)))) {
            assertThat(proof(Versions.V2_ONLY).check(delivery, other.from(ADDRESS)))
                    .isInstanceOf(SenderProof.Refused.class);
        }
        assertThat(SigningCertificate.read(URI.create(ADDRESS), new byte[] {1, 2}))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "%%%"})
    void noSignature_isRefused(String signature) {
        Map<String, String> message = signed(notification());
        message.put("Signature", signature);
        assertThat(check(message)).isInstanceOf(SenderProof.Refused.class);
    }

    /** Bytes outside of what is signed may differ; what is believed may not. */
    @Test
    void everyByteChanged_provesNothingElse() {
        Delivery whole = delivery(signed(notification()));
        String signedText = signedText(notification());
        byte[] body = whole.body().bytes();
        for (int i = 0; i < body.length; i++) {
            byte[] changed = body.clone();
            changed[i] ^= 1;
            var delivery = new Delivery("gd", "d-1", NOW, Map.of(), Body.of(changed));
            Checked checked = proof(Versions.V1_TOO).check(delivery, CERTIFICATE.from(ADDRESS));
            if (checked instanceof SenderProof.Proven && Json.read(delivery.body()) instanceof Json.Tree tree) {
                assertThat(SnsMessage.of(tree.root()).map(SnsMessage::signedText))
                        .contains(signedText);
            }
        }
    }

    @Test
    void whatIsNoSnsMessage_isRefused() {
        for (String body : List.of("", "{}", "[]", "null", "{\"Type\":\"Notification\"}", "hello")) {
            var delivery = new Delivery("gd", "d-1", NOW, Map.of(), Body.of(body.getBytes(StandardCharsets.UTF_8)));
            assertThat(proof(Versions.V1_TOO).check(delivery, CERTIFICATE.from(ADDRESS)))
                    .isInstanceOf(SenderProof.Refused.class);
        }
    }
}
