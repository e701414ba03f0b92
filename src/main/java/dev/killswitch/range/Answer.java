package dev.killswitch.range;

import java.util.Map;
import java.util.Optional;

/**
 * What a world says to a {@link Request}.
 *
 * @param more what comes after the body, for as long as the connection stays open
 */
public record Answer(int status, String contentType, String body, Map<String, String> headers, Optional<More> more) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    public Answer(int status, String contentType, String body, Map<String, String> headers) {
        this(status, contentType, body, headers, Optional.empty());
    }

    public Answer(int status, String contentType, String body) {
        this(status, contentType, body, Map.of());
    }

    /** One that begins with nothing and goes on with {@code more}. */
    public static Answer open(More more) {
        return new Answer(200, "application/json", "", Map.of(), Optional.of(more));
    }

    /** What is written bit by bit. Called by the thread that asks the world, but for {@link #over}. */
    public interface More {
        void begin(Line line);

        /** Nobody listens any more. By any thread; it may come more than once. */
        void over();
    }

    /** Where it is written to. Thread-safe. */
    public interface Line {
        void write(String text);

        void end();
    }
}
