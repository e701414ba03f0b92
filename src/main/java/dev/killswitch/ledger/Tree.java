package dev.killswitch.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Roots, proofs and tiles of a stored log at any size up to that of the log. Thread-safe; meant to live as long as the
 * log, since it remembers the roots of complete tiles.
 */
public final class Tree {
    /** A partial tile of a higher level has up to 255 of these; three such levels are 16 million entries. */
    private static final int REMEMBERED_MAX = 1024;

    private final LogReader reader;
    private final Map<TileName, Hash> roots = new Remembered();

    public Tree(LogReader reader) {
        this.reader = reader;
    }

    /** The root of the log as it was when it had {@code size} entries. */
    public Hash root(long size) {
        check(size >= 0, "a size is from 0 on, was " + size);
        return size == 0 ? Hash.EMPTY_ROOT : new At(size).range(0, size);
    }

    /** Hashes that lead from the entry at {@code index} to the root of the log of {@code size}, from the leaf upwards. */
    public List<Hash> inclusion(long index, long size) {
        check(index >= 0 && index < size, "entry " + index + " is not in a log of " + size + " entries");
        var at = new At(size);
        at.include(index, 0, size);
        return List.copyOf(at.path);
    }

    /** Hashes that prove that the log of {@code from} entries is the beginning of the log of {@code to}. */
    public List<Hash> consistency(long from, long to) {
        check(from > 0 && from <= to, "a log of " + to + " entries has no proof from one of " + from);
        var at = new At(to);
        at.consist(from, 0, to, Known.YES);
        return List.copyOf(at.path);
    }

    /** The first {@code width} hashes of a tile, which the log must be large enough for. */
    public Tile tile(int level, long index, int width) {
        if (width == Tile.WIDTH) {
            return reader.tile(level, index);
        }
        long first = index * Tile.WIDTH;
        if (level == 0) {
            return new Tile(0, index, reader.leaves(first, first + width));
        }
        var hashes = new ArrayList<Hash>(width);
        for (long below = first; below < first + width; below++) {
            hashes.add(tileRoot(level - 1, below));
        }
        return new Tile(level, index, hashes);
    }

    private Hash tileRoot(int level, long index) {
        var name = new TileName(level, index);
        synchronized (roots) {
            Hash known = roots.get(name);
            if (known != null) {
                return known;
            }
        }
        Hash root = Frontier.rootOver(reader.tile(level, index).hashes());
        synchronized (roots) {
            roots.put(name, root);
        }
        return root;
    }

    /** The log as it was at one size, and the proof that is being made of it. */
    private final class At {
        private final long size;
        private final List<Hash> path = new ArrayList<>();

        At(long size) {
            this.size = size;
        }

        /** The root over the entries from {@code start} to {@code end}, as RFC 6962 splits them. */
        Hash range(long start, long end) {
            long count = end - start;
            if (Long.bitCount(count) == 1 && start % count == 0) {
                return subtree(start, Long.numberOfTrailingZeros(count));
            }
            long split = start + Long.highestOneBit(count - 1);
            return Hash.node(range(start, split), range(split, end));
        }

        /** The root over the 2^height entries from {@code start} on: a run of hashes within one tile. */
        private Hash subtree(long start, int height) {
            int level = height / Tile.HEIGHT;
            int count = 1 << (height % Tile.HEIGHT);
            long first = start >>> (Tile.HEIGHT * level);
            long tile = first / Tile.WIDTH;
            if (tile < Tile.hashesAt(level, size) / Tile.WIDTH) {
                int within = (int) (first % Tile.WIDTH);
                return Frontier.rootOver(reader.tile(level, tile).hashes().subList(within, within + count));
            }
            if (level == 0) {
                return Frontier.rootOver(reader.leaves(first, first + count));
            }
            var hashes = new ArrayList<Hash>(count);
            for (long at = first; at < first + count; at++) {
                hashes.add(tileRoot(level - 1, at));
            }
            return Frontier.rootOver(hashes);
        }

        void include(long index, long start, long end) {
            if (end - start == 1) {
                return;
            }
            long split = start + Long.highestOneBit(end - start - 1);
            if (index < split) {
                include(index, start, split);
                path.add(range(split, end));
            } else {
                include(index, split, end);
                path.add(range(start, split));
            }
        }

        void consist(long old, long start, long end, Known known) {
            if (old == end) {
                if (known == Known.NO) {
                    path.add(range(start, end));
                }
                return;
            }
            long split = start + Long.highestOneBit(end - start - 1);
            if (old <= split) {
                consist(old, start, split, known);
                path.add(range(split, end));
            } else {
                consist(old, split, end, Known.NO);
                path.add(range(start, split));
            }
        }
    }

    /** Whether the verifier has the hash of the subtree at hand already, since it is the old root. */
    private enum Known {
        YES,
        NO
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private record TileName(int level, long index) {}

    /** Forgets what was used least. */
    private static final class Remembered extends LinkedHashMap<TileName, Hash> {
        private static final long serialVersionUID = 1L;

        Remembered() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<TileName, Hash> eldest) {
            return size() > REMEMBERED_MAX;
        }
    }
}
