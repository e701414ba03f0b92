package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** What became of a write. */
sealed interface Wrote {
    /** {@code receipt} is the audit id where the server gives one, else the version that the write made. */
    record Done(JsonNode object, String receipt) implements Wrote {}

    record Missing() implements Wrote {}

    /** 409: a precondition on the uid fails, the name is taken, or somebody else was writing at that moment. */
    record Conflict() implements Wrote {}

    /** 422: a {@code test} of the patch fails, or the server finds the result invalid. */
    record Invalid() implements Wrote {}

    /** Nothing was written, and asking again does not help. */
    record Refused(String why) implements Wrote {}

    /** Nothing was written, and asking again may help. */
    record Busy(String why, Duration retryAfter) implements Wrote {}

    record Unknown(String why) implements Wrote {}
}
