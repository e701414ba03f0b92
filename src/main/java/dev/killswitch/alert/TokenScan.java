package dev.killswitch.alert;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Finds the tokens of ServiceAccounts in a text: each part between dots is looked at as the claims of one, and decoded once
 * at most, so that no text costs more than a few times its length. Letters that JSON hides as an escape, also in JSON within
 * JSON, are read as what they are. Pure, apart from what it counts.
 */
final class TokenScan {
    /** How each part but the last begins, for it is a JSON object in Base64. */
    private static final String BEGINS = "eyJ";

    private static final String ACCOUNT = "system:serviceaccount:";
    private static final int CLAIMS_MIN = 8;
    private static final int SIGNATURE_MIN = 16;

    /** Where a header may begin in what stands before the claims; beyond those it is taken out, and cannot be tried. */
    private static final int HEADERS_MAX = 8;

    private static final int ESCAPE_DIGITS = 4;
    private static final int HEXADECIMAL = 16;

    private final EscapedText text;
    private long steps;

    TokenScan(String text) {
        this.text = EscapedText.of(text);
        steps = text.length();
    }

    /**
     * One token.
     *
     * @param from where it begins in what was given, with the escapes in it
     * @param to behind it
     * @param claims what it says of itself
     */
    record Hit(int from, int to, String token, Json claims) {}

    /** Those in it, from the first to the last. */
    List<Hit> hits() {
        var hits = new ArrayList<Hit>();
        String plain = text.plain();
        if (!plain.contains(BEGINS)) {
            return hits;
        }
        int before = 0;
        int start = 0;
        while (start < plain.length()) {
            int end = end(start);
            int signature = end + 1;
            if (end - start >= CLAIMS_MIN
                    && start > 0
                    && plain.charAt(start - 1) == '.'
                    && end < plain.length()
                    && plain.charAt(end) == '.'
                    && plain.startsWith(BEGINS, start)) {
                int to = end(signature);
                Optional<Json> claims = to - signature >= SIGNATURE_MIN ? claims(start, end) : Optional.empty();
                if (claims.isPresent()) {
                    int from = header(before, start - 1);
                    hits.add(new Hit(text.place(from), text.place(to), plain.substring(from, to), claims.get()));
                }
            }
            before = start;
            start = signature;
        }
        return hits;
    }

    /** How many characters were looked at, those that were decoded once more. */
    long steps() {
        return steps;
    }

    /** Behind the part that begins there. */
    private int end(int start) {
        String plain = text.plain();
        int end = start;
        while (end < plain.length() && isOfPart(plain.charAt(end))) {
            end++;
        }
        steps += end - start + 1L;
        return end;
    }

    static boolean isOfPart(char letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '_'
                || letter == '-';
    }

    private Optional<Json> claims(int start, int end) {
        return object(start, end)
                .filter(claims -> claims.at("sub")
                        .text()
                        .filter(subject -> subject.startsWith(ACCOUNT))
                        .isPresent());
    }

    /** Where the header begins that ends there: what somebody wrote right before it is none of it. */
    private int header(int start, int end) {
        int at = text.plain().indexOf(BEGINS, start);
        int first = at < 0 || at >= end ? start : at;
        for (int attempt = 0; attempt < HEADERS_MAX && at >= 0 && at < end; attempt++) {
            if (object(at, end)
                    .filter(header -> header.at("alg").text().isPresent())
                    .isPresent()) {
                return at;
            }
            at = text.plain().indexOf(BEGINS, at + 1);
        }
        return first;
    }

    private Optional<Json> object(int start, int end) {
        steps += end - start;
        try {
            byte[] decoded = Base64.getUrlDecoder()
                    .decode(text.plain().substring(start, end).getBytes(StandardCharsets.US_ASCII));
            return Json.read(Body.of(decoded)) instanceof Json.Tree tree ? Optional.of(tree.root()) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** A text with the letters in place of the escapes that hide them. */
    private static final class EscapedText {
        private final String plain;
        /** Where each letter begins in what was given; empty where that is the same. */
        private final int[] places;

        private final int length;

        private EscapedText(String plain, int[] places, int length) {
            this.plain = plain;
            this.places = places;
            this.length = length;
        }

        String plain() {
            return plain;
        }

        static EscapedText of(String text) {
            if (!text.contains("\\u")) {
                return new EscapedText(text, new int[0], text.length());
            }
            var plain = new StringBuilder(text.length());
            int[] places = new int[text.length()];
            int at = 0;
            while (at < text.length()) {
                int behind = at;
                while (behind < text.length() && text.charAt(behind) == '\\') {
                    behind++;
                }
                int letter = behind > at ? escaped(text, behind) : -1;
                if (letter >= 0) {
                    places[plain.length()] = at;
                    plain.append((char) letter);
                    at = behind + 1 + ESCAPE_DIGITS;
                } else {
                    int to = Math.max(behind, at + 1);
                    for (; at < to; at++) {
                        places[plain.length()] = at;
                        plain.append(text.charAt(at));
                    }
                }
            }
            return new EscapedText(plain.toString(), places, text.length());
        }

        /** The letter of a token that {@code u} and four digits stand for; below 0 where there is none. */
        private static int escaped(String text, int at) {
            if (at + ESCAPE_DIGITS >= text.length() || text.charAt(at) != 'u') {
                return -1;
            }
            int letter = 0;
            for (int digit = at + 1; digit <= at + ESCAPE_DIGITS; digit++) {
                int value = Character.digit(text.charAt(digit), HEXADECIMAL);
                if (value < 0) {
                    return -1;
                }
                letter = letter * HEXADECIMAL + value;
            }
            return (letter == '.' || isOfPart((char) letter)) ? letter : -1;
        }

        int place(int at) {
            if (places.length == 0) {
                return at;
            }
            return at < plain.length() ? places[at] : length;
        }
    }
}
