package dev.killswitch.range.kubernetes;

/** What the API says no with: an HTTP status and a reason in its own words. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;

    private Failure(int status, String reason, String message) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    static Failure of(int status, String message) {
        return new Failure(status, reason(status), message);
    }

    static Failure alreadyExists(String what) {
        return new Failure(409, "AlreadyExists", what + " already exists");
    }

    static Failure notFound(String what) {
        return of(404, what + " not found");
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    private static String reason(int status) {
        return switch (status) {
            case 400 -> "BadRequest";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 405 -> "MethodNotAllowed";
            case 409 -> "Conflict";
            case 415 -> "UnsupportedMediaType";
            case 422 -> "Invalid";
            case 429 -> "TooManyRequests";
            case 503 -> "ServiceUnavailable";
            default -> "InternalError";
        };
    }
}
