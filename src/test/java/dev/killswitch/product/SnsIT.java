package dev.killswitch.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.killswitch.product.PackagedProduct.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * GuardDuty's findings in signed envelopes of SNS, over HTTP, with the certificate fetched over HTTPS from SNS's own name:
 * the process of the product resolves that name to the test's server, and trusts the test's authority. Nothing in the
 * product knows of it.
 */
class SnsIT {
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:findings";
    private static final String PATH = "/v1/alerts/guardduty";

    @TempDir
    private Path data;

    private StubRange range;
    private SnsServer sns;

    @BeforeEach
    void open() {
        sns = SnsServer.start(data.resolve("sns"));
        range = new StubRange();
    }

    @AfterEach
    void close() {
        if (range != null) {
            range.close();
            sns.close();
        }
    }

    @Test
    void signedFinding_acts_andWhatIsForgedIsRefused() throws IOException {
        try (PackagedProduct product = start()) {
            product.awaitArmed();

            Map<String, String> confirmation = message("SubscriptionConfirmation", "You have chosen to subscribe");
            confirmation.put("Token", "0123456789abcdef");
            confirmation.put(
                    "SubscribeURL",
                    SnsServer.ADDRESS + "/?Action=ConfirmSubscription&TopicArn=" + TOPIC + "&Token=0123");
            Reply confirmed = product.postText(PATH, signed(confirmation));
            assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(200);
            assertThat(sns.asked())
                    .filteredOn(line -> line.contains("ConfirmSubscription"))
                    .hasSize(1);

            Map<String, String> finding = message("Notification", Payloads.finding());
            String envelope = signed(finding);
            checkRefused(product, forged(finding, "Message", Payloads.finding().replace("ci-deployer", "alice")));
            checkRefused(
                    product, forged(finding, "SigningCertURL", "https://sns.evil.example/" + SnsServer.CERTIFICATE));
            checkRefused(
                    product,
                    forged(finding, "SigningCertURL", "https://sns.eu-west-1.amazonaws.com.evil.example/x.pem"));
            checkRefused(product, signed(with(finding, "TopicArn", TOPIC + "-of-others")));
            assertThat(sns.asked())
                    .as("nothing but SNS's own name was called")
                    .allMatch(line -> line.startsWith(SnsServer.HOST + " "));

            Reply away = product.postText(
                    PATH, signed(with(finding, "SigningCertURL", SnsServer.ADDRESS + "/not-there-now.pem")));
            assertThat(away.status()).as("no reason to drop it").isEqualTo(503);
            assertThat(away.headers()).containsKey("retry-after");

            Reply taken = product.postText(PATH, envelope);
            assertThat(taken.status()).as(taken.body()).isEqualTo(202);
            assertThat(taken.json().at("/alerts/0/decision").asText())
                    .as(taken.body())
                    .isEqualTo("act");
            product.await(
                    "/v1/containments?state=standing",
                    "viewer",
                    reply -> reply.json().at("/items").size() == 5);
            assertThat(product.postText(PATH, envelope).body()).isEqualTo(taken.body());
            assertThat(sns.asked())
                    .as("the certificate is fetched once")
                    .filteredOn(line -> line.endsWith(SnsServer.CERTIFICATE))
                    .hasSize(1);
            assertThat(product.printed()).doesNotContain("0123456789abcdef");
        }
    }

    private static void checkRefused(PackagedProduct product, String body) {
        Reply reply = product.postText(PATH, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(401);
    }

    private static Map<String, String> message(String type, String text) {
        var message = new LinkedHashMap<String, String>();
        message.put("Type", type);
        message.put("MessageId", "11111111-2222-3333-4444-555555555555");
        message.put("TopicArn", TOPIC);
        message.put("Message", text);
        message.put("Timestamp", Payloads.now().toString());
        message.put("SignatureVersion", "2");
        message.put("SigningCertURL", SnsServer.ADDRESS + "/" + SnsServer.CERTIFICATE);
        return message;
    }

    private String signed(Map<String, String> message) throws IOException {
        return new JsonMapper().writeValueAsString(with(message, "Signature", sns.signature(message)));
    }

    /** Signed, and changed after that. */
    private String forged(Map<String, String> message, String key, String value) throws IOException {
        return new JsonMapper()
                .writeValueAsString(with(with(message, "Signature", sns.signature(message)), key, value));
    }

    private static Map<String, String> with(Map<String, String> message, String key, String value) {
        var changed = new LinkedHashMap<>(message);
        changed.put(key, value);
        return changed;
    }

    /** The range's configuration, with the sender that proves itself as SNS does. */
    private PackagedProduct start() throws IOException {
        String secret = "{bearer-file: \"" + data.resolve("tokens/source-guardduty") + "\"}";
        String text = range.configuration(data);
        assertThat(text).contains(secret);
        Path file = Files.writeString(
                data.resolve("killswitch.yaml"), text.replace(secret, "{sns: {topic: \"" + TOPIC + "\"}}"));
        return PackagedProduct.start(
                data,
                "-Dkillswitch.config=" + file,
                "-Djdk.net.hosts.file=" + sns.hosts(),
                "-Djavax.net.ssl.trustStore=" + sns.trust(),
                "-Djavax.net.ssl.trustStorePassword=" + SnsServer.PASSWORD);
    }
}
