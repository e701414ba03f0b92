package dev.killswitch.provider.kubernetes;

import dev.killswitch.config.Section;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a cluster's network is measured.
 *
 * @param every how often without being asked; empty where only on request
 * @param image has {@code sh}, {@code nc}, {@code timeout} and {@code sleep} of BusyBox
 * @param watch how long it is watched while it is isolated: a plugin that takes longer counts as one that does not enforce
 * @param patience how long all of it may take, images and cleaning up included
 */
record CanarySettings(Optional<Duration> every, String image, Duration watch, Duration patience) {
    /** By digest: whoever takes over a tag gets no pod into the cluster. */
    static final String IMAGE = "docker.io/library/busybox:1.36.1@sha256:"
            + "73aaf090f3d85aa34ee199857f03fa3a95c8ede2ffd4cc2cdb5b94e566b11662";

    /** The tier that an operator switches on for it. */
    static final String TIER = "canary";

    private static final Duration WATCH = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern IMAGE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,511}");

    static CanarySettings read(Section connection) {
        Section section = connection.section("canary");
        Duration every = section.duration("every", Duration.ZERO);
        if (!every.isZero() && (every.compareTo(Duration.ofHours(1)) < 0 || every.compareTo(Duration.ofDays(7)) > 0)) {
            section.problem("every", "'" + every + "'", "from 1h to 7d, or nothing for on request only");
        }
        String image = section.text("image").orElse(IMAGE);
        if (!IMAGE_NAME.matcher(image).matches()) {
            section.problem("image", "'" + image + "'", "the name of an image, best with its digest");
        }
        Duration watch = section.duration("watch", WATCH, Duration.ofSeconds(10), Duration.ofMinutes(5));
        Duration patience = section.duration("patience", PATIENCE, Duration.ofMinutes(1), Duration.ofMinutes(15));
        if (patience.compareTo(watch.plusSeconds(30)) < 0) {
            section.problem("patience", "'" + patience + "'", "at least 30s more than watch");
        }
        return new CanarySettings(every.isPositive() ? Optional.of(every) : Optional.empty(), image, watch, patience);
    }
}
