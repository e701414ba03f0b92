package dev.killswitch.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** How answers go out. */
final class Answers {
    /** Seconds: long enough for a disk to come back or a queue to drain, short enough for every sender's patience. */
    static final String RETRY_AFTER = "5";

    private Answers() {}

    static Response problem(Problem problem) {
        Response.ResponseBuilder response = Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(JsonText.of(problem));
        if (problem.status() == Problem.Kind.UNAVAILABLE.status()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        }
        return response.build();
    }

    /** JSON text that was written before, as it is. */
    static Response text(int status, String json) {
        return Response.status(status)
                .type(status < 400 ? MediaType.APPLICATION_JSON : Problem.MEDIA_TYPE)
                .entity(json)
                .build();
    }

    static Response json(int status, Object view) {
        return text(status, JsonText.of(view));
    }
}
