package dev.killswitch.web;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Over HTTPS, with deadlines, and made at the first call: most installations never need it. */
@Singleton
@DefaultBean
final class HttpFetcher implements CertificateFetcher {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(4);

    private static final class Client {
        private static final HttpClient SHARED = HttpClient.newBuilder()
                .connectTimeout(CONNECT_MAX)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public CompletableFuture<byte[]> get(URI address) {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(ANSWER_MAX).build();
        HttpResponse.BodyHandler<byte[]> bounded = BodyHandlers.limiting(_ -> BodySubscribers.ofByteArray(), BYTES_MAX);
        return Client.SHARED
                .sendAsync(request, bounded)
                .thenCompose(answer -> answer.statusCode() == 200
                        ? CompletableFuture.completedFuture(answer.body())
                        : CompletableFuture.failedFuture(new IOException("status " + answer.statusCode())));
    }
}
