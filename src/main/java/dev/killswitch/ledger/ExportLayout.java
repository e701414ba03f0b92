package dev.killswitch.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What lies in an export beside the log itself. */
final class ExportLayout {
    static final String VKEY = "keys/log.vkey";
    static final String PEM = "keys/log.pub.pem";
    static final String ENTRIES = "entries.jsonl";
    static final String README = "README.txt";
    static final String SCRIPT = "verify-receipt.sh";

    /** For keys and texts: far above any of them. */
    static final int SMALL_MAX = 64 * 1024;

    private ExportLayout() {}

    static byte[] vkey(Vkey key) {
        return (key + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] pem(Vkey key) {
        return key.pem().getBytes(StandardCharsets.UTF_8);
    }

    /** The texts for people, which say how to check the rest. They are this version's: others may differ. */
    static Map<String, byte[]> texts(Checkpoint checkpoint) {
        var texts = new LinkedHashMap<String, byte[]>();
        String readme = new String(resource("export-readme.txt"), StandardCharsets.UTF_8)
                .replace("{origin}", checkpoint.origin())
                .replace("{size}", Long.toString(checkpoint.size()))
                .replace("{root}", checkpoint.root().base64());
        texts.put(README, readme.getBytes(StandardCharsets.UTF_8));
        texts.put(SCRIPT, resource(SCRIPT));
        return texts;
    }

    private static byte[] resource(String name) {
        try (InputStream in = ExportLayout.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the product lacks its own file " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
