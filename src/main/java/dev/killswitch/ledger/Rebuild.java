package dev.killswitch.ledger;

import dev.killswitch.ledger.LogFiles.Fetched;
import dev.killswitch.ledger.Verdict.Comparison;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One pass over the entries of a log, in which all that is made of them is made again and compared. */
final class Rebuild {
    private final LogFiles files;
    private final Checkpoint checkpoint;
    private final List<Kept> kept;
    private final List<Tile> done = new ArrayList<>();
    private final Growth growth = new Growth(Edge.EMPTY, done::add);
    private final List<Comparison> comparisons = new ArrayList<>();

    /** A checkpoint that somebody kept. */
    record Kept(String name, Checkpoint checkpoint) {
        long size() {
            return checkpoint.size();
        }
    }

    /** {@code kept} in the order of their sizes. */
    Rebuild(LogFiles files, Checkpoint checkpoint, List<Kept> kept) {
        this.files = files;
        this.checkpoint = checkpoint;
        this.kept = kept;
    }

    List<Comparison> run() throws Stopped, IOException {
        try (var lines = new Lines(files.stream(ExportLayout.ENTRIES))) {
            compareKept();
            while (growth.size() < checkpoint.size()) {
                readBundle(lines);
            }
            lines.checkEnd();
        }
        for (Tile tile : growth.edge().tiles()) {
            checkTile(tile);
        }
        Hash root = growth.frontier().root();
        if (!root.equals(checkpoint.root())) {
            throw Stopped.at(
                    PublishedLog.CHECKPOINT, "root " + root + ", that of its entries", "root " + checkpoint.root());
        }
        for (Kept shown : kept.subList(comparisons.size(), kept.size())) {
            comparisons.add(new Comparison.Shorter(shown.name(), shown.size()));
        }
        return comparisons;
    }

    private void readBundle(Lines lines) throws Stopped, IOException {
        int width = (int) Math.min(Tile.WIDTH, checkpoint.size() - growth.size());
        var path = new TilePath.Entries(growth.size() / Tile.WIDTH, width);
        byte[] bundle = fetch(path.toString(), Bundle.BYTES_MAX, width + " entries");
        List<byte[]> entries;
        try {
            entries = Bundle.decode(bundle, width);
        } catch (Malformed e) {
            throw Stopped.at(path.toString(), width + " entries and no byte more", String.valueOf(e.getMessage()));
        }
        for (byte[] entry : entries) {
            Optional<byte[]> other = lines.otherThan(entry);
            if (other.isPresent()) {
                throw differs(path, other.get());
            }
            growth.add(entry);
            compareKept();
        }
        for (Tile tile : done) {
            checkTile(tile);
        }
        done.clear();
    }

    /** Of a bundle and a line that differ, the tile of hashes tells which one was changed. */
    private Stopped differs(TilePath.Entries bundle, byte[] line) {
        long index = growth.size();
        var tile = new TilePath.Hashes(0, bundle.index(), bundle.width());
        boolean lineIsRight = files.fetch(tile.toString(), Tile.BYTES) instanceof Fetched.Found found
                && found.bytes().length == bundle.width() * Hash.BYTES
                && Tile.of(0, bundle.index(), found.bytes())
                        .hashes()
                        .get((int) (index % Tile.WIDTH))
                        .equals(Hash.leaf(line));
        return lineIsRight
                ? Stopped.at(bundle.toString(), "entry " + index + " as " + tile + " has its hash", "other bytes")
                : Stopped.at(ExportLayout.ENTRIES, "entry " + index + " as it is in its bundle", "other bytes");
    }

    /** Compares with whatever was kept at the size that the log has just reached. */
    private void compareKept() {
        while (comparisons.size() < kept.size() && kept.get(comparisons.size()).size() == growth.size()) {
            Kept shown = kept.get(comparisons.size());
            Hash found = growth.frontier().root();
            Hash then = shown.checkpoint().root();
            comparisons.add(
                    found.equals(then)
                            ? new Comparison.Consistent(shown.name(), shown.size())
                            : new Comparison.Rewritten(shown.name(), shown.size(), then, found));
        }
    }

    private void checkTile(Tile expected) throws Stopped {
        String path = expected.path().toString();
        byte[] expectedBytes = expected.bytes();
        byte[] found = fetch(path, Tile.BYTES, expectedBytes.length + " bytes");
        if (found.length != expectedBytes.length) {
            throw Stopped.at(path, expectedBytes.length + " bytes", found.length + " bytes");
        }
        int at = Arrays.mismatch(expectedBytes, found);
        if (at >= 0) {
            int n = at / Hash.BYTES;
            Tile there = Tile.of(expected.level(), expected.index(), found);
            throw Stopped.at(
                    path + " hash " + n,
                    expected.hashes().get(n) + ", that of the entries",
                    there.hashes().get(n).toString());
        }
    }

    private byte[] fetch(String path, int bytesMax, String expected) throws Stopped {
        return switch (files.fetch(path, bytesMax)) {
            case Fetched.Found found -> found.bytes();
            case Fetched.Missing _ -> throw Stopped.at(path, expected, "no such file");
            case Fetched.TooLong _ -> throw Stopped.at(path, expected, "more than " + bytesMax + " bytes");
            case Fetched.Unreachable gone -> throw new Stopped(new Verdict.Unchecked(gone.why()));
        };
    }

    /** The entries once more, one a line, where an export has them: people read those, so they must be the same. */
    private static final class Lines implements AutoCloseable {
        private final Optional<InputStream> in;

        Lines(Optional<InputStream> in) {
            this.in = in.map(BufferedInputStream::new);
        }

        /** The next line, where it is not {@code entry}. */
        Optional<byte[]> otherThan(byte[] entry) throws IOException {
            if (in.isEmpty()) {
                return Optional.empty();
            }
            byte[] line = in.get().readNBytes(entry.length + 1);
            boolean same = line.length == entry.length + 1
                    && line[entry.length] == '\n'
                    && Arrays.equals(line, 0, entry.length, entry, 0, entry.length);
            return same ? Optional.empty() : Optional.of(Arrays.copyOf(line, Math.max(0, line.length - 1)));
        }

        void checkEnd() throws Stopped, IOException {
            if (in.isPresent() && in.get().read() >= 0) {
                throw Stopped.at(ExportLayout.ENTRIES, "the entries of the log and no more", "bytes after the last");
            }
        }

        @Override
        public void close() throws IOException {
            if (in.isPresent()) {
                in.get().close();
            }
        }
    }
}
