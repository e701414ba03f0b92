package dev.killswitch.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The proof that one entry is in the log, to be kept by anybody and checked without the log (C2SP tlog-proof): the way
 * from the entry to the root, and the checkpoint that signs the root.
 */
public record Receipt(long index, List<Hash> path, SignedCheckpoint checkpoint) {
    /** The ending of a receipt's file name. */
    public static final String ENDING = ".tlog-proof";

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String INDEX = "index ";

    public Receipt {
        path = List.copyOf(path);
        if (index < 0) {
            throw new IllegalArgumentException("an index is from 0 on, was " + index);
        }
    }

    /** The receipt of the entry at {@code index}, which must be below the size of {@code checkpoint}. */
    public static Receipt of(Tree tree, long index, SignedCheckpoint checkpoint) {
        return new Receipt(index, tree.inclusion(index, checkpoint.size()), checkpoint);
    }

    public byte[] bytes() {
        var text = new StringBuilder(HEADER)
                .append('\n')
                .append(INDEX)
                .append(index)
                .append('\n');
        path.forEach(hash -> text.append(hash.base64()).append('\n'));
        text.append('\n').append(new String(checkpoint.bytes(), StandardCharsets.UTF_8));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a receipt strictly: {@link #bytes} of what was read is what was read. */
    public static Decoded<Receipt> parse(byte[] bytes) {
        return Malformed.catching(() -> read(bytes));
    }

    private static Receipt read(byte[] bytes) throws Malformed {
        if (bytes.length > 2 * Note.BYTES_MAX) {
            throw new Malformed("a receipt has at most " + 2 * Note.BYTES_MAX + " bytes, this one has " + bytes.length);
        }
        String text = Note.utf8(bytes);
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw new Malformed("a receipt is a proof, a blank line and a checkpoint");
        }
        List<String> lines = Arrays.asList(text.substring(0, blank).split("\n", -1));
        if (lines.size() < 2 || !lines.get(0).equals(HEADER) || !lines.get(1).startsWith(INDEX)) {
            throw new Malformed("a receipt begins with '" + HEADER + "' and a line with the index");
        }
        OptionalLong index = Note.number(lines.get(1).substring(INDEX.length()));
        if (index.isEmpty()) {
            throw new Malformed("the index of a receipt is a decimal number without leading zeros");
        }
        var path = new ArrayList<Hash>();
        for (String line : lines.subList(2, lines.size())) {
            path.add(StrictBase64.hash("a hash of the receipt", line));
        }
        byte[] checkpoint = text.substring(blank + 2).getBytes(StandardCharsets.UTF_8);
        return new Receipt(index.getAsLong(), path, SignedCheckpoint.read(checkpoint));
    }

    /** What became of checking a receipt. */
    public sealed interface Checked {
        /** The entry stands at {@code index} of the log that {@code checkpoint} speaks of. */
        record Included(long index, Checkpoint checkpoint) implements Checked {}

        record NotIncluded(String why) implements Checked {}
    }

    /** Whether exactly the bytes {@code entry} are in the log that one of {@code trusted} signed. */
    public Checked check(byte[] entry, List<Vkey> trusted) {
        return switch (SignedCheckpoint.open(checkpoint.bytes(), trusted)) {
            case Decoded.Bad<SignedCheckpoint> bad -> new Checked.NotIncluded(bad.why());
            case Decoded.Good<SignedCheckpoint> good -> {
                Checkpoint signed = good.value().checkpoint();
                yield Proofs.included(Hash.leaf(entry), index, signed.size(), path, signed.root())
                        ? new Checked.Included(index, signed)
                        : new Checked.NotIncluded("the proof does not lead from this entry to the signed root");
            }
        };
    }
}
