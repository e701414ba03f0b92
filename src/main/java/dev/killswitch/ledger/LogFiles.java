package dev.killswitch.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files of a log, from somewhere a verifier does not trust. Used by one thread. */
public interface LogFiles extends AutoCloseable {
    /** The exported log in {@code directory}. */
    static LogFiles directory(Path directory) {
        return new DirectoryFiles(directory);
    }

    /**
     * The log that a server publishes under {@code base}, such as {@code https://ks.example/ledger/}.
     *
     * @param bearer a token of a reviewer, where the server asks for one
     */
    static LogFiles http(URI base, Optional<String> bearer, HttpLimits limits) {
        return new HttpFiles(base, bearer, limits);
    }

    /** The file at {@code path}, a relative one with slashes; one above {@code bytesMax} is not read to its end. */
    Fetched fetch(String path, int bytesMax);

    /** The verifier key that lies beside the log: worth as much as the place it comes from. */
    Fetched keyBeside();

    /** All paths there are, where that can be told: none then may be more than the log has. */
    Optional<List<String>> paths() throws IOException;

    /** A file of any length, where there is such a thing here. */
    Optional<InputStream> stream(String path) throws IOException;

    @Override
    void close();

    /** What became of asking for a file. */
    sealed interface Fetched {
        /** Holds the bytes themselves, not a copy. */
        @SuppressWarnings("ArrayRecordComponent")
        record Found(byte[] bytes) implements Fetched {}

        /** The place answers, and has no such file. */
        record Missing() implements Fetched {}

        /** The file is longer than any of its kind. */
        record TooLong() implements Fetched {}

        /** The place does not answer, or not with files. */
        record Unreachable(String why) implements Fetched {}
    }
}
