package dev.killswitch.plan;

import dev.killswitch.action.Reference;

/** Names from outside, made fit for one line. They stay data: nothing reads them back. */
final class Shown {
    /** Long enough for every id of a known kind but the longest ARNs. */
    private static final int LENGTH_MAX = 200;

    private Shown() {}

    static String of(String name) {
        String line = name.codePoints()
                .map(point -> Character.isISOControl(point) || !Character.isDefined(point) ? '\uFFFD' : point)
                .limit(LENGTH_MAX)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return name.length() > LENGTH_MAX ? line + "…" : line;
    }

    static String of(Reference thing) {
        return of(thing.name());
    }
}
