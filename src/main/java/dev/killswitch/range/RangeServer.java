package dev.killswitch.range;

import dev.killswitch.range.Fault.Moment;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Serves one {@link World} on a free port of the loopback address, with {@link Faults} around it. Plain HTTP/1.1. */
public final class RangeServer implements AutoCloseable {
    /** More than any object of an imitated system may have (etcd's own bound is 1.5 MiB). */
    private static final int BODY_BYTES_MAX = 2 * 1024 * 1024;

    private final World world;
    private final Faults faults = new Faults();
    private final WorkerExecutor lane;
    private final HttpServer server;
    private final Runnable last;

    private RangeServer(Vertx vertx, World world, Runnable last) {
        this.world = world;
        this.last = last;
        // One thread: the world is asked one thing at a time, and a slow disk never blocks an event loop.
        this.lane = vertx.createSharedWorkerExecutor("range-" + System.identityHashCode(this), 1);
        var options = new HttpServerOptions().setHost("127.0.0.1").setPort(0).setHttp2ClearTextEnabled(false);
        this.server =
                await(vertx.createHttpServer(options).requestHandler(this::take).listen());
    }

    /** On a Vert.x that somebody else closes. Listens when this returns. */
    public static RangeServer start(Vertx vertx, World world) {
        return new RangeServer(vertx, world, () -> {});
    }

    /** On a small Vert.x of its own. Listens when this returns. */
    public static RangeServer start(World world) {
        var files = new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        Vertx own = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setFileSystemOptions(files));
        return new RangeServer(own, world, () -> await(own.close()));
    }

    /** Such as {@code http://127.0.0.1:41234}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    public Faults faults() {
        return faults;
    }

    /** Does something in the world's own thread, and waits for it. */
    public void inside(Runnable work) {
        await(lane.executeBlocking(
                () -> {
                    work.run();
                    return null;
                },
                false));
    }

    private void take(HttpServerRequest http) {
        var body = Buffer.buffer();
        http.handler(chunk -> {
            if (body.length() + chunk.length() > BODY_BYTES_MAX) {
                http.connection().close();
            } else {
                body.appendBuffer(chunk);
            }
        });
        http.endHandler(_ -> lane.executeBlocking(() -> worked(http, body), false)
                .onSuccess(answer -> answer.ifPresent(one -> send(http, one)))
                .onFailure(broken -> send(http, new Answer(500, "text/plain", String.valueOf(broken)))));
    }

    /** Empty where no answer shall be sent. */
    private Optional<Answer> worked(HttpServerRequest http, Buffer body) {
        Request request;
        try {
            request = request(http, body);
        } catch (IllegalArgumentException e) {
            return Optional.of(new Answer(400, "text/plain", "the request cannot be read: " + e.getMessage()));
        }
        Faults.Meeting meeting = faults.meet(request);
        meeting.before().forEach(Runnable::run);
        return switch (meeting.fault().orElse(null)) {
            case null -> begun(http, asked(request, meeting));
            case Fault.Status status -> Optional.of(refused(request, status));
            case Fault.Hang hang -> silent(request, meeting, hang.moment());
            case Fault.Drop drop -> {
                silent(request, meeting, drop.moment());
                http.connection().close();
                yield Optional.empty();
            }
        };
    }

    private Answer asked(Request request, Faults.Meeting meeting) {
        Answer answer = world.answer(request);
        meeting.after().forEach(Runnable::run);
        return answer;
    }

    /** What goes on for long begins here, so that nothing happens between the answer and its first line. */
    private static Optional<Answer> begun(HttpServerRequest http, Answer answer) {
        if (answer.more().isEmpty()) {
            return Optional.of(answer);
        }
        Answer.More more = answer.more().get();
        HttpServerResponse response = http.response();
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .setChunked(true)
                .closeHandler(_ -> more.over());
        // An empty chunk would end it: this sends the head alone.
        var _ = response.writeHead();
        more.begin(new Answer.Line() {
            @Override
            public void write(String text) {
                if (!response.closed()) {
                    var _ = response.write(text);
                }
            }

            @Override
            public void end() {
                if (!response.closed() && !response.ended()) {
                    var _ = response.end();
                }
            }
        });
        return Optional.empty();
    }

    private Optional<Answer> silent(Request request, Faults.Meeting meeting, Moment moment) {
        if (moment == Moment.AFTER) {
            asked(request, meeting);
        }
        return Optional.empty();
    }

    private Answer refused(Request request, Fault.Status status) {
        Answer plain = world.refusal(request, status.code());
        var headers = new HashMap<>(plain.headers());
        status.retryAfter().ifPresent(wait -> headers.put("Retry-After", Long.toString(wait.toSeconds())));
        return new Answer(plain.status(), plain.contentType(), plain.body(), headers);
    }

    private static Request request(HttpServerRequest http, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        http.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        String path = Objects.requireNonNullElse(http.path(), "/");
        String query = Objects.requireNonNullElse(http.query(), "");
        return new Request(http.method().name(), path, Request.pairs(query), headers, body.toString());
    }

    private static void send(HttpServerRequest http, Answer answer) {
        if (http.response().closed()) {
            return;
        }
        var response = http.response().setStatusCode(answer.status()).putHeader("Content-Type", answer.contentType());
        answer.headers().forEach(response::putHeader);
        response.end(answer.body());
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        await(server.close());
        await(lane.close());
        last.run();
    }
}
