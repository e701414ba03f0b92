package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.killswitch.config.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a server on a loopback port. */
class HttpServerTest {
    private final List<String> heard = new ArrayList<>();
    private final Terminal terminal = new Terminal(HttpServer::new);
    private com.sun.net.httpserver.HttpServer server;

    /** What the server does with a request. */
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private Answer answer = exchange -> send(exchange, 404, "");

    @BeforeEach
    void start() throws IOException {
        server =
                com.sun.net.httpserver.HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                answer.to(exchange);
            }
        });
        server.start();
        terminal.environment.put(
                "KS_SERVER", "http://127.0.0.1:" + server.getAddress().getPort());
        terminal.environment.put("KS_TOKEN", "a.b.c");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Test
    void order_goesOutAndItsEndComesBack() {
        answer = exchange -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/v1/connections" -> send(exchange, 200, Samples.CONNECTIONS);
                case "/v1/orders" -> send(exchange, 202, Samples.accepted(Samples.step("s-1", "intended")));
                case "/v1/incidents/i-1" -> send(exchange, 200, Samples.incident(Samples.step("s-1", "proven")));
                default -> send(exchange, 200, Samples.containment("standing", Samples.PROVEN));
            }
        };

        var ran = terminal.run("isolate", "pod", "shop/toolbox");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("applied; proven\n").contains("ks release c-s-1");
        assertThat(heard)
                .containsExactly(
                        "GET /v1/connections Bearer a.b.c ",
                        "POST /v1/orders Bearer a.b.c {\"action\":\"kubernetes.isolate-pod\",\"target\":"
                                + "{\"connection\":\"range-cluster\",\"kind\":\"kubernetes.pod\",\"id\":\"shop/toolbox\"}}",
                        "GET /v1/incidents/i-1 Bearer a.b.c ",
                        "GET /v1/containments/c-s-1 Bearer a.b.c ");
    }

    @Test
    void redirect_isNotFollowed() {
        answer = exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            send(exchange, 302, "");
        };

        var ran = terminal.run("why", "x");

        assertThat(ran.err()).contains("answered 302");
        assertThat(heard).hasSize(1);
    }

    @Test
    void endlessAnswer_isLeft() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] megabyte = new byte[1 << 20];
            for (int i = 0; i < 9; i++) {
                exchange.getResponseBody().write(megabyte);
            }
        };

        var ran = terminal.run("why", "x");

        assertThat(ran.code()).isEqualTo(Exit.UNREACHABLE.code());
        assertThat(ran.err()).contains("more than 8388608 bytes");
    }

    @Test
    void answerThatBreaksOff_isThree() {
        answer = exchange -> exchange.sendResponseHeaders(200, 100);

        assertThat(terminal.run("why", "x").code()).isEqualTo(Exit.UNREACHABLE.code());
    }

    @Test
    void closedPort_isThree() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        var ran = terminal.run("why", "x", "--server", "http://127.0.0.1:" + port);

        assertThat(ran.code()).isEqualTo(Exit.UNREACHABLE.code());
        assertThat(ran.err()).contains("nobody listens there, or the name is not known");
    }

    @Test
    void textInAnyScript_arrives() {
        answer = exchange -> send(exchange, 200, "größer → 漢字\n");

        assertThat(terminal.run("why", "漢字").out()).isEqualTo("größer → 漢字\n");
        assertThat(heard.getFirst()).startsWith("GET /v1/why?q=%E6%BC%A2%E5%AD%97 ");
    }

    @Test
    void evidence_arrivesByteForByte(@TempDir Path directory) throws IOException {
        byte[] piece = {0, (byte) 0xff, (byte) 0xfe, '\n', 27};
        String salt = "0a".repeat(32);
        var sha256 = Sha256.begin();
        sha256.update(HexFormat.of().parseHex(salt));
        String digest = "sha256:" + HexFormat.of().formatHex(sha256.digest(piece));
        answer = exchange -> {
            if (exchange.getRequestURI().getPath().equals("/v1/evidence/c-1/log-app.txt")) {
                exchange.getResponseHeaders().add("Killswitch-Salt", salt);
                exchange.sendResponseHeaders(200, piece.length);
                exchange.getResponseBody().write(piece);
            } else {
                send(exchange, 200, """
                        {"items":[{"containment":"c-1","target":null,"collected":"2026-03-01T10:00:03.000Z","ledger":9,"absent":[],
                          "pieces":[{"name":"log-app.txt","size":5,"digest":"%s","extent":"whole","kept":true}]}],"next":null}""".formatted(digest));
            }
        };

        var ran = terminal.run(
                "evidence", "i-1", "--out", directory.resolve("saved").toString());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(directory.resolve("saved/c-1/log-app.txt")).hasBinaryContent(piece);
    }
}
