package dev.killswitch.expression;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What kind of value a name stands for. */
public sealed interface ValueType {
    /** As a person writes it in a page of documentation. */
    String words();

    /** A value without parts. {@code ANY} is told apart only when it is used, such as what a sender put into JSON. */
    enum Scalar implements ValueType {
        BOOL,
        INT,
        TEXT,
        TIME,
        ANY;

        @Override
        public String words() {
            return switch (this) {
                case BOOL -> "bool";
                case INT -> "int";
                case TEXT -> "string";
                case TIME -> "timestamp";
                case ANY -> "anything";
            };
        }
    }

    /** A whole number whose values have names, for people to read. */
    record Named(Map<Long, String> names) implements ValueType {
        public Named {
            names = Collections.unmodifiableMap(new TreeMap<>(names));
        }

        @Override
        public String words() {
            return "int";
        }
    }

    record ListOf(ValueType item) implements ValueType {
        @Override
        public String words() {
            return "list of " + item.words();
        }
    }

    /** From text to values of one type. */
    record MapOf(ValueType value) implements ValueType {
        @Override
        public String words() {
            return "map of string to " + value.words();
        }
    }

    /** A value with named parts; at run time a map of them. Its name is unique within one environment. */
    record Struct(String name, Map<String, ValueType> fields) implements ValueType {
        public Struct {
            fields = Collections.unmodifiableMap(new TreeMap<>(fields));
        }

        @Override
        public String words() {
            return name;
        }
    }
}
