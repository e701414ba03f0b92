package dev.killswitch.ledger;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The root over a list that stands nowhere else: the digests of what came in and that no rule matched. */
public final class MerkleRoot {
    private MerkleRoot() {}

    /** The hex of the RFC 6962 root whose leaves are {@code texts}, in order, as UTF-8. */
    public static String of(List<String> texts) {
        List<byte[]> leaves = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        return Edge.EMPTY.append(leaves).edge().root().hex();
    }
}
