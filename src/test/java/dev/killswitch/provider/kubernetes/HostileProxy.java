package dev.killswitch.provider.kubernetes;

import dev.killswitch.range.Answer;
import dev.killswitch.range.Faults;
import dev.killswitch.range.RangeServer;
import dev.killswitch.range.Request;
import dev.killswitch.range.World;
import dev.killswitch.servers.ControlPlane;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Stands before a real API server and hands on what comes, but for what shall go wrong: it cuts, hangs, answers with an
 * error of its own, or loses the answer of what the server did. A watch is handed on line by line.
 */
final class HostileProxy implements World, AutoCloseable {
    private static final Map<String, HttpClient> HTTP = new ConcurrentHashMap<>();
    private static final Vertx VERTX = Vertx.vertx();

    private final URI server;
    private final HttpClient http;
    private final RangeServer listening;
    private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
    private volatile boolean held;

    private HostileProxy(URI server, HttpClient http) {
        this.server = server;
        this.http = http;
        this.listening = RangeServer.start(VERTX, this);
    }

    static HostileProxy before(ControlPlane plane) {
        return new HostileProxy(URI.create(plane.url()), client(plane));
    }

    URI uri() {
        return listening.uri();
    }

    Faults faults() {
        return listening.faults();
    }

    @Override
    public Answer answer(Request request) {
        try {
            HttpResponse<InputStream> answer = http.send(handedOn(request), BodyHandlers.ofInputStream());
            if (request.query().containsKey("watch") && answer.statusCode() == 200) {
                return Answer.open(new Relay(answer.body()));
            }
            var headers = new HashMap<String, String>();
            for (String name : List.of("Audit-Id", "Retry-After")) {
                answer.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
            }
            String type = answer.headers().firstValue("Content-Type").orElse("application/json");
            try (InputStream body = answer.body()) {
                return new Answer(
                        answer.statusCode(), type, new String(body.readAllBytes(), StandardCharsets.UTF_8), headers);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest handedOn(Request request) {
        String query = request.query().entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var handed = HttpRequest.newBuilder(server.resolve(request.path() + (query.isEmpty() ? "" : "?" + query)))
                .method(
                        request.method(),
                        request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        for (String name : List.of("authorization", "accept", "content-type")) {
            request.header(name).ifPresent(value -> handed.header(name, value));
        }
        return handed.build();
    }

    @Override
    public Answer refusal(Request request, int status) {
        return new Answer(status, "application/json", """
                {"kind":"Status","apiVersion":"v1","status":"Failure","message":"by the proxy","code":%d}""".formatted(status));
    }

    /** Ends all watches that are open now, in the middle of what they were saying. */
    void cutWatches() {
        relays.forEach(Relay::over);
    }

    /** From now on watches stay open and say nothing; what the server says meanwhile is kept. */
    void holdWatches() {
        held = true;
    }

    void letWatchesGo() {
        held = false;
        relays.forEach(Relay::flush);
    }

    private final class Relay implements Answer.More {
        private final InputStream from;
        private final StringBuilder kept = new StringBuilder();
        private final AtomicReference<Answer.Line> to = new AtomicReference<>();

        Relay(InputStream from) {
            this.from = from;
            relays.add(this);
        }

        @Override
        public void begin(Answer.Line line) {
            to.set(line);
            Thread.ofVirtual().start(() -> {
                try (from) {
                    byte[] buffer = new byte[8192];
                    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                        say(new String(buffer, 0, read, StandardCharsets.UTF_8));
                    }
                } catch (IOException _) {
                    // One of the two ends is gone: so is the other, below.
                }
                relays.remove(this);
                line.end();
            });
        }

        private synchronized void say(String text) {
            kept.append(text);
            if (!held) {
                flush();
            }
        }

        private synchronized void flush() {
            Answer.Line line = to.get();
            if (line != null) {
                line.write(kept.toString());
                kept.setLength(0);
            }
        }

        @Override
        public void over() {
            try {
                from.close();
            } catch (IOException _) {
                // It is closed.
            }
        }
    }

    /** One for each server; they keep their connections. */
    private static HttpClient client(ControlPlane plane) {
        return HTTP.computeIfAbsent(plane.url(), _ -> trusting(plane));
    }

    private static HttpClient trusting(ControlPlane plane) {
        try (InputStream in = Files.newInputStream(plane.certificate())) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : certificates) {
                store.setCertificateEntry("server-" + number++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), new SecureRandom());
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(context)
                    .build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the server's certificate cannot be trusted", e);
        }
    }

    @Override
    public void close() {
        listening.close();
    }
}
