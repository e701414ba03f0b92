package dev.killswitch.store;

/** The record cannot be opened, so the service does not start. The message says why, and what to do. */
public final class CannotOpen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotOpen(String message) {
        super(message);
    }

    CannotOpen(String message, Throwable cause) {
        super(message, cause);
    }
}
