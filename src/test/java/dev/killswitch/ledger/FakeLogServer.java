package dev.killswitch.ledger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A log behind HTTP on a loopback port, or whatever a server may answer instead. */
final class FakeLogServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Answers one request; must close the exchange. */
    interface Answer {
        void to(HttpExchange exchange, String path) throws IOException;
    }

    FakeLogServer(Answer answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/ledger/", exchange -> {
            try (exchange) {
                answer.to(exchange, exchange.getRequestURI().getRawPath().substring("/ledger/".length()));
            }
        });
        server.start();
    }

    static FakeLogServer of(MemoryLog log) throws IOException {
        return of(new PublishedLog(log, new Tree(log), log.key.vkey()));
    }

    static FakeLogServer of(PublishedLog log) throws IOException {
        return new FakeLogServer((exchange, path) -> {
            var file = path.equals("vkey") ? log.keyBeside() : log.fetch(path, Bundle.BYTES_MAX);
            if (file instanceof LogFiles.Fetched.Found(byte[] bytes)) {
                send(exchange, 200, bytes);
            } else {
                send(exchange, 404, new byte[0]);
            }
        });
    }

    static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ledger/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
