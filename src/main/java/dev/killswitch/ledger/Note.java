package dev.killswitch.ledger;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * A text and the lines that sign it (C2SP signed-note). The signatures say nothing until they are checked with a key that
 * one trusts: {@link #checked}.
 */
public record Note(String text, List<Signature> signatures) {
    /** The format asks for at least 16; a checkpoint with all its cosignatures stays below this. */
    static final int SIGNATURES_MAX = 64;

    static final int BYTES_MAX = 64 * 1024;

    private static final String DASH = "\u2014 ";

    public Note {
        signatures = List.copyOf(signatures);
    }

    /** One signature line: who says to have signed, and what. */
    public static final class Signature {
        private final String name;
        private final int keyId;
        private final byte[] value;

        Signature(String name, int keyId, byte[] value) {
            this.name = name;
            this.keyId = keyId;
            this.value = value.clone();
        }

        public String name() {
            return name;
        }

        int keyId() {
            return keyId;
        }

        byte[] value() {
            return value.clone();
        }

        private String line() {
            byte[] idAndValue = ByteBuffer.allocate(4 + value.length)
                    .putInt(keyId)
                    .put(value)
                    .array();
            return DASH + name + " " + StrictBase64.encode(idAndValue) + "\n";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Signature that
                    && name.equals(that.name)
                    && keyId == that.keyId
                    && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return line().hashCode();
        }

        @Override
        public String toString() {
            return line().strip();
        }
    }

    /** Signs {@code text}, which must end in a line break, with each of {@code keys}. */
    public static Note sign(String text, List<SigningKey> keys) {
        if (!text.endsWith("\n") || keys.isEmpty()) {
            throw new IllegalArgumentException("a note ends in a line break and has at least one key to sign it");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Note(
                text,
                keys.stream()
                        .map(key -> new Signature(key.vkey().name(), key.vkey().id(), key.sign(bytes)))
                        .toList());
    }

    public byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
        signatures.forEach(line -> out.writeBytes(line.line().getBytes(StandardCharsets.UTF_8)));
        return out.toByteArray();
    }

    /** Reads a note strictly: each has one spelling, and {@link #bytes} of what was read is what was read. */
    public static Decoded<Note> parse(byte[] bytes) {
        return Malformed.catching(() -> read(bytes));
    }

    static Note read(byte[] bytes) throws Malformed {
        if (bytes.length > BYTES_MAX) {
            throw new Malformed("a note has at most " + BYTES_MAX + " bytes, this one has " + bytes.length);
        }
        String whole = utf8(bytes);
        if (whole.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new Malformed("a note has no control characters but line breaks");
        }
        int blank = whole.lastIndexOf("\n\n");
        if (blank < 0 || !whole.endsWith("\n")) {
            throw new Malformed("a note is a text, a blank line, and signature lines that end in a line break");
        }
        var signatures = new ArrayList<Signature>();
        String lines = whole.substring(blank + 2);
        if (lines.isEmpty()) {
            throw new Malformed("the note has no signature");
        }
        for (String line : lines.substring(0, lines.length() - 1).split("\n", -1)) {
            if (signatures.size() == SIGNATURES_MAX) {
                throw new Malformed("a note has at most " + SIGNATURES_MAX + " signature lines");
            }
            signatures.add(signature(line));
        }
        return new Note(whole.substring(0, blank + 1), signatures);
    }

    private static Signature signature(String line) throws Malformed {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw new Malformed(
                    "a signature line is an em dash, a key name and a signature, with one space between them");
        }
        String name = line.substring(DASH.length(), space);
        Vkey.checkName(name);
        byte[] idAndValue = StrictBase64.decode("the signature", line.substring(space + 1));
        if (idAndValue.length < 5) {
            throw new Malformed("a signature is four bytes of key id and at least one more");
        }
        return new Signature(
                name, ByteBuffer.wrap(idAndValue).getInt(), Arrays.copyOfRange(idAndValue, 4, idAndValue.length));
    }

    static String utf8(byte[] bytes) throws Malformed {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new Malformed("not UTF-8");
        }
    }

    /** A number in decimal digits, in its one spelling. */
    static OptionalLong number(String text) {
        if (!text.matches("0|[1-9][0-9]{0,18}")) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /**
     * Those of {@code trusted} that signed this text. Lines of other keys are passed over, as the format asks (they are
     * how keys are rotated and logs cosigned); a wrong signature under a trusted key spoils the note.
     */
    List<Vkey> signers(List<Vkey> trusted) throws Malformed {
        byte[] signed = text.getBytes(StandardCharsets.UTF_8);
        var signers = new ArrayList<Vkey>();
        for (Signature line : signatures) {
            for (Vkey key : trusted) {
                if (key.name().equals(line.name) && key.id() == line.keyId) {
                    if (!key.verifies(signed, line.value)) {
                        throw new Malformed("the signature of " + key.name() + " does not fit the text");
                    }
                    signers.add(key);
                }
            }
        }
        if (signers.isEmpty()) {
            throw new Malformed("no signature of a known key; known: "
                    + String.join(", ", trusted.stream().map(Vkey::label).toList()));
        }
        return signers;
    }

    /** This note again where at least one of {@code trusted} signed it, and none of them wrongly. */
    public Decoded<Note> checked(List<Vkey> trusted) {
        return Malformed.catching(() -> {
            signers(trusted);
            return this;
        });
    }
}
