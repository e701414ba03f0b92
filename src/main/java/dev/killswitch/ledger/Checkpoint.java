package dev.killswitch.ledger;

import java.util.List;
import java.util.OptionalLong;

/** What a log says of itself: its identity, how many entries it has, and the root over them (C2SP tlog-checkpoint). */
public record Checkpoint(String origin, long size, Hash root) {
    public Checkpoint {
        if (origin.isEmpty() || origin.contains("\n") || size < 0) {
            throw new IllegalArgumentException("a checkpoint has an origin of one line and a size from 0 on");
        }
    }

    /** The exact text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }

    /** Signs it; during a rotation with the old key and the new one. */
    public SignedCheckpoint sign(List<SigningKey> keys) {
        return new SignedCheckpoint(this, Note.sign(text(), keys));
    }

    static Checkpoint read(Note note) throws Malformed {
        String[] lines = note.text().split("\n", -1);
        if (lines.length != 4 || lines[0].isEmpty()) {
            throw new Malformed("a checkpoint is three lines: origin, size, root");
        }
        OptionalLong size = Note.number(lines[1]);
        if (size.isEmpty()) {
            throw new Malformed("the size of a checkpoint is a decimal number without leading zeros");
        }
        var checkpoint = new Checkpoint(lines[0], size.getAsLong(), StrictBase64.hash("the root", lines[2]));
        if (checkpoint.size() == 0 && !checkpoint.root().equals(Hash.EMPTY_ROOT)) {
            throw new Malformed("a log without entries has the root " + Hash.EMPTY_ROOT);
        }
        return checkpoint;
    }
}
