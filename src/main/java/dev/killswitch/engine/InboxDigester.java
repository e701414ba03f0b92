package dev.killswitch.engine;

import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal;
import dev.killswitch.incident.Register;
import dev.killswitch.incident.Register.InboxItem;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/**
 * Once a minute one entry for all that came in and that no rule matched: how many, and the root over their digests. A
 * flood cannot fill the ledger. Called by one thread.
 */
final class InboxDigester {
    /** What one digest covers at most: more than a minute can bring at the intake's own bound. */
    private static final int BATCH = 200_000;

    private final Register register;
    private final Journal journal;
    private final Function<List<String>, String> root;
    private final Clock clock;

    /**
     * Makes a digester.
     *
     * @param root the Merkle root over digests, in order
     */
    InboxDigester(Register register, Journal journal, Function<List<String>, String> root, Clock clock) {
        this.register = register;
        this.journal = journal;
        this.root = root;
        this.clock = clock;
    }

    void digest() {
        long from = register.inboxDigested();
        List<InboxItem> items = register.inbox(from, BATCH);
        if (items.isEmpty()) {
            return;
        }
        long to = items.getLast().number() + 1;
        String over = root.apply(items.stream().map(InboxItem::digest).toList());
        var digest = new Event.InboxDigest(clock.instant(), from, to, items.size(), over);
        journal.commit(new Journal.Draft("inbox-" + from, List.of(digest), List.of()))
                .join();
    }
}
