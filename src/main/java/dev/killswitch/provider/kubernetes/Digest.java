package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Stands for JSON that is too large to keep: the same for the same content, whatever the order of its fields. */
final class Digest {
    private static final ObjectWriter SORTED =
            KubernetesCalls.JSON.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private Digest() {}

    /** SHA-256, in 64 hexadecimal digits. */
    static String of(JsonNode content) {
        try {
            byte[] sorted = SORTED.writeValueAsBytes(KubernetesCalls.JSON.treeToValue(content, Object.class));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(sorted));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("JSON that was read can be written", e);
        }
    }
}
