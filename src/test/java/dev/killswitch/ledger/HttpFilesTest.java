package dev.killswitch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class HttpFilesTest {
    private static final HttpLimits SHORT = new HttpLimits(Duration.ofMillis(300), Duration.ofSeconds(10));

    private final MemoryLog log = MemoryLog.of(300);

    private Verdict verify(FakeLogServer server, HttpLimits limits) {
        try (var files = LogFiles.http(server.base(), Optional.empty(), limits)) {
            return new Verify(List.of(log.key.vkey())).check(files);
        }
    }

    private static String whyUnchecked(Verdict verdict) {
        return verdict instanceof Verdict.Unchecked(String why) ? why : verdict.toString();
    }

    @Test
    void publishedLog_isIntact() throws IOException {
        try (var server = FakeLogServer.of(log)) {
            assertThat(verify(server, HttpLimits.USUAL)).isInstanceOf(Verdict.Intact.class);
        }
    }

    @Test
    void keyBesideTheLog_isFetched() throws IOException {
        try (var server = FakeLogServer.of(log);
                var files = LogFiles.http(
                        URI.create(server.base().toString().replaceFirst("/$", "")),
                        Optional.empty(),
                        HttpLimits.USUAL)) {
            assertThat(Verify.keyBeside(files)).isEqualTo(new Decoded.Good<>(log.key.vkey()));
        }
    }

    @Test
    void changedTile_isNotIntact() throws IOException {
        var published = new PublishedLog(log, new Tree(log), log.key.vkey());
        try (var server = new FakeLogServer((exchange, path) -> {
            byte[] bytes = published.file(path).orElse(new byte[0]);
            if (path.equals("tile/1/000.p/1")) {
                bytes[0] ^= 1;
            }
            FakeLogServer.send(exchange, bytes.length == 0 ? 404 : 200, bytes);
        })) {
            assertThat(verify(server, HttpLimits.USUAL))
                    .isInstanceOfSatisfying(
                            Verdict.NotIntact.class,
                            found -> assertThat(found.where()).isEqualTo("tile/1/000.p/1 hash 0"));
        }
    }

    @Test
    void missingTile_isNotIntact() throws IOException {
        var published = new PublishedLog(log, new Tree(log), log.key.vkey());
        try (var server = new FakeLogServer((exchange, path) -> {
            byte[] bytes = path.startsWith("tile/0/")
                    ? new byte[0]
                    : published.file(path).orElse(new byte[0]);
            FakeLogServer.send(exchange, bytes.length == 0 ? 404 : 200, bytes);
        })) {
            assertThat(verify(server, HttpLimits.USUAL))
                    .isEqualTo(new Verdict.NotIntact("tile/0/000", "8192 bytes", "no such file"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 302, 401, 403, 429, 500, 503})
    void answerThatIsNoFile_isNoVerdict(int status) throws IOException {
        try (var server = new FakeLogServer((exchange, path) -> {
            exchange.getResponseHeaders().set("Location", "/ledger/elsewhere");
            FakeLogServer.send(exchange, status, new byte[0]);
        })) {
            assertThat(whyUnchecked(verify(server, HttpLimits.USUAL))).contains("answered " + status);
        }
    }

    @Test
    void answerWithoutEnd_isGivenUp() throws IOException {
        try (var server = new FakeLogServer((exchange, _) -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            while (true) {
                body.write(new byte[1024]);
            }
        })) {
            assertThat(verify(server, HttpLimits.USUAL))
                    .isInstanceOfSatisfying(
                            Verdict.NotIntact.class,
                            found -> assertThat(found.found()).isEqualTo("more than 65536 bytes"));
        }
    }

    @Test
    void answerThatHangs_isGivenUpInTime() throws IOException {
        var end = new CountDownLatch(1);
        try (var server = new FakeLogServer((exchange, _) -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('k');
            exchange.getResponseBody().flush();
            await(end);
        })) {
            assertThat(whyUnchecked(verify(server, SHORT))).contains("did not answer within PT0.3S");
            end.countDown();
        }
    }

    @Test
    void wholeThatTakesTooLong_isGivenUp() throws IOException {
        try (var server = FakeLogServer.of(log)) {
            var limits = new HttpLimits(Duration.ofSeconds(10), Duration.ofNanos(1));
            assertThat(whyUnchecked(verify(server, limits))).contains("took longer than");
        }
    }

    @Test
    void nobodyThere_isNoVerdict() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (var files = LogFiles.http(
                URI.create("http://127.0.0.1:" + port + "/ledger/"), Optional.empty(), HttpLimits.USUAL)) {
            assertThat(new Verify(List.of(log.key.vkey())).check(files)).isInstanceOf(Verdict.Unchecked.class);
        }
    }

    @Test
    void token_isSentAlong() throws IOException {
        var seen = new AtomicReference<String>();
        try (var server = new FakeLogServer((exchange, _) -> {
                    seen.set(exchange.getRequestHeaders().getFirst("Authorization"));
                    FakeLogServer.send(exchange, 404, new byte[0]);
                });
                var files = LogFiles.http(server.base(), Optional.of("t-1"), HttpLimits.USUAL)) {
            files.fetch("checkpoint", 100);
            assertThat(seen).hasValue("Bearer t-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a/ledger/", "ledger", "file:///tmp/ledger/", "https:ledger", "http://a/?q=1"})
    void addressOfNoServer_isRefused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogFiles.http(URI.create(address), Optional.empty(), HttpLimits.USUAL))
                .withMessageContaining("expected the address of a ledger");
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
