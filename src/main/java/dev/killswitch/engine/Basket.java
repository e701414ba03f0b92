package dev.killswitch.engine;

import dev.killswitch.action.EvidenceSink;
import dev.killswitch.incident.Event.Absent;
import dev.killswitch.incident.Event.Piece;
import dev.killswitch.incident.EvidenceStore;
import dev.killswitch.incident.EvidenceStore.Kept;
import java.util.ArrayList;
import java.util.List;

/**
 * What is collected of one target, as it comes in: each piece is on the disk before the next is asked for. Once closed it
 * takes nothing more, so that whoever comes late changes nothing that was recorded. Thread-safe.
 */
final class Basket implements EvidenceSink {
    /** A pod of twenty containers makes some forty of them. */
    private static final int COUNT_MAX = 100;

    private final EvidenceStore store;
    private final String containment;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Absent> absent = new ArrayList<>();
    private boolean closed;

    Basket(EvidenceStore store, String containment) {
        this.store = store;
        this.containment = containment;
    }

    /** All that was in it when it was closed. */
    record Content(List<Piece> pieces, List<Absent> absent) {
        Content {
            pieces = List.copyOf(pieces);
            absent = List.copyOf(absent);
        }

        boolean isEmpty() {
            return pieces.isEmpty() && absent.isEmpty();
        }
    }

    @Override
    public boolean put(String name, String mediaType, byte[] content) {
        if (isFull()) {
            return false;
        }
        // Outside the lock: a slow disk does not hold up whoever closes it.
        return add(name, store.keep(containment, name, mediaType, content));
    }

    private synchronized boolean add(String name, Kept kept) {
        if (closed) {
            return false;
        }
        return switch (kept) {
            case Kept.As(Piece piece) -> pieces.add(piece);
            case Kept.Not(String why) -> {
                absent.add(new Absent(name, why));
                yield false;
            }
        };
    }

    @Override
    public synchronized void without(String name, String why) {
        if (!isFull()) {
            absent.add(new Absent(name, why));
        }
    }

    private synchronized boolean isFull() {
        return closed || pieces.size() + absent.size() >= COUNT_MAX;
    }

    synchronized Content close() {
        closed = true;
        return new Content(pieces, absent);
    }
}
