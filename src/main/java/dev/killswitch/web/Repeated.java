package dev.killswitch.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What it means to send the same request again; each route that writes says so. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Repeated {
    How value();

    /** What makes the second one no second act. */
    enum How {
        /** It leaves things as the first one did. */
        HARMLESS,
        /** The sender's own id of what it sends, or the digest of it. */
        BY_ID,
        /** An {@code Idempotency-Key}, where one is sent. */
        BY_KEY
    }
}
