package dev.killswitch.web;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** The only hosts that are called because a sender says so: those of Amazon SNS, over HTTPS, on its usual port. */
final class SnsHosts {
    private static final Pattern HOST = Pattern.compile("sns\\.[a-z0-9-]{3,63}\\.amazonaws\\.com(\\.cn)?");

    private SnsHosts() {}

    static boolean allow(URI address) {
        return "https".equals(address.getScheme())
                && Optional.ofNullable(address.getHost())
                        .filter(host -> HOST.matcher(host).matches())
                        .isPresent()
                && (address.getPort() == -1 || address.getPort() == 443)
                && address.getRawUserInfo() == null;
    }
}
