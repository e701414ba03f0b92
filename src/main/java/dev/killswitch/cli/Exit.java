package dev.killswitch.cli;

/** How a command ended, told to scripts by its exit code: {@code docs/cli.md} promises these. */
enum Exit {
    DONE(0),
    /** The server or a guard said no, or it is not done or only partly so. */
    NOT_DONE(1),
    /** The command line itself is wrong; picocli ends with the same code. */
    USAGE(2),
    /** No answer, or none of a Killswitch server. */
    UNREACHABLE(3),
    /** Not signed in, or the role does not allow it. */
    NOT_ALLOWED(4),
    /** A ledger or its export does not verify. */
    NOT_VERIFIED(5);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
