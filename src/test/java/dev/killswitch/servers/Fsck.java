package dev.killswitch.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tessera's own check of a log: it recomputes every tile and the root from the entries. None of it is ours. */
public final class Fsck {
    private Fsck() {}

    /** What it said of one log. */
    public record Checked(boolean accepted, String output) {}

    /**
     * Checks the log at {@code storage}, a {@code file:} or {@code http:} address that ends with a slash, against the
     * verifier key {@code publicKey}, whose name is the origin.
     */
    public static Checked check(URI storage, String publicKey) {
        Path program = Servers.need(Server.FSCK).at().resolve(Server.FSCK.program());
        try {
            Path key = Files.createTempFile(Project.scratch(), "verifier", ".txt");
            Files.writeString(key, publicKey);
            Located.Ran ran = Located.Ran.run(
                    List.of(
                            program.toString(),
                            "-storage_url=" + storage,
                            "-public_key=" + key,
                            "-ui=false",
                            "-logtostderr"),
                    5,
                    TimeUnit.MINUTES);
            Files.delete(key);
            // It ends with 0 whatever it found: only the sentence that it prints last says yes.
            return new Checked(ran.lastLine().contains("Successfully fsck'd log"), ran.output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
