package dev.killswitch.alert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * RFC 8259 and nothing beside it, to plain values: text, {@link Long}, {@link BigInteger}, {@link BigDecimal},
 * {@link Boolean}, {@link Json.Nothing#NULL}, lists and maps. A key that comes twice is refused, since two readers could
 * choose differently. Used once, by one thread.
 */
final class JsonParser {
    /** The deepest real alert nests 14 levels; each level costs one frame of the stack. */
    private static final int DEPTH_MAX = 64;

    /** What fits a body of some MiB in practice; {@code [[],[],…} would otherwise take 30 times the body's size. */
    private static final int VALUES_MAX = 500_000;

    /** More digits than any measure has; turning text into a number costs more than its length. */
    private static final int NUMBER_LENGTH_MAX = 128;

    /** Past what a double can hold no sender means it, and a later addition or print would fill the memory. */
    private static final int EXPONENT_MAX = 400;

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String text;
    private int at;
    private int values;

    private JsonParser(String text) {
        this.text = text;
    }

    /** Where and why it is not JSON that we take. */
    static final class BrokenJson extends Exception {
        private static final long serialVersionUID = 1;

        private final int offset;

        BrokenJson(int offset, String why) {
            super(why, null, false, false);
            this.offset = offset;
        }

        Json.Broken broken() {
            return new Json.Broken("byte " + offset, String.valueOf(getMessage()));
        }
    }

    static Object parse(byte[] bytes) throws BrokenJson {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            throw new BrokenJson(in.position(), "expected UTF-8, found a byte that is none");
        }
        return parse(out.flip().toString());
    }

    static Object parse(String text) throws BrokenJson {
        var parser = new JsonParser(text);
        parser.space();
        Object root = parser.value(1);
        parser.space();
        if (parser.at < text.length()) {
            throw parser.broken("expected the end, found more after the JSON value");
        }
        return root;
    }

    private Object value(int depth) throws BrokenJson {
        if (depth > DEPTH_MAX) {
            throw broken("expected at most " + DEPTH_MAX + " levels, found more");
        }
        values++;
        if (values > VALUES_MAX) {
            throw broken("expected at most " + VALUES_MAX + " values, found more");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", Json.Nothing.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw broken("expected a JSON value");
        };
    }

    private Map<String, Object> object(int depth) throws BrokenJson {
        var members = new LinkedHashMap<String, Object>();
        at++;
        space();
        if (taken('}')) {
            return members;
        }
        do {
            space();
            int key = at;
            if (peek() != '"') {
                throw broken("expected a key in quotes");
            }
            String name = string();
            space();
            expect(':');
            space();
            Object value = value(depth + 1);
            if (members.putIfAbsent(name, value) != null) {
                at = key;
                throw broken("expected each key once, found one again");
            }
            space();
        } while (taken(','));
        expect('}');
        return members;
    }

    private List<Object> list(int depth) throws BrokenJson {
        var items = new ArrayList<Object>();
        at++;
        space();
        if (taken(']')) {
            return items;
        }
        do {
            space();
            items.add(value(depth + 1));
            space();
        } while (taken(','));
        expect(']');
        return items;
    }

    private String string() throws BrokenJson {
        at++;
        int from = at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
            plainCharacter();
        }
        if (at < text.length() && text.charAt(at) == '"') {
            at++;
            return text.substring(from, at - 1);
        }
        var unescaped = new StringBuilder(text.substring(from, at));
        while (peek() != '"') {
            unescaped.append(peek() == '\\' ? escape() : plainCharacter());
        }
        at++;
        return wellFormed(unescaped);
    }

    private char plainCharacter() throws BrokenJson {
        char character = text.charAt(at);
        if (character < 0x20) {
            throw broken("expected control characters in text as escapes, found one as it is");
        }
        at++;
        return character;
    }

    private char escape() throws BrokenJson {
        at++;
        char kind = peek();
        char meant = switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw broken("expected an escape that JSON has");
        };
        at++;
        return meant;
    }

    /** Leaves {@link #at} on the last of the four digits. */
    private char hex() throws BrokenJson {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            at++;
            char digit = peek();
            int value = digit < 0x80 ? Character.digit(digit, 16) : -1;
            if (value < 0) {
                throw broken("expected four hexadecimal digits");
            }
            code = code * 16 + value;
        }
        return (char) code;
    }

    /** Half a surrogate pair can be written as an escape, and in no UTF-8: it becomes U+FFFD, so that all text has bytes. */
    private static String wellFormed(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                text.setCharAt(i, '\ufffd');
            }
        }
        return text.toString();
    }

    private Object number() throws BrokenJson {
        int from = at;
        int to = at;
        while (to < text.length() && "+-.eE0123456789".indexOf(text.charAt(to)) >= 0) {
            to++;
        }
        if (to - from > NUMBER_LENGTH_MAX) {
            throw broken("expected a number of at most " + NUMBER_LENGTH_MAX + " characters, found " + (to - from));
        }
        String number = text.substring(from, to);
        var parts = NUMBER.matcher(number);
        if (!parts.matches()) {
            throw broken("expected a number as JSON writes it");
        }
        if (parts.group(2) == null && parts.group(3) == null) {
            at = to;
            var whole = new BigInteger(number);
            return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
        }
        if (parts.group(3) != null
                && new BigInteger(parts.group(3).substring(1)).abs().compareTo(BigInteger.valueOf(EXPONENT_MAX)) > 0) {
            throw broken("expected an exponent of at most " + EXPONENT_MAX);
        }
        at = to;
        return new BigDecimal(number);
    }

    private Object word(String word, Object meant) throws BrokenJson {
        if (!text.startsWith(word, at)) {
            throw broken("expected a JSON value");
        }
        at += word.length();
        return meant;
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws BrokenJson {
        if (at >= text.length()) {
            throw broken("expected more, found the end");
        }
        return text.charAt(at);
    }

    private boolean taken(char character) {
        if (at < text.length() && text.charAt(at) == character) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char character) throws BrokenJson {
        if (peek() != character) {
            throw broken("expected " + character);
        }
        at++;
    }

    private BrokenJson broken(String why) {
        return new BrokenJson(text.substring(0, at).getBytes(StandardCharsets.UTF_8).length, why);
    }
}
