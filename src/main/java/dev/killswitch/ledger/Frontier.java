package dev.killswitch.ledger;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is needed to append to a log, and to know its root: the hashes of its complete subtrees, one for each set bit
 * of {@code size}, the largest first.
 */
public record Frontier(long size, List<Hash> hashes) {
    public static final Frontier EMPTY = new Frontier(0, List.of());

    public Frontier {
        hashes = List.copyOf(hashes);
        if (size < 0 || hashes.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException(
                    "a frontier of size " + size + " has " + Long.bitCount(size) + " hashes, found " + hashes.size());
        }
    }

    /** What {@link #bytes} wrote. */
    public static Frontier of(long size, byte[] bytes) {
        if (bytes.length % Hash.BYTES != 0) {
            throw new IllegalArgumentException(
                    "a frontier is a whole number of hashes of " + Hash.BYTES + " bytes, found " + bytes.length);
        }
        return new Frontier(size, Tile.hashes(bytes));
    }

    public byte[] bytes() {
        var out = new ByteArrayOutputStream(hashes.size() * Hash.BYTES);
        hashes.forEach(hash -> out.writeBytes(hash.raw()));
        return out.toByteArray();
    }

    public Hash root() {
        if (hashes.isEmpty()) {
            return Hash.EMPTY_ROOT;
        }
        var sha = new Sha256();
        Hash root = hashes.getLast();
        for (int i = hashes.size() - 2; i >= 0; i--) {
            root = sha.node(hashes.get(i), root);
        }
        return root;
    }

    /** The root over {@code hashes} as leaves. */
    static Hash rootOver(List<Hash> hashes) {
        var sha = new Sha256();
        List<Hash> row = hashes;
        if (row.isEmpty()) {
            return Hash.EMPTY_ROOT;
        }
        while (row.size() > 1) {
            var above = new ArrayList<Hash>(row.size() / 2 + 1);
            for (int i = 0; i + 1 < row.size(); i += 2) {
                above.add(sha.node(row.get(i), row.get(i + 1)));
            }
            if (row.size() % 2 == 1) {
                // The odd one moves up as it is: that is the split at the largest power of two.
                above.add(row.getLast());
            }
            row = above;
        }
        return row.getFirst();
    }
}
