package dev.killswitch.provider.kubernetes;

import java.util.Locale;

/** What is known of a yes-or-no question. */
enum Known {
    YES,
    NO,
    UNKNOWN;

    static Known of(boolean yes) {
        return yes ? YES : NO;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
