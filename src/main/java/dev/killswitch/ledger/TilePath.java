package dev.killswitch.ledger;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place of a tile or an entry bundle in a log's layout (C2SP tlog-tiles); each has exactly one spelling. */
sealed interface TilePath {
    long index();

    /** 1 to 256; below that the tile is partial. */
    int width();

    /** {@code tile/<L>/<N>[.p/<W>]} */
    record Hashes(int level, long index, int width) implements TilePath {
        public Hashes {
            check(level >= 0 && level <= Tile.LEVEL_MAX, "a tile's level is 0 to " + Tile.LEVEL_MAX + ", was " + level);
            checkPlace(index, width);
        }

        @Override
        public String toString() {
            return "tile/" + level + "/" + spelled(index, width);
        }
    }

    /** {@code tile/entries/<N>[.p/<W>]} */
    record Entries(long index, int width) implements TilePath {
        public Entries {
            checkPlace(index, width);
        }

        @Override
        public String toString() {
            return "tile/entries/" + spelled(index, width);
        }
    }

    /** Whether a log of {@code size} entries has all of it. */
    default boolean isWithin(long size) {
        int level = switch (this) {
            case Hashes tile -> tile.level();
            case Entries _ -> 0;
        };
        long count = Tile.hashesAt(level, size);
        return index() < count / Tile.WIDTH || (index() == count / Tile.WIDTH && width() <= count % Tile.WIDTH);
    }

    /** Reads a path without a slash in front; empty for anything that {@code toString} would not have written. */
    static Optional<TilePath> parse(String path) {
        Matcher parts = Grammar.PATH.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String digits = parts.group("index").replace("x", "").replace("/", "");
        long index = Long.parseLong(digits);
        String partial = parts.group("width");
        int width = partial == null ? Tile.WIDTH : Integer.parseInt(partial);
        if (width > Tile.WIDTH) {
            return Optional.empty();
        }
        String level = parts.group("level");
        TilePath read =
                level.equals("entries") ? new Entries(index, width) : new Hashes(Integer.parseInt(level), index, width);
        return read.toString().equals(path) ? Optional.of(read) : Optional.empty();
    }

    private static void checkPlace(long index, int width) {
        check(index >= 0, "a tile's index is from 0 on, was " + index);
        check(width >= 1 && width <= Tile.WIDTH, "a tile's width is 1 to " + Tile.WIDTH + ", was " + width);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static String spelled(long index, int width) {
        var groups = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            groups.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
        }
        return width == Tile.WIDTH
                ? groups.toString()
                : groups.append(".p/").append(width).toString();
    }

    /** What a path may look like at all; six groups of digits are more than a log can ever have. */
    final class Grammar {
        private static final Pattern PATH = Pattern.compile(
                "tile/(?<level>[0-7]|entries)/(?<index>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/(?<width>[1-9][0-9]{0,2}))?");

        private Grammar() {}
    }
}
