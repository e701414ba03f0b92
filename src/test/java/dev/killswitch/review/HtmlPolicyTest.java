package dev.killswitch.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class HtmlPolicyTest {
    @Test
    void headerOfEachAnswer_letsTheStyleOfThePagePass() throws IOException {
        var properties = new Properties();
        try (InputStream in = HtmlPolicyTest.class.getResourceAsStream("/application.properties")) {
            properties.load(Objects.requireNonNull(in));
        }
        assertThat(properties.getProperty("quarkus.http.header.\"Content-Security-Policy\".value"))
                .isEqualTo(HtmlPage.policy() + "; frame-ancestors 'none'");
    }
}
