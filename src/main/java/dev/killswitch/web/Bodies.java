package dev.killswitch.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the bodies of the API before any thread waits for them: each within its bound of bytes and time, all of them
 * within a bound of memory. A slow or endless sender holds neither a thread nor the manual switch.
 */
@Singleton
final class Bodies {
    /** Ahead of signing in, which would read a sender's credential as a person's. */
    private static final int FIRST = 400;

    /** The longest order has a reason of a few pages. */
    private static final int PERSON_BYTES_MAX = 64 * 1024;

    /**
     * Bodies held at once, over all requests: four of the largest kind, 4 MiB. Each is in memory three times on its way to
     * the disk, and a JVM takes a quarter of its container for all it has: 128 of the 512 MiB that the chart gives.
     */
    private static final long HELD_BYTES_MAX = 16L * 1024 * 1024;

    /** The most patient sender gives up after 30 seconds; one that needs as long for its body is not on our network. */
    private static final long READ_MILLIS_MAX = 10_000;

    /** After an answer that came early, what still arrives is dropped for so long, so that the answer is read. */
    private static final long DROP_MILLIS = 2_000;

    private static final String KEY = "killswitch.body";
    private static final String DOOR = "killswitch.door";
    private static final Buffer NONE = Buffer.buffer();

    private final Product product;
    private final WebMeters meters;
    private final AtomicLong held = new AtomicLong();

    Bodies(Product product, WebMeters meters) {
        this.product = product;
        this.meters = meters;
    }

    void register(@Observes Filters filters) {
        filters.register(this::read, FIRST);
    }

    /** The body that was read; empty where none came. */
    static byte[] of(RoutingContext http) {
        Buffer body = http.get(KEY, NONE);
        return body.getBytes();
    }

    /** The door that a delivery came to; empty for what went round it. */
    static Optional<Door> door(RoutingContext http) {
        return Optional.ofNullable(http.get(DOOR));
    }

    private void read(RoutingContext http) {
        String path = http.normalizedPath();
        if (path.startsWith(Deliveries.PATH)) {
            deliver(http, path.substring(Deliveries.PATH.length()));
        } else if (path.startsWith("/v1/")
                && HttpMethod.POST.equals(http.request().method())) {
            take(http, PERSON_BYTES_MAX);
        } else {
            http.next();
        }
    }

    private void deliver(RoutingContext http, String name) {
        Door door = product.doors().get(name);
        if (door == null) {
            meters.delivery("none", 404);
            refuse(http, Problem.of(Problem.Kind.NOT_FOUND, "no source of that name"));
            return;
        }
        if (!HttpMethod.POST.equals(http.request().method())) {
            http.response().putHeader(HttpHeaders.ALLOW, "POST");
            refuse(http, Problem.of(Problem.Kind.METHOD_NOT_ALLOWED, "deliveries come by POST"));
            return;
        }
        Optional<String> unfit = Deliveries.unfit(
                door,
                http.request().headers().getAll(HttpHeaders.CONTENT_TYPE),
                http.request().headers().getAll(HttpHeaders.CONTENT_ENCODING));
        if (unfit.isPresent()) {
            meters.delivery(door.name(), 415);
            http.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
            refuse(http, Problem.of(Problem.Kind.UNSUPPORTED_CONTENT, unfit.get()));
            return;
        }
        http.put(DOOR, door);
        take(http, door.bodyBytesMax());
    }

    private void take(RoutingContext http, int bytesMax) {
        HttpServerRequest request = http.request();
        if (declared(request) > bytesMax) {
            tooLarge(http, bytesMax);
            return;
        }
        if (List.of("100-continue").equals(request.headers().getAll(HttpHeaders.EXPECT))) {
            http.response().writeContinue();
        }
        new Reading(http, bytesMax).start();
    }

    private static long declared(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // The server has checked that it is a number.
        return length == null ? 0 : Long.parseLong(length);
    }

    private void tooLarge(RoutingContext http, int bytesMax) {
        door(http).ifPresent(door -> meters.delivery(door.name(), 413));
        refuse(http, Problem.of(Problem.Kind.TOO_LARGE, "at most " + bytesMax + " bytes are taken here"));
    }

    /** Answers before the body was read, and lets no more of it in than it takes to be heard. */
    private static void refuse(RoutingContext http, Problem problem) {
        HttpServerRequest request = http.request();
        if (!request.isEnded()) {
            request.handler(_ -> {}).exceptionHandler(_ -> {}).endHandler(_ -> {});
            request.resume();
            http.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            http.vertx().setTimer(DROP_MILLIS, _ -> {
                if (!request.isEnded()) {
                    request.connection().close();
                }
            });
        }
        if (problem.status() == Problem.Kind.UNAVAILABLE.status()) {
            http.response().putHeader(HttpHeaders.RETRY_AFTER, Answers.RETRY_AFTER);
        }
        http.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(JsonText.of(problem));
    }

    /** One body on its way in. Used by the event loop of its request alone. */
    private final class Reading {
        private final RoutingContext http;
        private final int bytesMax;
        private final Buffer body = Buffer.buffer();
        private boolean over;
        private long counted;

        Reading(RoutingContext http, int bytesMax) {
            this.http = http;
            this.bytesMax = bytesMax;
        }

        void start() {
            HttpServerRequest request = http.request();
            long timer = http.vertx().setTimer(READ_MILLIS_MAX, _ -> late());
            http.addEndHandler(_ -> free());
            request.handler(this::add);
            request.exceptionHandler(_ -> {
                http.vertx().cancelTimer(timer);
                over = true;
                free();
            });
            request.endHandler(_ -> {
                http.vertx().cancelTimer(timer);
                done();
            });
            request.resume();
        }

        private void add(Buffer chunk) {
            if (over) {
                return;
            }
            if (body.length() + chunk.length() > bytesMax) {
                over = true;
                tooLarge(http, bytesMax);
            } else if (held.addAndGet(chunk.length()) > HELD_BYTES_MAX) {
                over = true;
                counted += chunk.length();
                door(http).ifPresent(door -> meters.delivery(door.name(), 503));
                refuse(http, Problem.of(Problem.Kind.UNAVAILABLE, "too much comes in at once: try again"));
            } else {
                counted += chunk.length();
                body.appendBuffer(chunk);
            }
        }

        private void done() {
            if (!over) {
                over = true;
                http.put(KEY, body);
                http.next();
            }
        }

        /** Nothing can be said to somebody who has not finished speaking. */
        private void late() {
            if (!over) {
                over = true;
                meters.late();
                http.request().connection().close();
            }
        }

        private void free() {
            held.addAndGet(-counted);
            counted = 0;
        }
    }
}
