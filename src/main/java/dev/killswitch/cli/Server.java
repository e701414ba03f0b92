package dev.killswitch.cli;

import dev.killswitch.alert.Body;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The other side, as far as one request and its answer. Used by one thread. */
interface Server extends AutoCloseable {
    /** Sends once and waits for the answer within a bound of time; nothing that the other side does is thrown. */
    Reply send(Request request);

    /** The same, for an answer that is bytes rather than text, and may be larger. */
    Fetched fetch(Request request);

    @Override
    void close();

    /**
     * What is asked.
     *
     * @param path from the server's address on, without a slash before it; encoded, with its query
     * @param accept the media type wanted
     * @param body JSON; null where there is none
     */
    record Request(
            String method,
            String path,
            String accept,
            @Nullable String body,
            Map<String, String> headers) {
        public Request {
            headers = Map.copyOf(headers);
        }
    }

    /** What came back where bytes were asked for. */
    sealed interface Fetched {
        /**
         * The bytes, to the last.
         *
         * @param headers by name in lower case; of several of one name the first
         */
        record Whole(Body content, Map<String, String> headers) implements Fetched {
            public Whole {
                headers = Map.copyOf(headers);
            }
        }

        /** Whatever else: a status that says no, or nothing. */
        record Not(Reply reply) implements Fetched {}
    }

    /** What came back. */
    sealed interface Reply {
        record Answered(int status, String body) implements Reply {}

        /** Nobody answered, or not to the end. What was asked may have been done all the same. */
        record Silent(String why) implements Reply {}
    }
}
