package dev.killswitch.ledger;

import java.util.List;

/** A checkpoint with its signature lines; still to be checked where it came from outside: {@link #open}. */
public record SignedCheckpoint(Checkpoint checkpoint, Note note) {
    public SignedCheckpoint {
        if (!note.text().equals(checkpoint.text())) {
            throw new IllegalArgumentException("the note must have the text of its checkpoint");
        }
    }

    /** Reads one strictly, without a look at its signatures: for those that were checked before they were kept. */
    public static Decoded<SignedCheckpoint> parse(byte[] bytes) {
        return Malformed.catching(() -> read(bytes));
    }

    /**
     * Reads one strictly and checks it: signed by one of {@code trusted}, by none of them wrongly, and speaking of the log
     * that the key is named after.
     */
    public static Decoded<SignedCheckpoint> open(byte[] bytes, List<Vkey> trusted) {
        return Malformed.catching(() -> readChecked(bytes, trusted));
    }

    static SignedCheckpoint read(byte[] bytes) throws Malformed {
        Note note = Note.read(bytes);
        return new SignedCheckpoint(Checkpoint.read(note), note);
    }

    static SignedCheckpoint readChecked(byte[] bytes, List<Vkey> trusted) throws Malformed {
        SignedCheckpoint signed = read(bytes);
        for (Vkey signer : signed.note.signers(trusted)) {
            if (!signer.name().equals(signed.checkpoint.origin())) {
                throw new Malformed("the checkpoint speaks of another log than the key " + signer.label());
            }
        }
        return signed;
    }

    public long size() {
        return checkpoint.size();
    }

    public byte[] bytes() {
        return note.bytes();
    }
}
