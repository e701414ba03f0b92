package dev.killswitch.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A server over HTTP. Follows no redirect: the token goes where it was meant to go. */
final class HttpServer implements Server {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

    /** For the whole answer: an order that cannot be recorded waits up to 25 s for its own end. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    /** A page of 500 incidents is a tenth of it. */
    private static final int BODY_BYTES_MAX = 8 * 1024 * 1024;

    private final URI base;
    private final Optional<String> token;
    private final HttpClient client;

    HttpServer(URI base, Optional<String> token) {
        this.base = base;
        this.token = token;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_MAX)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public Reply send(Request asked) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(asked.path()))
                .timeout(ANSWER_MAX)
                .header("Accept", asked.accept());
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        asked.headers().forEach(request::header);
        if (asked.body() == null) {
            request.method(asked.method(), BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(asked.method(), BodyPublishers.ofString(asked.body()));
        }
        Future<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_BYTES_MAX));
        try {
            HttpResponse<byte[]> response = answer.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply.Answered(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        } catch (TimeoutException _) {
            answer.cancel(true);
            return new Reply.Silent("no answer within " + ANSWER_MAX.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Reply.Silent(why(e.getCause()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Reply.Silent("interrupted");
        }
    }

    private static String why(@Nullable Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _ -> "no connection within " + CONNECT_MAX.toSeconds() + " s";
            case ConnectException _ -> "nobody listens there, or the name is not known";
            case IOException broken ->
                "the answer broke off, or has more than " + BODY_BYTES_MAX + " bytes ("
                        + broken.getClass().getSimpleName() + ")";
            case null -> "no cause is known";
            default -> cause.getClass().getSimpleName();
        };
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
