package dev.killswitch.range;

import java.util.Map;

/** What a world says to a {@link Request}. */
public record Answer(int status, String contentType, String body, Map<String, String> headers) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    public Answer(int status, String contentType, String body) {
        this(status, contentType, body, Map.of());
    }
}
