package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps up with all objects of one kind, on a thread of its own: lists them page by page, then hears of each change. Where
 * the stream breaks it goes on from the last version that it heard of, and where the server has forgotten that, lists
 * again. Thread-safe.
 */
final class Feed<T> implements AutoCloseable {
    /** The answer is one text in memory, and so is what is read from it. */
    private static final int PAGE = 250;

    private static final Duration PAGE_MAX = Duration.ofSeconds(3);

    /** A page that fails is asked for again: the whole list of a large cluster takes long. */
    private static final int PAGE_TRIES = 5;

    /** With nothing to say the server sends a bookmark each minute; a stream that is silent for longer is dead. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(100);

    /** The server ends the stream then, so that none outlives what it was allowed by for long. */
    private static final int STREAM_SECONDS = 290;

    /** A stream that breaks is usually there again at once: until then what is known is as good as new. */
    private static final Duration BROKEN_MAX = Duration.ofSeconds(3);

    private static final Duration WAIT_FIRST = Duration.ofMillis(250);
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final int GONE = 410;

    private final KubernetesCalls calls;
    private final Kind kind;
    private final Ear<T> ear;
    private final Clock clock;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile State state = new State(false, false, Instant.MIN, "nothing was heard yet");
    private String version = "";

    Feed(KubernetesCalls calls, Kind kind, Ear<T> ear, Clock clock) {
        this.calls = calls;
        this.kind = kind;
        this.ear = ear;
        this.clock = clock;
    }

    /** Which objects, of the whole cluster. {@code metadata} is all that is asked for of some. */
    record Kind(ResourceKind kind, boolean onlyMetadata) {
        static Kind whole(ResourceKind kind) {
            return new Kind(kind, false);
        }

        static Kind metadata(ResourceKind kind) {
            return new Kind(kind, true);
        }

        private ObjectPath all() {
            return ObjectPath.all(kind, Optional.empty());
        }

        private String accept() {
            return onlyMetadata ? KubernetesCalls.METADATA : KubernetesCalls.PLAIN;
        }

        private String acceptList() {
            return onlyMetadata ? KubernetesCalls.METADATA_LIST : KubernetesCalls.PLAIN;
        }
    }

    /** Whoever listens. Called by the feed's own thread, in the order in which things came to be. */
    interface Ear<T> {
        /** What is kept of an object. */
        T reduced(JsonNode object);

        /** They are all there is, in place of what was heard before. */
        void all(List<T> all);

        void is(T one);

        void gone(T one);
    }

    /**
     * How far it is.
     *
     * @param isSynced whether all of them were heard of once
     * @param isOpen whether changes are being heard now
     * @param heard when the server last said anything
     */
    record State(boolean isSynced, boolean isOpen, Instant heard, String trouble) {
        /** Whether what was heard may be answered from. */
        boolean isFresh(Instant now) {
            return isSynced && age(now).compareTo(isOpen ? SILENCE_MAX : BROKEN_MAX) <= 0;
        }

        Duration age(Instant now) {
            return isSynced ? Duration.between(heard, now) : Duration.ofDays(1);
        }
    }

    State state() {
        return state;
    }

    /** Begins to listen, where it does not yet. */
    void start() {
        if (started.compareAndSet(false, true)) {
            Thread.ofVirtual().name("feed-" + kind.kind().plural()).start(this::run);
        }
    }

    private void run() {
        int failures = 0;
        while (!isClosed(wait(failures))) {
            failures = gotOn() ? 0 : failures + 1;
        }
    }

    private static Duration wait(int failures) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration wait = WAIT_FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        return wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait;
    }

    private boolean isClosed(Duration after) {
        try {
            return closed.await(after.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private boolean gotOn() {
        if (version.isEmpty() && !list()) {
            return false;
        }
        ObjectPath path = kind.all()
                .with("watch", "true")
                .with("allowWatchBookmarks", "true")
                .with("resourceVersion", version)
                .with("timeoutSeconds", Integer.toString(STREAM_SECONDS));
        return switch (calls.watch(path, kind.accept())) {
            case WatchStream.Opened.Open open -> follow(open.stream());
            case WatchStream.Opened.Refused refused -> {
                if (refused.status() == GONE) {
                    version = "";
                }
                broken("the API server answered " + refused.status());
                yield false;
            }
            case WatchStream.Opened.Away away -> {
                broken(away.why());
                yield false;
            }
        };
    }

    private boolean list() {
        var all = new ArrayList<T>();
        String from = "";
        String listed;
        do {
            ObjectPath path = kind.all().with("limit", Integer.toString(PAGE));
            Optional<JsonNode> page = page(from.isEmpty() ? path : path.with("continue", from));
            if (page.isEmpty()) {
                return false;
            }
            page.get().path("items").forEach(one -> all.add(ear.reduced(one)));
            from = page.get().at("/metadata/continue").asText();
            listed = page.get().at("/metadata/resourceVersion").asText();
        } while (!from.isEmpty());
        version = listed;
        ear.all(all);
        state = new State(true, state.isOpen(), clock.instant(), "");
        return true;
    }

    private Optional<JsonNode> page(ObjectPath path) {
        String permission = kind.kind().permission("list");
        for (int attempt = 1; !isClosed(wait(attempt - 1)); attempt++) {
            Got got = calls.get(
                    path, kind.acceptList(), permission, clock.instant().plus(PAGE_MAX));
            if (got instanceof Got.Found found) {
                return Optional.of(found.object());
            }
            broken(why(got));
            if (attempt == PAGE_TRIES || !(got instanceof Got.Away)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private String why(Got got) {
        return switch (got) {
            case Got.Denied denied -> "no permission " + denied.permission();
            case Got.Away away -> away.why();
            case Got.Missing _, Got.Found _ ->
                "the API server has no " + kind.kind().plural();
        };
    }

    private void broken(String why) {
        state = new State(state.isSynced(), false, state.heard(), why);
    }

    /** Whether anything came. */
    private boolean follow(WatchStream stream) {
        try (stream) {
            state = new State(true, true, clock.instant(), "");
            boolean heard = false;
            Instant silentSince = clock.instant();
            while (closed.getCount() > 0) {
                switch (stream.next(Duration.ofSeconds(1))) {
                    case WatchStream.Heard.Event event -> {
                        if (!took(event)) {
                            return heard;
                        }
                        heard = true;
                        silentSince = clock.instant();
                        state = new State(true, true, silentSince, "");
                    }
                    case WatchStream.Heard.Nothing _ -> {
                        if (clock.instant().isAfter(silentSince.plus(SILENCE_MAX))) {
                            broken("the API server said nothing for " + SILENCE_MAX.toSeconds() + " s");
                            return heard;
                        }
                    }
                    case WatchStream.Heard.Over over -> {
                        broken(over.why());
                        return heard;
                    }
                }
            }
            return heard;
        }
    }

    /** Whether the stream goes on. */
    private boolean took(WatchStream.Heard.Event event) {
        JsonNode object = event.object();
        switch (event.type()) {
            case "ADDED", "MODIFIED" -> ear.is(ear.reduced(object));
            case "DELETED" -> ear.gone(ear.reduced(object));
            case "BOOKMARK" -> {
                // The version below is all that it says.
            }
            default -> {
                // What it cannot go on from, whatever the code, a new list puts right.
                version = "";
                broken("the API server ended it: " + object.path("code").asInt());
                return false;
            }
        }
        version = object.at("/metadata/resourceVersion").asText(version);
        return true;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
