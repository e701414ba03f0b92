package dev.killswitch.store;

import dev.killswitch.action.Outcome;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.SampleEvents;
import dev.killswitch.plan.Claim;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Writes drafts until it is killed, and prints the id of each that it was told is on disk. */
public final class DraftWriter {
    private static final int THREADS = 4;

    private DraftWriter() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        PrintStream told = new PrintStream(System.out, true);
        try (var store = new TestStore(directory, Clock.systemUTC())) {
            var threads = new Thread[THREADS];
            for (int t = 0; t < THREADS; t++) {
                String name = arguments[1] + "-" + t + "-";
                threads[t] = Thread.ofPlatform().start(() -> write(store, name, told));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void write(TestStore store, String name, PrintStream told) {
        for (long i = 0; ; i++) {
            String id = name + i;
            List<Event> events = i == 0
                    ? List.of(SampleEvents.decided(), SampleEvents.intended(), SampleEvents.started())
                    : List.of(SampleEvents.ended(new Outcome.Done(id)), new Event.Paged(SampleEvents.AT, "x", id));
            Committed committed = store.journal()
                    .commit(new Draft(id, events, List.of(new Claim.Once(id))))
                    .join();
            if (committed instanceof Committed.Stored) {
                told.println(id);
            }
        }
    }
}
