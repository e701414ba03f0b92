package dev.killswitch.ledger;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a log into a directory that anybody can check without us. The size is that of the newest checkpoint when it
 * begins, so the log may grow meanwhile; 256 entries at a time are in memory.
 */
public final class Export {
    private final LogReader reader;
    private final Vkey key;

    public Export(LogReader reader, Vkey key) {
        this.reader = reader;
        this.key = key;
    }

    /** What became of an export. */
    public sealed interface Exported {
        record Written(Checkpoint checkpoint) implements Exported {}

        /** Nothing there verifies: the checkpoint is written last, and was not. */
        record Refused(String why) implements Exported {}
    }

    /**
     * Writes into {@code directory}, which must be empty or not exist yet.
     *
     * @throws IOException where the directory cannot be written; what was written stays, without a checkpoint
     */
    public Exported to(Path directory) throws IOException {
        Optional<SignedCheckpoint> newest = reader.checkpoint();
        if (newest.isEmpty()) {
            return new Exported.Refused("the log has no checkpoint yet; try again in a second");
        }
        SignedCheckpoint signed = newest.get();
        switch (SignedCheckpoint.open(signed.bytes(), List.of(key))) {
            case Decoded.Bad<SignedCheckpoint> bad -> {
                return new Exported.Refused("the newest checkpoint is not this key's: " + bad.why());
            }
            case Decoded.Good<SignedCheckpoint> _ -> {
                // It is: go on.
            }
        }
        Files.createDirectories(directory);
        try (var there = Files.list(directory)) {
            if (there.findAny().isPresent()) {
                return new Exported.Refused(directory + " is not empty; name a new directory");
            }
        }
        Hash root = writeLog(directory, signed.size());
        if (!root.equals(signed.checkpoint().root())) {
            return new Exported.Refused("the stored entries give the root " + root + ", signed at size " + signed.size()
                    + " was " + signed.checkpoint().root() + "; the record was changed");
        }
        write(directory, ExportLayout.VKEY, ExportLayout.vkey(key));
        write(directory, ExportLayout.PEM, ExportLayout.pem(key));
        for (var text : ExportLayout.texts(signed.checkpoint()).entrySet()) {
            write(directory, text.getKey(), text.getValue());
        }
        write(directory, PublishedLog.CHECKPOINT, signed.bytes());
        return new Exported.Written(signed.checkpoint());
    }

    private Hash writeLog(Path directory, long size) throws IOException {
        var done = new ArrayList<Tile>();
        var growth = new Growth(Edge.EMPTY, done::add);
        try (var lines = new BufferedOutputStream(newFile(directory, ExportLayout.ENTRIES))) {
            for (long first = 0; first < size; first += Tile.WIDTH) {
                int width = (int) Math.min(Tile.WIDTH, size - first);
                List<byte[]> entries = reader.entries(first, first + width);
                for (byte[] entry : entries) {
                    growth.add(entry);
                    lines.write(entry);
                    lines.write('\n');
                }
                var path = new TilePath.Entries(first / Tile.WIDTH, width);
                write(directory, path.toString(), Bundle.encode(entries));
                writeTiles(directory, done);
                done.clear();
            }
        }
        writeTiles(directory, growth.edge().tiles());
        return growth.frontier().root();
    }

    private static void writeTiles(Path directory, List<Tile> tiles) throws IOException {
        for (Tile tile : tiles) {
            write(directory, tile.path().toString(), tile.bytes());
        }
    }

    private static void write(Path directory, String path, byte[] bytes) throws IOException {
        try (OutputStream out = newFile(directory, path)) {
            out.write(bytes);
        }
    }

    private static OutputStream newFile(Path directory, String path) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
