package dev.killswitch.action;

import java.util.function.Function;
import java.util.function.Supplier;

/** What can become of an action, each tried on scenes of its own; what is said of it is what was seen. */
enum MatrixCase {
    APPLIED("applied", "the write is made; then how it was proven", MatrixRun::applied),
    ALREADY_SO("already so", "asked for again: it is seen to be so, and nothing is written", MatrixRun::alreadySo),
    REFUSED(
            "refused",
            "each declared permission is missing in turn: the answer names it, and nothing is half done",
            MatrixRun::refused),
    BUSY("busy", "the system answers 429: nothing is written, and the next call does it", MatrixRun::busy),
    ERRORS(
            "409, 500",
            "the system answers so, and nothing is written: what is said; the next call does it, and it is released",
            MatrixRun::errors),
    NOT_WRITTEN(
            "unknown, not written",
            "the request is lost on its way: what is said, and what the next call does",
            MatrixRun::notWritten),
    WRITTEN(
            "unknown, written",
            "the answer is lost after the change: what is said, and what the next call does",
            MatrixRun::written),
    CRASH(
            "crash",
            "we die before and after each write, and start again with the record alone: it is contained, proven as ever, and"
                    + " released as promised",
            MatrixRun::crash),
    DRIFT(
            "drift",
            "somebody else changes what we changed: what a release says, and what putting it back does",
            MatrixRun::drift),
    RELEASE(
            "release",
            "what the undo class promised, with its answer lost once, and asked for twice",
            MatrixRun::release),
    GONE("target gone", "it went between the look and the write: nothing else is touched", MatrixRun::gone);

    private final String title;
    private final String meaning;
    private final Function<Supplier<Scene>, String> run;

    MatrixCase(String title, String meaning, Function<Supplier<Scene>, String> run) {
        this.title = title;
        this.meaning = meaning;
        this.run = run;
    }

    /** What was seen, in words; fails where it is not what an action promises. */
    String run(Supplier<Scene> scenes) {
        return run.apply(scenes);
    }

    String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }
}
