package dev.killswitch.engine;

import dev.killswitch.incident.EntryCodec;
import dev.killswitch.incident.Envelope;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Entry;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/**
 * Tells the log what a person's order did while the record could not be written, as the entry that it will be: where the
 * process dies before that, the platform that gathers logs has it. Entries hold no secrets and no words of senders.
 */
final class UnrecordedLog {
    private static final Logger LOG = Logger.getLogger(UnrecordedLog.class);
    private static final EntryCodec CODEC = new EntryCodec("not-recorded");

    private UnrecordedLog() {}

    static void tell(Event event) {
        var envelope = new Envelope("e-none", event.at(), null, Entry.LATE);
        LOG.warnf(
                "not on record yet, entered late if this process lives: %s",
                new String(CODEC.encode(envelope, event).bytes(), StandardCharsets.UTF_8));
    }
}
