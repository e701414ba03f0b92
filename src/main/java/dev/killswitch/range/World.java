package dev.killswitch.range;

/** What a {@link RangeServer} serves. Its server makes one call at a time. */
public interface World {
    /** Looks at the world or changes it; a change is kept before this returns. */
    Answer answer(Request request);

    /** An error of {@code status} in the words of the imitated system, with nothing changed. */
    Answer refusal(Request request, int status);
}
