package dev.killswitch.ledger;

import java.io.Serial;

/** What was read is not in its format. Stays inside this package: callers get {@link Decoded.Bad}. */
final class Malformed extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    Malformed(String why) {
        super(why);
    }

    /** Something that reads a value, or says why it cannot. */
    interface Reader<T> {
        T read() throws Malformed;
    }

    static <T> Decoded<T> catching(Reader<T> reader) {
        try {
            return new Decoded.Good<>(reader.read());
        } catch (Malformed e) {
            return new Decoded.Bad<>(String.valueOf(e.getMessage()));
        }
    }
}
