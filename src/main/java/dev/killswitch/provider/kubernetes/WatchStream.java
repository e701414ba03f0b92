package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One open watch: the events that an API server sends for as long as it keeps it open, read as fast as they are asked for.
 * Used by one thread.
 */
final class WatchStream implements AutoCloseable {
    /** More than any object may have. */
    private static final int LINE_MAX = 8 * 1024 * 1024;

    /** Of no bytes: nothing comes after it. */
    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private static final Duration OPENED_WITHIN = Duration.ofSeconds(5);

    private final BlockingQueue<ByteBuffer> chunks;
    private final AsyncBody body;
    private final ArrayDeque<byte[]> lines = new ArrayDeque<>();
    private ByteArrayOutputStream rest = new ByteArrayOutputStream();

    private WatchStream(BlockingQueue<ByteBuffer> chunks, AsyncBody body) {
        this.chunks = chunks;
        this.body = body;
    }

    /** What became of the attempt to open one. */
    sealed interface Opened {
        record Open(WatchStream stream) implements Opened {}

        record Refused(int status) implements Opened {}

        record Away(String why) implements Opened {}
    }

    /** What came next. */
    sealed interface Heard {
        record Event(String type, JsonNode object) implements Heard {}

        record Nothing() implements Heard {}

        record Over(String why) implements Heard {}
    }

    static Opened open(ClusterClient client, ObjectPath path, String accept) {
        var chunks = new LinkedBlockingQueue<ByteBuffer>();
        CompletableFuture<HttpResponse<AsyncBody>> answer;
        try {
            ClusterClient.Line line = client.line();
            HttpRequest.Builder request = line.http()
                    .newHttpRequestBuilder()
                    .uri(line.address().resolve(path.text()))
                    .header("Accept", accept)
                    .forStreaming();
            request.method("GET", null, null);
            answer = line.http().consumeBytes(request.build(), (buffers, _) -> chunks.add(joined(buffers)));
            var _ = answer.thenCompose(opened -> opened.body().done())
                    .whenComplete((_, _) -> line.answered().run());
        } catch (IOException | UncheckedIOException | KubernetesClientException e) {
            return new Opened.Away("the connection cannot be set up: " + e.getMessage());
        } catch (RejectedExecutionException | IllegalStateException _) {
            // Vert.x says the one or the other, by which of its parts has ended already.
            return new Opened.Away("the connection is being closed");
        }
        return opened(answer, chunks);
    }

    private static Opened opened(CompletableFuture<HttpResponse<AsyncBody>> answer, BlockingQueue<ByteBuffer> chunks) {
        try {
            HttpResponse<AsyncBody> response = answer.get(OPENED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            AsyncBody body = response.body();
            if (response.code() != 200) {
                body.cancel();
                return new Opened.Refused(response.code());
            }
            var _ = body.done().whenComplete((_, _) -> chunks.add(END));
            body.consume();
            return new Opened.Open(new WatchStream(chunks, body));
        } catch (TimeoutException _) {
            var _ = answer.whenComplete((late, _) -> {
                if (late != null) {
                    late.body().cancel();
                }
            });
            return new Opened.Away("no answer from the API server within " + OPENED_WITHIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Opened.Away("interrupted");
        } catch (ExecutionException _) {
            return new Opened.Away("the API server cannot be reached");
        }
    }

    private static ByteBuffer joined(List<ByteBuffer> buffers) {
        var all = ByteBuffer.allocate(
                buffers.stream().mapToInt(ByteBuffer::remaining).sum());
        buffers.forEach(all::put);
        return all.flip();
    }

    /** Waits no longer than {@code atMost}. */
    Heard next(Duration atMost) {
        while (lines.isEmpty()) {
            Optional<ByteBuffer> chunk = chunk(atMost);
            if (chunk.isEmpty()) {
                return new Heard.Nothing();
            }
            if (!chunk.get().hasRemaining()) {
                return new Heard.Over("the API server ended it");
            }
            split(chunk.get().array());
            if (rest.size() > LINE_MAX) {
                return new Heard.Over("an event of more than " + LINE_MAX + " bytes");
            }
            if (!goOn()) {
                return new Heard.Over("the connection is being closed");
            }
        }
        return event(lines.removeFirst());
    }

    private boolean goOn() {
        try {
            body.consume();
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    private Optional<ByteBuffer> chunk(Duration atMost) {
        try {
            return Optional.ofNullable(chunks.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of(END);
        }
    }

    private void split(byte[] bytes) {
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                rest.write(bytes, from, at - from);
                lines.add(rest.toByteArray());
                rest = new ByteArrayOutputStream();
                from = at + 1;
            }
        }
        rest.write(bytes, from, bytes.length - from);
    }

    private static Heard event(byte[] line) {
        try {
            JsonNode event = KubernetesCalls.JSON.readTree(new String(line, StandardCharsets.UTF_8));
            return new Heard.Event(event.path("type").asText(), event.path("object"));
        } catch (JsonProcessingException _) {
            return new Heard.Over("an event that is no JSON");
        }
    }

    @Override
    public void close() {
        try {
            body.cancel();
        } catch (RejectedExecutionException _) {
            // Whoever moved its bytes has ended, and it with them.
        }
    }
}
