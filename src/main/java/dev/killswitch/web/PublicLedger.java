package dev.killswitch.web;

import dev.killswitch.ledger.LogReader;
import dev.killswitch.ledger.PublishedLog;
import dev.killswitch.ledger.Tree;
import dev.killswitch.ledger.Vkey;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The ledger as it is shown.
 *
 * @param tree over {@code log}
 * @param sign completes once all that is committed now is signed; fails where that cannot be kept
 */
public record PublicLedger(
        LogReader log,
        Tree tree,
        PublishedLog published,
        Vkey key,
        Readers readers,
        Supplier<CompletableFuture<Void>> sign) {
    /** Who may read the published paths. */
    public enum Readers {
        REVIEWERS,
        ANYBODY
    }

    public static PublicLedger of(LogReader log, Vkey key, Readers readers, Supplier<CompletableFuture<Void>> sign) {
        var tree = new Tree(log);
        return new PublicLedger(log, tree, new PublishedLog(log, tree, key), key, readers, sign);
    }
}
