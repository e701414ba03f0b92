package dev.killswitch.config;

import java.util.Locale;

/** How a constant is written wherever people or machines outside read it: {@code PROVEN_FOR_NEW} as {@code proven-for-new}. */
public final class Kebab {
    private Kebab() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
