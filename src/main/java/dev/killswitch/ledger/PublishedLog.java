package dev.killswitch.ledger;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The files that a stored log publishes: its checkpoint, and whatever tile or bundle the newest checkpoint covers. Nothing
 * that is not signed yet is shown. Thread-safe.
 */
public final class PublishedLog implements LogFiles {
    public static final String CHECKPOINT = "checkpoint";

    private final LogReader reader;
    private final Tree tree;
    private final Vkey key;

    public PublishedLog(LogReader reader, Tree tree, Vkey key) {
        this.reader = reader;
        this.tree = tree;
        this.key = key;
    }

    /** The bytes at {@code path}; empty for what is no path of a log, and for what is not there yet. */
    public Optional<byte[]> file(String path) {
        if (path.equals(CHECKPOINT)) {
            return reader.checkpoint().map(SignedCheckpoint::bytes);
        }
        long size = reader.checkpoint().map(SignedCheckpoint::size).orElse(0L);
        return TilePath.parse(path).filter(place -> place.isWithin(size)).map(this::bytes);
    }

    private byte[] bytes(TilePath path) {
        return switch (path) {
            case TilePath.Hashes tile ->
                tree.tile(tile.level(), tile.index(), tile.width()).bytes();
            case TilePath.Entries bundle -> {
                long first = bundle.index() * Tile.WIDTH;
                yield Bundle.encode(reader.entries(first, first + bundle.width()));
            }
        };
    }

    @Override
    public Fetched fetch(String path, int bytesMax) {
        return file(path).<Fetched>map(Fetched.Found::new).orElseGet(Fetched.Missing::new);
    }

    @Override
    public Fetched keyBeside() {
        return new Fetched.Found((key + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<List<String>> paths() {
        return Optional.empty();
    }

    @Override
    public Optional<InputStream> stream(String path) {
        return Optional.empty();
    }

    @Override
    public void close() {
        // The store is closed by whoever opened it.
    }
}
