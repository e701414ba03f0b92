package dev.killswitch.engine;

/** The process is gone: no code of the product catches it, and nothing after it runs. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String where) {
        super("crashed at " + where, null, false, false);
    }
}
