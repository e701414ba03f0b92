package dev.killswitch.plan;

import java.util.Locale;

/**
 * A pattern for names: {@code *} stands for any characters, none and slashes too; every other character for itself, in any
 * letter case, since IAM does not tell names by case and to protect one name more does no harm.
 */
public record Glob(String text) {
    /** Whether all of {@code name} fits. In time that grows with both lengths only: names come from outside. */
    public boolean matches(String name) {
        String pattern = text.toLowerCase(Locale.ROOT);
        String candidate = name.toLowerCase(Locale.ROOT);
        int at = 0;
        int in = 0;
        int star = -1;
        int mark = 0;
        while (in < candidate.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                mark = in;
            } else if (at < pattern.length() && pattern.charAt(at) == candidate.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++mark;
            } else {
                return false;
            }
        }
        return pattern.substring(at).chars().allMatch(rest -> rest == '*');
    }

    /** Whether it fits one name only. */
    public boolean isExact() {
        return text.indexOf('*') < 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
