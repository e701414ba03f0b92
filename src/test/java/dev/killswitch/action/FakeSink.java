package dev.killswitch.action;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Keeps what it is given as text, but for pieces that it has no room for. */
public final class FakeSink implements EvidenceSink {
    private final Set<String> full;
    private final Map<String, String> pieces = new LinkedHashMap<>();
    private final Map<String, String> absent = new TreeMap<>();

    /** {@code full} are the names that it has no room for. */
    public FakeSink(String... full) {
        this.full = Set.of(full);
    }

    @Override
    public boolean put(String name, String mediaType, byte[] content) {
        boolean hasRoom = !full.contains(name);
        if (hasRoom) {
            pieces.put(name, new String(content, StandardCharsets.UTF_8));
        }
        return hasRoom;
    }

    @Override
    public void without(String name, String why) {
        absent.put(name, why);
    }

    /** By name, in the order in which they came. */
    public Map<String, String> pieces() {
        return pieces;
    }

    public Map<String, String> absent() {
        return absent;
    }
}
