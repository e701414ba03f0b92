package dev.killswitch.ledger;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A log behind a URL. Follows no redirect: what is verified is what was named. */
final class HttpFiles implements LogFiles {
    private final URI base;
    private final Optional<String> bearer;
    private final HttpLimits limits;
    private final HttpClient client;
    private final long begun = System.nanoTime();

    HttpFiles(URI base, Optional<String> bearer, HttpLimits limits) {
        boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!http || base.getHost() == null || base.getQuery() != null || base.getFragment() != null) {
            throw new IllegalArgumentException(
                    "expected the address of a ledger, as in https://killswitch.example/ledger/, found " + base);
        }
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
        this.bearer = bearer;
        this.limits = limits;
        this.client = HttpClient.newBuilder()
                .connectTimeout(limits.each())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public Fetched fetch(String path, int bytesMax) {
        Duration left = limits.whole().minusNanos(System.nanoTime() - begun);
        if (!left.isPositive()) {
            return new Fetched.Unreachable("the whole took longer than " + limits.whole());
        }
        Duration wait = left.compareTo(limits.each()) < 0 ? left : limits.each();
        URI address = base.resolve(path);
        var request = HttpRequest.newBuilder(address).timeout(wait);
        bearer.ifPresent(token -> request.header("Authorization", "Bearer " + token));
        Future<Fetched> answer = client.sendAsync(request.build(), head -> body(head.statusCode(), address, bytesMax))
                .thenApply(HttpResponse::body);
        try {
            return answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            answer.cancel(true);
            return new Fetched.Unreachable(address + " did not answer within " + wait);
        } catch (ExecutionException e) {
            return new Fetched.Unreachable(address + " cannot be read: " + name(e.getCause()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Fetched.Unreachable("interrupted at " + address);
        }
    }

    private static BodySubscriber<Fetched> body(int status, URI address, int bytesMax) {
        return switch (status) {
            case 200 -> new Bounded(bytesMax);
            case 404, 410 -> BodySubscribers.replacing(new Fetched.Missing());
            case 401, 403 ->
                BodySubscribers.replacing(new Fetched.Unreachable(
                        address + " answered " + status + "; pass the token of somebody who may read the ledger"));
            default -> BodySubscribers.replacing(new Fetched.Unreachable(address + " answered " + status));
        };
    }

    private static String name(@Nullable Throwable cause) {
        return cause == null ? "no cause" : cause.getClass().getSimpleName();
    }

    @Override
    public Fetched keyBeside() {
        return fetch("vkey", ExportLayout.SMALL_MAX);
    }

    @Override
    public Optional<List<String>> paths() {
        return Optional.empty();
    }

    @Override
    public Optional<InputStream> stream(String path) {
        return Optional.empty();
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    /** Collects a body up to a length, and hangs up at the first byte beyond it. */
    private static final class Bounded implements BodySubscriber<Fetched> {
        private final int bytesMax;
        private final CompletableFuture<Fetched> answer = new CompletableFuture<>();
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        Bounded(int bytesMax) {
            this.bytesMax = bytesMax;
        }

        @Override
        public CompletionStage<Fetched> getBody() {
            return answer;
        }

        @Override
        public void onSubscribe(Flow.Subscription started) {
            subscription = started;
            started.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                if (part.remaining() > bytesMax - received.size()) {
                    answer.complete(new Fetched.TooLong());
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    return;
                }
                byte[] bytes = new byte[part.remaining()];
                part.get(bytes);
                received.writeBytes(bytes);
            }
        }

        @Override
        public void onError(Throwable cause) {
            answer.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            answer.complete(new Fetched.Found(received.toByteArray()));
        }
    }
}
