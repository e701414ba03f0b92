package dev.killswitch.ledger;

import java.util.List;

/**
 * Checks proofs. A subtree is the run of entries from {@code start} to {@code end}; it has a hash of its own where
 * {@code start} is a multiple of the smallest power of two that holds it. The whole log is the one that starts at 0.
 */
public final class Proofs {
    private Proofs() {}

    /** Whether {@code proof} leads from {@code leaf} at {@code index} to {@code root} of a log of {@code size}. */
    public static boolean included(Hash leaf, long index, long size, List<Hash> proof, Hash root) {
        return included(leaf, index, new Range(0, size), proof, root);
    }

    /** Whether {@code proof} shows that the log with {@code oldRoot} is the beginning of the one with {@code newRoot}. */
    public static boolean consistent(long oldSize, Hash oldRoot, long newSize, Hash newRoot, List<Hash> proof) {
        // Every log begins with the empty one: a proof from there would prove nothing.
        return oldSize > 0 && consistent(new Range(0, oldSize), oldRoot, newSize, newRoot, proof);
    }

    /** The entries from {@code start} (included) to {@code end} (excluded). */
    record Range(long start, long end) {
        boolean isSubtree() {
            if (start < 0 || start > end) {
                return false;
            }
            long count = end - start;
            if (count <= 1) {
                return true;
            }
            // Above 2^62 entries the smallest power of two that holds them is no long any more.
            long holds = Long.highestOneBit(count - 1) << 1;
            return start == 0 || (holds > 0 && start % holds == 0);
        }
    }

    static boolean included(Hash leaf, long index, Range range, List<Hash> proof, Hash root) {
        if (!range.isSubtree() || index < range.start() || index >= range.end()) {
            return false;
        }
        long node = index - range.start();
        long last = range.end() - range.start() - 1;
        var sha = new Sha256();
        Hash hash = leaf;
        for (Hash sibling : proof) {
            if (last == 0) {
                return false;
            }
            if (odd(node) || node == last) {
                hash = sha.node(sibling, hash);
                // An odd one out moves up without a sibling until it is a right child.
                int up = Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                hash = sha.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    static boolean consistent(Range old, Hash oldRoot, long newSize, Hash newRoot, List<Hash> proof) {
        if (!old.isSubtree() || old.end() > newSize) {
            return false;
        }
        if (old.start() == old.end()) {
            return proof.isEmpty() && oldRoot.equals(Hash.EMPTY_ROOT);
        }
        var climb = new Climb(old.start(), old.end() - 1, newSize - 1);
        climb.toFirstSibling();
        List<Hash> siblings = proof;
        Hash start = oldRoot;
        if (!climb.oldIsOneNode()) {
            if (proof.isEmpty()) {
                return false;
            }
            start = proof.getFirst();
            siblings = proof.subList(1, proof.size());
        }
        climb.begin(start);
        for (Hash sibling : siblings) {
            if (climb.atTop()) {
                return false;
            }
            climb.up(sibling);
        }
        return climb.atTop() && climb.oldHash.equals(oldRoot) && climb.newHash.equals(newRoot);
    }

    private static boolean odd(long value) {
        return (value & 1) == 1;
    }

    /** The way up from the last entry of the old subtree, in the old and in the new tree at once. */
    private static final class Climb {
        private final Sha256 sha = new Sha256();
        private long first;
        private long last;
        private long newLast;
        private Hash oldHash = Hash.EMPTY_ROOT;
        private Hash newHash = Hash.EMPTY_ROOT;

        Climb(long first, long last, long newLast) {
            this.first = first;
            this.last = last;
            this.newLast = newLast;
        }

        /** Skips the levels where old and new tree are the same below the last node of the old one. */
        void toFirstSibling() {
            boolean sameEnd = last == newLast;
            while (first != last && (sameEnd || odd(last))) {
                shift();
            }
        }

        boolean oldIsOneNode() {
            return first == last;
        }

        void begin(Hash hash) {
            oldHash = hash;
            newHash = hash;
        }

        boolean atTop() {
            return newLast == 0;
        }

        void up(Hash sibling) {
            if (odd(last) || last == newLast) {
                if (first < last) {
                    oldHash = sha.node(sibling, oldHash);
                }
                newHash = sha.node(sibling, newHash);
                while (!odd(last)) {
                    shift();
                }
            } else {
                newHash = sha.node(newHash, sibling);
            }
            shift();
        }

        private void shift() {
            first >>>= 1;
            last >>>= 1;
            newLast >>>= 1;
        }
    }
}
