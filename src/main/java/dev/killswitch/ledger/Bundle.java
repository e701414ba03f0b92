package dev.killswitch.ledger;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Up to 256 entries in one file: before each its length, in two bytes, the higher one first. */
final class Bundle {
    private static final int LENGTH_BYTES = 2;

    /** 256 of the longest entries: what a reader must be ready for, and not more. */
    static final int BYTES_MAX = Tile.WIDTH * (LENGTH_BYTES + Entry.BYTES_MAX);

    private Bundle() {}

    static byte[] encode(List<byte[]> entries) {
        var out = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            Entry.check(entry);
            out.write(entry.length >>> 8);
            out.write(entry.length);
            out.writeBytes(entry);
        }
        return out.toByteArray();
    }

    /** Exactly {@code count} entries, and no byte after the last. */
    static List<byte[]> decode(byte[] bundle, int count) throws Malformed {
        var entries = new ArrayList<byte[]>(count);
        int at = 0;
        while (at < bundle.length) {
            if (bundle.length - at < LENGTH_BYTES) {
                throw new Malformed("the length of entry " + entries.size() + " is cut off");
            }
            int length = (bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff);
            at += LENGTH_BYTES;
            if (bundle.length - at < length) {
                throw new Malformed("entry " + entries.size() + " says " + length + " bytes, " + (bundle.length - at)
                        + " are left");
            }
            entries.add(Arrays.copyOfRange(bundle, at, at + length));
            at += length;
        }
        if (entries.size() != count) {
            throw new Malformed(entries.size() + " entries");
        }
        return entries;
    }
}
