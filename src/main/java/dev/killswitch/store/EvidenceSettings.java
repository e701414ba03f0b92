package dev.killswitch.store;

import dev.killswitch.config.Section;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where collected evidence is kept, and how much of it.
 *
 * @param directory ours alone
 * @param pieceBytesMax how much of one piece is kept, from its beginning
 * @param containmentBytesMax how much of one containment
 * @param totalBytesMax how much altogether; the oldest containments' goes first
 * @param kept for how long
 */
public record EvidenceSettings(
        Path directory, long pieceBytesMax, long containmentBytesMax, long totalBytesMax, Duration kept) {
    private static final long KIB = 1024L;
    private static final long MIB = 1024L * KIB;
    private static final long GIB = 1024L * MIB;

    /** All defaults, in {@code data}. */
    public static EvidenceSettings in(Path data) {
        return new EvidenceSettings(data.resolve("evidence"), MIB, 8 * MIB, GIB, Duration.ofDays(30));
    }

    /** Reads {@code evidence}; what is not said is as in {@link #in}. */
    public static EvidenceSettings read(Section evidence, Path data) {
        EvidenceSettings usual = in(data);
        return new EvidenceSettings(
                usual.directory,
                evidence.count("piece-max", usual.pieceBytesMax, KIB, 64 * MIB),
                evidence.count("containment-max", usual.containmentBytesMax, KIB, GIB),
                evidence.count("total-max", usual.totalBytesMax, KIB, KIB * GIB),
                evidence.duration("kept", usual.kept, Duration.ofMinutes(1), Duration.ofDays(3650)));
    }
}
