package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.engine.FakeClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {
    private static final URI ADDRESS = URI.create("https://sns.eu-west-1.amazonaws.com/Simple-1.pem");

    private final FakeClock clock = new FakeClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final List<URI> asked = new ArrayList<>();
    private CompletableFuture<byte[]> answer = CompletableFuture.failedFuture(new IOException("away"));
    private final Certificates certificates = new Certificates(
            address -> {
                asked.add(address);
                return answer;
            },
            clock);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sns.eu-west-1.amazonaws.com/x.pem",
                "https://sns.eu-west-1.amazonaws.com.evil.example/x.pem",
                "https://evil.example/sns.eu-west-1.amazonaws.com/x.pem",
                "https://sns.eu-west-1.amazonaws.com@evil.example/x.pem",
                "https://user@sns.eu-west-1.amazonaws.com/x.pem",
                "https://sns.eu-west-1.amazonaws.com:8443/x.pem",
                "https://169.254.169.254/latest/meta-data/x.pem",
                "file:///etc/passwd.pem",
                "https:///x.pem"
            })
    void addressThatIsNotOfSns_isNeverCalled(String address) {
        assertThat(certificates.at(URI.create(address))).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void failure_isNotAskedAgainAtOnce_butLater() {
        assertThat(certificates.at(ADDRESS)).isEmpty();
        assertThat(certificates.at(ADDRESS)).isEmpty();
        assertThat(asked).hasSize(1);

        clock.advance(Duration.ofSeconds(11));

        assertThat(certificates.at(ADDRESS)).isEmpty();
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatIsNoCertificate_isNone() {
        answer = CompletableFuture.completedFuture("<html>".getBytes(StandardCharsets.UTF_8));

        assertThat(certificates.at(ADDRESS)).isEmpty();
    }
}
