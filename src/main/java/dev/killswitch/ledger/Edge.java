package dev.killswitch.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a log: its frontier, and the tiles that are not complete yet. Immutable, so that a transaction that is
 * rolled back leaves the old one standing.
 */
public final class Edge {
    public static final Edge EMPTY = new Edge(Frontier.EMPTY, List.of());

    private final Frontier frontier;

    /** By level, the hashes of its tile that is not complete. */
    private final List<List<Hash>> open;

    private Edge(Frontier frontier, List<List<Hash>> open) {
        this.frontier = frontier;
        this.open = open;
    }

    /**
     * Reads the incomplete tiles of a stored log, and checks that they belong to its frontier.
     *
     * @throws IllegalStateException where they do not: the record was changed beside the log
     */
    public static Edge read(Frontier frontier, LogReader reader) {
        var tree = new Tree(reader);
        var open = new ArrayList<List<Hash>>();
        for (int level = 0; Tile.hashesAt(level, frontier.size()) > 0; level++) {
            long count = Tile.hashesAt(level, frontier.size());
            int width = (int) (count % Tile.WIDTH);
            open.add(
                    width == 0
                            ? List.of()
                            : tree.tile(level, count / Tile.WIDTH, width).hashes());
        }
        Hash found = tree.root(frontier.size());
        if (!found.equals(frontier.root())) {
            throw new IllegalStateException("the head of the ledger says size " + frontier.size() + " and root "
                    + frontier.root() + ", its entries give " + found
                    + "; restore the record from a backup, or verify it against a saved checkpoint");
        }
        return new Edge(frontier, List.copyOf(open));
    }

    public long size() {
        return frontier.size();
    }

    public Frontier frontier() {
        return frontier;
    }

    public Hash root() {
        return frontier.root();
    }

    /**
     * What appending {@code entries} would make of this log; this edge stays as it is. One hash an entry, and one for each
     * pair of subtrees that it completes.
     *
     * @throws IllegalArgumentException for an entry of more than {@value Entry#BYTES_MAX} bytes
     */
    public Appended append(List<byte[]> entries) {
        var tiles = new ArrayList<Tile>();
        var growth = new Growth(this, tiles::add);
        var leaves = new ArrayList<Hash>(entries.size());
        for (byte[] entry : entries) {
            leaves.add(growth.add(entry));
        }
        return new Appended(growth.edge(), size(), leaves, tiles);
    }

    static Edge of(Frontier frontier, List<List<Hash>> open) {
        return new Edge(frontier, open.stream().map(List::copyOf).toList());
    }

    /** The incomplete tiles, as they stand in a log of this size. */
    List<Tile> tiles() {
        var tiles = new ArrayList<Tile>();
        for (int level = 0; level < open.size(); level++) {
            if (!open.get(level).isEmpty()) {
                tiles.add(new Tile(level, Tile.hashesAt(level, size()) / Tile.WIDTH, open.get(level)));
            }
        }
        return tiles;
    }

    List<List<Hash>> open() {
        return open;
    }

    /**
     * What one append makes: all of it is to be written in one transaction.
     *
     * @param first the index of the first new entry
     * @param leaves the hashes of the new entries, in order
     * @param tiles those that became complete
     */
    public record Appended(Edge edge, long first, List<Hash> leaves, List<Tile> tiles) {
        public Appended {
            leaves = List.copyOf(leaves);
            tiles = List.copyOf(tiles);
        }
    }
}
