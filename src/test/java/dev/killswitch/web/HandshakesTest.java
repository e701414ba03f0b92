package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.Parsed.Handshake;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HandshakesTest {
    private static final URI CONFIRM =
            URI.create("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&x=y");

    private final List<URI> asked = new ArrayList<>();
    private CompletableFuture<byte[]> answer = CompletableFuture.completedFuture(new byte[0]);
    private final Handshakes handshakes = new Handshakes(address -> {
        asked.add(address);
        return answer;
    });

    @Test
    void confirmedSubscription_isWell() {
        assertThat(greet(CONFIRM)).isTrue();
        assertThat(asked).containsExactly(CONFIRM);
    }

    @Test
    void subscriptionThatCouldNotBeConfirmed_hasToBeAskedForAgain() {
        answer = CompletableFuture.failedFuture(new IOException("away"));

        assertThat(greet(CONFIRM)).isFalse();
    }

    @Test
    void otherAddress_isNeverCalled() {
        assertThat(greet(URI.create("https://evil.example/?Action=ConfirmSubscription&x")))
                .isTrue();
        assertThat(greet(URI.create("http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&x")))
                .isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void nothingToConfirm_isWell() {
        assertThat(greet(null)).isTrue();
        assertThat(asked).isEmpty();
    }

    private boolean greet(@Nullable URI confirm) {
        return handshakes.greet("sns", new Handshake(200, "text/plain", "", confirm));
    }
}
