package dev.killswitch.provider.kubernetes;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Checks names by RFC 1123, so that nothing else ever stands in a path, a selector or a patch of ours. */
final class Names {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL_KEY = Pattern.compile(
            "([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    /** Four figures, or something with a colon: {@code 10.1} is an address too to whoever reads it, but to no sender. */
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|(?=[^:]*:)[0-9a-fA-F:.]{2,45}");

    private static final int SUBDOMAIN_MAX = 253;

    private Names() {}

    static boolean isNamespace(String text) {
        return LABEL.matcher(text).matches();
    }

    static boolean isName(String text) {
        return text.length() <= SUBDOMAIN_MAX && SUBDOMAIN.matcher(text).matches();
    }

    /** What the API takes for a name of roles and their bindings; in a path it is encoded. */
    static boolean isSegment(String text) {
        return !text.isBlank()
                && text.length() <= SUBDOMAIN_MAX
                && !text.equals(".")
                && !text.equals("..")
                && text.chars().noneMatch(one -> one == '/' || one == '%' || Character.isISOControl(one));
    }

    static boolean isLabelValue(String text) {
        return LABEL_VALUE.matcher(text).matches();
    }

    /** A name for what has none that fits, always the same. */
    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static boolean isLabelKey(String text) {
        return text.length() <= SUBDOMAIN_MAX + 64 && LABEL_KEY.matcher(text).matches();
    }

    /** An IPv4 or IPv6 address in figures; never a name that would be looked up. */
    static boolean isAddress(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return false;
        }
        try {
            return !InetAddress.ofLiteral(text).isAnyLocalAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
