package dev.killswitch.web;

import dev.killswitch.alert.SigningCertificate;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of SNS, fetched from its own addresses when a delivery names one, and kept: SNS has one a region and
 * changes it about once a year. Thread-safe.
 */
final class Certificates {
    /** More regions than there are; whoever makes names up gets no further than this. */
    private static final int KEPT_MAX = 64;

    /** Who names ever new addresses waits for himself alone. */
    private static final int AT_ONCE_MAX = 4;

    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration FAILURE_KEPT = Duration.ofSeconds(10);

    /** Below the patience of SNS (15 s) and of whoever holds the thread. */
    private static final long WAIT_MILLIS = 4_000;

    private final CertificateFetcher fetcher;
    private final Clock clock;
    private final Semaphore atOnce = new Semaphore(AT_ONCE_MAX);
    private final Map<URI, Known> known = new Bounded();

    Certificates(CertificateFetcher fetcher, Clock clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    private record Known(Optional<SigningCertificate> certificate, Instant until) {}

    /** The certificate at {@code address}; empty where it cannot be had now, or is none, or the address is not of SNS. */
    Optional<SigningCertificate> at(URI address) {
        if (!SnsHosts.allow(address)) {
            return Optional.empty();
        }
        Known kept = kept(address);
        if (kept != null) {
            return kept.certificate();
        }
        if (!atOnce.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return fetched(address);
        } finally {
            atOnce.release();
        }
    }

    private @Nullable Known kept(URI address) {
        synchronized (known) {
            Known kept = known.get(address);
            return kept != null && kept.until().isAfter(clock.instant()) ? kept : null;
        }
    }

    private Optional<SigningCertificate> fetched(URI address) {
        CompletableFuture<Optional<SigningCertificate>> fetching = fetcher.get(address)
                .orTimeout(WAIT_MILLIS, TimeUnit.MILLISECONDS)
                .handle((bytes, failure) -> failure == null && bytes.length <= CertificateFetcher.BYTES_MAX
                        ? SigningCertificate.read(address, bytes)
                        : Optional.empty());
        Optional<SigningCertificate> certificate = fetching.join();
        Duration kept = certificate.isPresent() ? KEPT : FAILURE_KEPT;
        synchronized (known) {
            known.put(address, new Known(certificate, clock.instant().plus(kept)));
        }
        return certificate;
    }

    /** Forgets what was used least. */
    private static final class Bounded extends LinkedHashMap<URI, Known> {
        private static final long serialVersionUID = 1L;

        Bounded() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Known> eldest) {
            return size() > KEPT_MAX;
        }
    }
}
