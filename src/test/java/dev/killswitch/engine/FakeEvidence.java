package dev.killswitch.engine;

import dev.killswitch.alert.Body;
import dev.killswitch.incident.Event.Extent;
import dev.killswitch.incident.Event.Piece;
import dev.killswitch.incident.EvidenceStore;
import dev.killswitch.incident.Journal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps evidence in memory, or says why not. */
final class FakeEvidence implements EvidenceStore {
    private final Map<String, byte[]> pieces = new LinkedHashMap<>();
    private Optional<String> refuses = Optional.empty();

    /** The next ones are not kept. */
    void refuse(String why) {
        refuses = Optional.of(why);
    }

    @Override
    public Kept keep(String containment, String name, String mediaType, byte[] content) {
        if (refuses.isPresent()) {
            return new Kept.Not(refuses.get());
        }
        pieces.put(containment + "/" + name, content);
        return new Kept.As(new Piece(name, mediaType, content.length, "sha256:" + name, Extent.WHOLE));
    }

    @Override
    public Optional<Journal.Evidence> read(String containment, String name) {
        return Optional.ofNullable(pieces.get(containment + "/" + name))
                .map(content -> new Journal.Evidence("sha256:" + name, "collected", "00", Body.of(content)));
    }

    @Override
    public boolean has(String containment, String name) {
        return pieces.containsKey(containment + "/" + name);
    }

    @Override
    public void forget() {
        pieces.clear();
    }
}
