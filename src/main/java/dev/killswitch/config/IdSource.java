package dev.killswitch.config;

/** Makes ids. Thread-safe. */
public interface IdSource {
    /** An id that was never given before: {@code prefix}, a hyphen and a lower-case ULID, such as {@code c-01j9z…}. */
    String next(String prefix);
}
