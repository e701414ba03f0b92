package dev.killswitch.ledger;

import java.util.List;

/** What a verifier has to say of a log. Only {@link Intact} is good; nothing to check is not. */
public sealed interface Verdict {
    /**
     * The checkpoint is signed by a trusted key, and all entries and tiles are exactly those it was signed over.
     *
     * @param comparisons with checkpoints that somebody kept; all of them are {@link Comparison.Consistent}
     * @param unread files that lie beside the log and say nothing of it: nobody vouches for them
     */
    record Intact(Checkpoint checkpoint, List<String> signers, List<Comparison> comparisons, List<String> unread)
            implements Verdict {
        public Intact {
            signers = List.copyOf(signers);
            comparisons = List.copyOf(comparisons);
            unread = List.copyOf(unread);
        }

        /** Entries below this index are as they were when somebody else took a copy of the checkpoint. */
        public long covered() {
            return comparisons.stream().mapToLong(Comparison::size).max().orElse(0);
        }

        /** How many entries only the holder of the signing key vouches for. */
        public long notCovered() {
            return checkpoint.size() - covered();
        }
    }

    /**
     * The log fits its own checkpoint, but not every one that somebody kept: it was rewritten or cut off, and signed
     * again.
     */
    record Contradicted(Checkpoint checkpoint, List<Comparison> comparisons) implements Verdict {
        public Contradicted {
            comparisons = List.copyOf(comparisons);
        }
    }

    /** {@code where} is a path, or an entry of one; {@code found} holds no text of the log. */
    record NotIntact(String where, String expected, String found) implements Verdict {}

    /** No answer either way: the log could not be read, or there is nothing in it. */
    record Unchecked(String why) implements Verdict {}

    /** How a log stands to one checkpoint that somebody kept. */
    sealed interface Comparison {
        /** How the caller called the kept checkpoint. */
        String name();

        long size();

        /** Everything up to {@code size} is what it was. */
        record Consistent(String name, long size) implements Comparison {}

        /** Something before {@code size} was changed, removed or reordered since. */
        record Rewritten(String name, long size, Hash kept, Hash found) implements Comparison {}

        /** The log is shorter than it was: cut off, or an older copy of it. */
        record Shorter(String name, long size) implements Comparison {}
    }
}
