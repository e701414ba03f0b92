package dev.killswitch.web;

import dev.killswitch.alert.Parsed;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Confirms what a proven sender asks to be confirmed, at its own hosts alone. Thread-safe. */
final class Handshakes {
    private static final Logger LOG = Logger.getLogger(Handshakes.class);

    /** A subscription is confirmed once in its life. */
    private static final int AT_ONCE_MAX = 2;

    /** SNS waits 15 s for us; what takes longer than this goes on without the request. */
    private static final long WAIT_MILLIS = 2_000;

    private final CertificateFetcher fetcher;
    private final Semaphore atOnce = new Semaphore(AT_ONCE_MAX);

    Handshakes(CertificateFetcher fetcher) {
        this.fetcher = fetcher;
    }

    /** Whether the sender may be told that all is well; where not it has to ask again. */
    boolean greet(String source, Parsed.Handshake handshake) {
        URI confirm = handshake.confirm();
        if (confirm == null) {
            return true;
        }
        if (!SnsHosts.allow(confirm)) {
            LOG.warnf("source=%s wants an address confirmed that is not of SNS: not called", source);
            return true;
        }
        if (!atOnce.tryAcquire()) {
            return false;
        }
        CompletableFuture<Boolean> confirming = fetcher.get(confirm).handle((_, failure) -> {
            atOnce.release();
            if (failure == null) {
                LOG.infof("source=%s subscription confirmed", source);
            } else {
                LOG.warnf("source=%s subscription not confirmed: %s", source, reason(failure));
            }
            return failure == null;
        });
        // Still under way is no failure: it ends by its own deadline, and is in the log then.
        return confirming
                .orTimeout(WAIT_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(failure -> failure instanceof TimeoutException)
                .join();
    }

    private static String reason(Throwable failure) {
        return Optional.ofNullable(failure.getCause())
                .orElse(failure)
                .getClass()
                .getSimpleName();
    }
}
