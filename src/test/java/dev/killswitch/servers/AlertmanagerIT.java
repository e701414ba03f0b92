package dev.killswitch.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we know of Alertmanager as a sender, by itself. */
class AlertmanagerIT {
    private static final String ALERT = """
            [{"labels": {"alertname": "TokenLeaked", "severity": "critical", "pod": "api-7f"}, "annotations": {"summary": "s"}}]
            """;

    private final BlockingQueue<Post> posts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private HttpServer receiver;

    @BeforeEach
    void receive() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            posts.add(new Post(exchange.getRequestHeaders().getFirst("Authorization"), body));
            Integer answer = answers.poll();
            exchange.sendResponseHeaders(answer == null ? 202 : answer, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void alertThatFires_isPostedAsVersion4WithTheToken() throws InterruptedException {
        try (Alertmanager alertmanager = start()) {
            alertmanager.take(ALERT);

            Post post = posts.poll(30, TimeUnit.SECONDS);
            assertThat(post).isNotNull();
            assertThat(post.authorization()).isEqualTo("Bearer it-token");
            assertThat(post.body()).contains("\"version\":\"4\"", "\"status\":\"firing\"", "\"pod\":\"api-7f\"");
        }
    }

    @Test
    void answer503_isTriedAgain() throws InterruptedException {
        answers.add(503);
        try (Alertmanager alertmanager = start()) {
            alertmanager.take(ALERT);

            assertThat(posts.poll(30, TimeUnit.SECONDS)).isNotNull().isEqualTo(posts.poll(30, TimeUnit.SECONDS));
        }
    }

    private Alertmanager start() {
        return Alertmanager.sendingTo(
                URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/"), "it-token");
    }

    private record Post(String authorization, String body) {}
}
