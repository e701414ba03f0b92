package dev.killswitch.store;

import dev.killswitch.config.Section;
import java.nio.file.Path;

/**
 * What the log is called, and where the key is that signs it.
 *
 * @param origin a name that is this log's alone, in every checkpoint
 * @param key PKCS#8 PEM file of an Ed25519 key
 * @param missingKey what to do where there is no such file
 */
public record LedgerSettings(String origin, Path key, MissingKey missingKey) {
    /** A configured key must be there; one in the data directory is made at the first start. */
    public enum MissingKey {
        REFUSE,
        GENERATE
    }

    /** For a first run: a key of its own in {@code directory}. */
    public static LedgerSettings in(Path directory) {
        return new LedgerSettings("localhost/killswitch", directory.resolve("ledger.pem"), MissingKey.GENERATE);
    }

    /** What the format of signed notes has no room for in a key's name. */
    private static boolean isNoPartOfAName(int c) {
        return c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    /** Reads {@code ledger}; what is not said is as in {@link #in}. */
    public static LedgerSettings read(Section ledger, Path directory) {
        LedgerSettings usual = in(directory);
        String origin = ledger.text("origin").orElse(usual.origin);
        if (origin.isEmpty()
                || origin.length() > 255
                || origin.codePoints().anyMatch(LedgerSettings::isNoPartOfAName)) {
            ledger.problem("origin", origin, "a name without spaces or plus, such as acme.example/killswitch/prod");
        }
        return ledger.text("key-file")
                .map(file -> new LedgerSettings(origin, Path.of(file), MissingKey.REFUSE))
                .orElse(new LedgerSettings(origin, usual.key, MissingKey.GENERATE));
    }
}
