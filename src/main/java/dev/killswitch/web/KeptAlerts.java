package dev.killswitch.web;

import dev.killswitch.alert.Parsed;
import dev.killswitch.incident.Kept;
import dev.killswitch.review.KeptAlert;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** The alerts that no rule matched, read again from the deliveries that are kept: what "why not" is answered from. */
@Singleton
final class KeptAlerts {
    /** Some hours of a busy cluster; a person waits for the answer. */
    private static final int DELIVERIES_MAX = 500;

    private static final int PAGE = 50;

    /** They are read one by one, and their alerts gathered in memory. */
    private static final long BYTES_MAX = 16L * 1024 * 1024;

    private final Product product;

    KeptAlerts(Product product) {
        this.product = product;
    }

    /** Newest first. */
    List<KeptAlert> newest() {
        var alerts = new ArrayList<KeptAlert>();
        String after = null;
        long bytes = 0;
        for (int seen = 0; seen < DELIVERIES_MAX; seen += PAGE) {
            List<Kept.Summary> page = product.register().deliveries(Kept.State.UNMATCHED, after, PAGE);
            for (Kept.Summary kept : page) {
                bytes += kept.bytes();
                if (bytes > BYTES_MAX) {
                    return alerts;
                }
                product.register().delivery(kept.delivery()).map(this::alerts).ifPresent(alerts::addAll);
            }
            if (page.size() < PAGE) {
                break;
            }
            after = page.getLast().delivery();
        }
        return alerts;
    }

    private List<KeptAlert> alerts(Kept kept) {
        Door door = product.doors().get(kept.delivery().source());
        if (door == null) {
            return List.of();
        }
        return switch (door.source().reader().read(kept.delivery())) {
            case Parsed.Received received ->
                received.alerts().stream()
                        .map(alert -> new KeptAlert(
                                kept.delivery().id(), kept.delivery().observed(), door.name(), alert))
                        .toList();
            case Parsed.Handshake _, Parsed.Ignored _, Parsed.Malformed _ -> List.of();
        };
    }
}
