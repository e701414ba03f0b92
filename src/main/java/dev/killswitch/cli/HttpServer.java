package dev.killswitch.cli;

import dev.killswitch.alert.Body;
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
import java.util.HashMap;
import java.util.Locale;
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

    /** The largest piece of evidence that a server can be configured to keep. */
    private static final int FETCHED_BYTES_MAX = 64 * 1024 * 1024;

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
        return switch (exchange(asked, BODY_BYTES_MAX)) {
            case Exchange.Answer(var response) -> answered(response);
            case Exchange.None(var silent) -> silent;
        };
    }

    @Override
    public Fetched fetch(Request asked) {
        return switch (exchange(asked, FETCHED_BYTES_MAX)) {
            case Exchange.Answer(var response)
            when response.statusCode() / 100 == 2 -> {
                var headers = new HashMap<String, String>();
                response.headers()
                        .map()
                        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
                yield new Fetched.Whole(Body.of(response.body()), headers);
            }
            case Exchange.Answer(var response) -> new Fetched.Not(answered(response));
            case Exchange.None(var silent) -> new Fetched.Not(silent);
        };
    }

    private static Reply answered(HttpResponse<byte[]> response) {
        return new Reply.Answered(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
    }

    private sealed interface Exchange {
        record Answer(HttpResponse<byte[]> response) implements Exchange {}

        record None(Reply.Silent silent) implements Exchange {}
    }

    private Exchange exchange(Request asked, int bytesMax) {
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
                client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax));
        try {
            return new Exchange.Answer(answer.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            answer.cancel(true);
            return silent("no answer within " + ANSWER_MAX.toSeconds() + " s");
        } catch (ExecutionException e) {
            return silent(why(e.getCause(), bytesMax));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return silent("interrupted");
        }
    }

    private static Exchange silent(String why) {
        return new Exchange.None(new Reply.Silent(why));
    }

    private static String why(@Nullable Throwable cause, int bytesMax) {
        return switch (cause) {
            case HttpConnectTimeoutException _ -> "no connection within " + CONNECT_MAX.toSeconds() + " s";
            case ConnectException _ -> "nobody listens there, or the name is not known";
            case IOException broken ->
                "the answer broke off, or has more than " + bytesMax + " bytes ("
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
