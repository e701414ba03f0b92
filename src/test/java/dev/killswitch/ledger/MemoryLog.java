package dev.killswitch.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A log in memory, kept as a store keeps it: entries, leaf hashes, complete tiles, the newest checkpoint. */
final class MemoryLog implements LogReader {
    static final String ORIGIN = "killswitch.example/ledger/test";

    final SigningKey key;
    private final List<byte[]> entries = new ArrayList<>();
    private final List<Hash> leaves = new ArrayList<>();
    private final Map<String, Tile> tiles = new HashMap<>();
    private Edge edge = Edge.EMPTY;
    private Optional<SignedCheckpoint> checkpoint = Optional.empty();

    MemoryLog(SigningKey key) {
        this.key = key;
    }

    MemoryLog() {
        this(SigningKey.generate(ORIGIN));
    }

    /** A signed log of {@code size} entries like {@code {"n":17}}. */
    static MemoryLog of(int size) {
        var log = new MemoryLog();
        log.grow(size);
        return log;
    }

    void grow(int more) {
        int from = entries.size();
        append(IntStream.range(from, from + more).mapToObj(MemoryLog::entry).toList());
        sign();
    }

    static byte[] entry(int n) {
        return ("{\"n\":" + n + "}").getBytes(StandardCharsets.UTF_8);
    }

    void append(List<byte[]> batch) {
        Edge.Appended appended = edge.append(batch);
        entries.addAll(batch);
        leaves.addAll(appended.leaves());
        for (Tile tile : appended.tiles()) {
            tiles.put(tile.path().toString(), tile);
        }
        edge = appended.edge();
    }

    SignedCheckpoint sign() {
        var signed = new Checkpoint(key.vkey().name(), edge.size(), edge.root()).sign(List.of(key));
        checkpoint = Optional.of(signed);
        return signed;
    }

    Edge edge() {
        return edge;
    }

    int tileCount() {
        return tiles.size();
    }

    /** What somebody with the database in hand can do. */
    void overwrite(int index, byte[] entry) {
        entries.set(index, entry);
    }

    @Override
    public Optional<SignedCheckpoint> checkpoint() {
        return checkpoint;
    }

    @Override
    public List<byte[]> entries(long from, long to) {
        return List.copyOf(entries.subList((int) from, (int) to));
    }

    @Override
    public List<Hash> leaves(long from, long to) {
        return List.copyOf(leaves.subList((int) from, (int) to));
    }

    @Override
    public Tile tile(int level, long index) {
        Tile tile = tiles.get(new TilePath.Hashes(level, index, Tile.WIDTH).toString());
        if (tile == null) {
            throw new IllegalArgumentException("no complete tile at level " + level + ", index " + index);
        }
        return tile;
    }
}
