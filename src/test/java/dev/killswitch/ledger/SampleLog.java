package dev.killswitch.ledger;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small signed log for the tests of those who use one: to be exported, kept, and shown by a server. */
public final class SampleLog {
    private final MemoryLog log;

    private SampleLog(MemoryLog log) {
        this.log = log;
    }

    /** One of {@code size} entries, under a key of its own. */
    public static SampleLog of(int size) {
        return new SampleLog(MemoryLog.of(size));
    }

    /** Another history of {@code size} entries, signed by the same key. */
    public SampleLog rewritten(int size) {
        var other = new MemoryLog(log.key);
        other.append(java.util.stream.IntStream.range(0, size)
                .mapToObj(n -> MemoryLog.entry(-n))
                .toList());
        other.sign();
        return new SampleLog(other);
    }

    public SampleLog grow(int more) {
        log.grow(more);
        return this;
    }

    public String vkey() {
        return log.key.vkey().toString();
    }

    /** The newest checkpoint in a file. */
    public Path keepCheckpoint(Path file) throws IOException {
        return Files.write(file, log.checkpoint().orElseThrow().bytes());
    }

    public Path exportTo(Path directory) throws IOException {
        if (new Export(log, log.key.vkey()).to(directory) instanceof Export.Exported.Refused refused) {
            throw new IOException(refused.why());
        }
        return directory;
    }

    /** A server that shows the log, until it is closed. */
    public Shown show() throws IOException {
        var server = FakeLogServer.of(log);
        return new Shown(server.base(), server);
    }

    /** Where it is shown; {@code base} ends in {@code /ledger/}. */
    public record Shown(URI base, AutoCloseable server) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try {
                server.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
