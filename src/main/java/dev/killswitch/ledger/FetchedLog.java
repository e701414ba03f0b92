package dev.killswitch.ledger;

import dev.killswitch.ledger.LogFiles.Fetched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A log as somebody publishes it, read file by file, as it was when it was opened: what an export needs of a server. It
 * vouches for nothing, as {@link Export} compares what it wrote with what was signed. Used by one thread.
 */
public final class FetchedLog implements LogReader {
    private final LogFiles files;
    private final Optional<SignedCheckpoint> newest;

    private FetchedLog(LogFiles files, Optional<SignedCheckpoint> newest) {
        this.files = files;
        this.newest = newest;
    }

    /** Throws {@link UncheckedIOException}, as all of its reads, for what cannot be read or is no file of a log. */
    public static FetchedLog open(LogFiles files) {
        return new FetchedLog(
                files,
                switch (files.fetch(PublishedLog.CHECKPOINT, Note.BYTES_MAX)) {
                    case Fetched.Found found -> Optional.of(checkpoint(found.bytes()));
                    case Fetched.Missing _ -> Optional.empty();
                    case Fetched.TooLong _ -> throw broken("the checkpoint has more than " + Note.BYTES_MAX + " bytes");
                    case Fetched.Unreachable away -> throw broken(away.why());
                });
    }

    private static SignedCheckpoint checkpoint(byte[] bytes) {
        return switch (SignedCheckpoint.parse(bytes)) {
            case Decoded.Good<SignedCheckpoint> good -> good.value();
            case Decoded.Bad<SignedCheckpoint> bad -> throw broken("the checkpoint is none: " + bad.why());
        };
    }

    @Override
    public Optional<SignedCheckpoint> checkpoint() {
        return newest;
    }

    @Override
    public List<byte[]> entries(long from, long to) {
        check(from, to, size());
        var entries = new ArrayList<byte[]>();
        for (long bundle = from / Tile.WIDTH; bundle * Tile.WIDTH < to; bundle++) {
            long first = bundle * Tile.WIDTH;
            List<byte[]> all = bundle(bundle);
            entries.addAll(all.subList((int) Math.max(0, from - first), (int) Math.min(all.size(), to - first)));
        }
        return entries;
    }

    private List<byte[]> bundle(long index) {
        int width = width(index, size());
        var path = new TilePath.Entries(index, width);
        try {
            return Bundle.decode(fetch(path, Bundle.BYTES_MAX), width);
        } catch (Malformed e) {
            throw broken(path + ": " + e.getMessage());
        }
    }

    @Override
    public List<Hash> leaves(long from, long to) {
        return entries(from, to).stream().map(Hash::leaf).toList();
    }

    @Override
    public Tile tile(int level, long index) {
        var path = new TilePath.Hashes(level, index, Tile.WIDTH);
        byte[] bytes = fetch(path, Tile.BYTES);
        if (bytes.length != Tile.BYTES) {
            throw broken(path + " has " + bytes.length + " bytes, expected " + Tile.BYTES);
        }
        return Tile.of(level, index, bytes);
    }

    private byte[] fetch(TilePath path, int bytesMax) {
        return switch (files.fetch(path.toString(), bytesMax)) {
            case Fetched.Found found -> found.bytes();
            case Fetched.Missing _ -> throw broken("there is no " + path);
            case Fetched.TooLong _ -> throw broken(path + " has more than " + bytesMax + " bytes");
            case Fetched.Unreachable away -> throw broken(away.why());
        };
    }

    private long size() {
        return newest.map(SignedCheckpoint::size).orElse(0L);
    }

    private static int width(long index, long size) {
        return (int) Math.min(Tile.WIDTH, size - index * Tile.WIDTH);
    }

    private static void check(long from, long to, long size) {
        if (from < 0 || to < from || to > size) {
            throw new IllegalArgumentException("entries " + from + " to " + to + " are not in a log of " + size);
        }
    }

    private static UncheckedIOException broken(String why) {
        return new UncheckedIOException(why, new IOException(why));
    }
}
