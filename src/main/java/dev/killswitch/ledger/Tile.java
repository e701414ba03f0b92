package dev.killswitch.ledger;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Up to 256 neighbouring hashes of one level. Level 0 holds the leaves; a hash of level {@code l + 1} is the root over a
 * complete tile of level {@code l}.
 */
public record Tile(int level, long index, List<Hash> hashes) {
    public static final int WIDTH = 256;
    public static final int BYTES = WIDTH * Hash.BYTES;

    /** The hash of a tile's row stands this many levels of the tree above its first row. */
    static final int HEIGHT = 8;

    /** 256 to the eighth is above any {@code long}. */
    static final int LEVEL_MAX = 7;

    public Tile {
        hashes = List.copyOf(hashes);
        if (level < 0 || level > LEVEL_MAX || index < 0 || hashes.isEmpty() || hashes.size() > WIDTH) {
            throw new IllegalArgumentException("a tile has level 0 to " + LEVEL_MAX + ", an index from 0 on and 1 to "
                    + WIDTH + " hashes; found level " + level + ", index " + index + ", " + hashes.size() + " hashes");
        }
    }

    /** What {@link #bytes} wrote. */
    public static Tile of(int level, long index, byte[] bytes) {
        if (bytes.length % Hash.BYTES != 0) {
            throw new IllegalArgumentException(
                    "a tile is a whole number of hashes of " + Hash.BYTES + " bytes, found " + bytes.length);
        }
        return new Tile(level, index, hashes(bytes));
    }

    public byte[] bytes() {
        var out = new ByteArrayOutputStream(hashes.size() * Hash.BYTES);
        hashes.forEach(hash -> out.writeBytes(hash.raw()));
        return out.toByteArray();
    }

    public boolean complete() {
        return hashes.size() == WIDTH;
    }

    TilePath path() {
        return new TilePath.Hashes(level, index, hashes.size());
    }

    static List<Hash> hashes(byte[] bytes) {
        var hashes = new ArrayList<Hash>(bytes.length / Hash.BYTES);
        for (int at = 0; at < bytes.length; at += Hash.BYTES) {
            hashes.add(Hash.owning(Arrays.copyOfRange(bytes, at, at + Hash.BYTES)));
        }
        return hashes;
    }

    /** How many hashes a log of {@code size} has at {@code level}, over all its tiles. */
    static long hashesAt(int level, long size) {
        return size >>> (HEIGHT * level);
    }
}
