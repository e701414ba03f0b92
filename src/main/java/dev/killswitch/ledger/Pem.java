package dev.killswitch.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The armour around keys that other tools read too. */
final class Pem {
    private Pem() {}

    static String encode(String label, byte[] der) {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** Reads a file that holds one block of that label and nothing else. */
    static byte[] decode(String label, String text) throws Malformed {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        String trimmed = text.strip();
        if (!trimmed.startsWith(begin) || !trimmed.endsWith(end)) {
            throw new Malformed("expected one block '" + label + "' in PEM");
        }
        String body = trimmed.substring(begin.length(), Math.max(begin.length(), trimmed.length() - end.length()));
        return StrictBase64.decode("the PEM block", body.replaceAll("\\s", ""));
    }
}
