package dev.killswitch.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import dev.killswitch.config.Sha256;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between plain Java and the values of the language. */
final class Values {
    /** What is shown of a text; more is cut. */
    private static final int SHOWN_MAX = 64;

    private static final int ITEMS_MAX = 5;
    private static final int DIGEST_BYTES = 6;
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Values() {}

    /** Numbers become long or double, nulls stay nulls of the language. */
    static Object in(@Nullable Object value) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, Object>();
                map.forEach((name, part) -> copy.put(String.valueOf(name), in(part)));
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<Object>(list.size());
                list.forEach(part -> copy.add(in(part)));
                yield copy;
            }
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Float number -> number.doubleValue();
            case BigInteger number ->
                number.compareTo(LONG_MIN) >= 0 && number.compareTo(LONG_MAX) <= 0
                        ? (Object) number.longValue()
                        : (Object) number.doubleValue();
            case BigDecimal number -> number.doubleValue();
            case CharSequence text -> text.toString();
            case Object other -> other;
        };
    }

    /** Nulls, and what is empty, are left out. */
    static Optional<Object> out(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case NullValue _ -> Optional.empty();
            case Optional<?> optional -> optional.flatMap(Values::out);
            case UnsignedLong number -> Optional.of(number.bigIntegerValue());
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, Object>();
                map.forEach((name, part) -> out(part).ifPresent(plain -> copy.put(String.valueOf(name), plain)));
                yield Optional.of(copy);
            }
            case List<?> list -> {
                var copy = new ArrayList<Object>(list.size());
                list.forEach(part -> out(part).ifPresent(copy::add));
                yield Optional.of(copy);
            }
            case Object other -> Optional.of(other);
        };
    }

    /** For people, in one line. {@code hidden} text is shown by its length and a digest only. */
    static String shown(Object value, boolean hidden) {
        return switch (value) {
            case String text when hidden -> "text of " + text.length() + " characters, sha256 " + digest(text);
            case String text -> '"' + cut(text) + '"';
            case NullValue _ -> "null";
            case List<?> list when list.size() > ITEMS_MAX || hidden -> "list of " + list.size();
            case List<?> list ->
                list.stream().map(item -> shown(item, false)).toList().toString();
            case Map<?, ?> map -> "map of " + map.size();
            case Optional<?> optional ->
                optional.map(present -> shown(present, hidden)).orElse("nothing");
            case Object other -> cut(other.toString());
        };
    }

    /** Whether a plain value is of a type, as far as it has one. */
    static boolean fits(Object value, ValueType type) {
        return switch (type) {
            case ValueType.Scalar scalar ->
                switch (scalar) {
                    case BOOL -> value instanceof Boolean;
                    case INT -> value instanceof Long;
                    case TEXT -> value instanceof String;
                    case TIME -> value instanceof Instant;
                    case ANY -> true;
                };
            case ValueType.Named _ -> value instanceof Long;
            case ValueType.ListOf(ValueType item) ->
                value instanceof List<?> list && list.stream().allMatch(part -> fits(part, item));
            case ValueType.MapOf(ValueType part) ->
                value instanceof Map<?, ?> map && map.values().stream().allMatch(each -> fits(each, part));
            case ValueType.Struct _ -> value instanceof Map<?, ?>;
        };
    }

    /** The type of a value, in the words of {@link ValueType#words()}. */
    static String words(Object value) {
        return switch (value) {
            case Boolean _ -> "bool";
            case Long _ -> "int";
            case Double _ -> "double";
            case String _ -> "string";
            case Instant _ -> "timestamp";
            case NullValue _ -> "null";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "map";
            case Object _ -> "something else";
        };
    }

    private static String cut(String text) {
        return text.length() <= SHOWN_MAX
                ? text
                : text.substring(
                                0,
                                text.offsetByCodePoints(0, Math.min(SHOWN_MAX, text.codePointCount(0, text.length()))))
                        + "…";
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Sha256.of(text), 0, DIGEST_BYTES);
    }
}
