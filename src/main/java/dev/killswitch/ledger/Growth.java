package dev.killswitch.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A log while entries are added to it: hands out each tile as it becomes complete. Used by one thread. */
final class Growth {
    private final Sha256 sha = new Sha256();
    private final Consumer<Tile> completed;

    /** One hash for each set bit of the size; the smallest subtree last. */
    private final List<Hash> subtrees;

    private final List<List<Hash>> open;
    private long size;

    Growth(Edge start, Consumer<Tile> completed) {
        this.completed = completed;
        this.size = start.size();
        this.subtrees = new ArrayList<>(start.frontier().hashes());
        this.open = new ArrayList<>();
        start.open().forEach(level -> open.add(new ArrayList<>(level)));
    }

    Hash add(byte[] entry) {
        Entry.check(entry);
        Hash leaf = sha.leaf(entry);
        addLeaf(leaf);
        return leaf;
    }

    private void addLeaf(Hash leaf) {
        put(0, leaf);
        Hash hash = leaf;
        int merged = Long.numberOfTrailingZeros(size + 1);
        for (int height = 1; height <= merged; height++) {
            hash = sha.node(subtrees.removeLast(), hash);
            if (height % Tile.HEIGHT == 0) {
                put(height / Tile.HEIGHT, hash);
            }
        }
        subtrees.add(hash);
        size++;
    }

    private void put(int level, Hash hash) {
        if (open.size() == level) {
            open.add(new ArrayList<>());
        }
        List<Hash> row = open.get(level);
        row.add(hash);
        if (row.size() == Tile.WIDTH) {
            completed.accept(new Tile(level, Tile.hashesAt(level, size) / Tile.WIDTH, row));
            row.clear();
        }
    }

    long size() {
        return size;
    }

    Frontier frontier() {
        return new Frontier(size, subtrees);
    }

    Edge edge() {
        return Edge.of(frontier(), open);
    }
}
