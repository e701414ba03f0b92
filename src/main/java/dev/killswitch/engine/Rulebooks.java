package dev.killswitch.engine;

import dev.killswitch.alert.Body;
import dev.killswitch.config.Problems.Problem;
import dev.killswitch.config.Sha256;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.incident.Journal.Draft;
import dev.killswitch.incident.Register.RecordUnreadable;
import dev.killswitch.rule.Loading;
import dev.killswitch.rule.Rulebook;
import dev.killswitch.rule.RulebookDirectory;
import dev.killswitch.rule.RulebookLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The rulebook that is live: swapped whole once its bytes are in the ledger, or not at all. A directory that cannot be
 * loaded leaves the one before in force, after a restart too. Thread-safe; looks are made by one thread.
 */
public final class Rulebooks {
    /** Of base64 in one entry, with room for what stands around it. */
    private static final int CHUNK_BYTES = 30_000;

    /** A refused directory's mistakes in its entry; all of them stand in health. */
    private static final int PROBLEMS_MAX = 20;

    private final RulebookDirectory directory;
    private volatile RulebookLoader loader;
    private final Parts parts;
    private final AtomicReference<Rulebook> current = new AtomicReference<>(Rulebook.empty());
    private final AtomicReference<List<Problem>> refused = new AtomicReference<>(List.of());
    private final AtomicReference<Optional<Activation>> waiting = new AtomicReference<>(Optional.empty());
    /** Why the rulebook of before the start is not in force; blank where it is, or where there was none. */
    private String lost = "";

    public Rulebooks(RulebookDirectory directory, RulebookLoader loader, Parts parts) {
        this.directory = directory;
        this.loader = loader;
        this.parts = parts;
    }

    /** A rulebook on its way into the ledger. The draft keeps its id: what was written though we were told otherwise stays once. */
    private record Activation(String draft, Rulebook rulebook) {}

    public Rulebook current() {
        return current.get();
    }

    /** What is wrong with the directory as it is now; none where it is in force, or waits only to be recorded. */
    public List<Problem> refused() {
        return refused.get();
    }

    /** Loads the directory; where it is refused, what was in force when the service stopped. */
    public void start() {
        recorded().ifPresent(current::set);
        take(directory.first());
    }

    /** From the next look on the directory is read with other names, as if it had changed. */
    public void use(RulebookLoader fresh) {
        loader = fresh;
        directory.use(fresh);
    }

    /** Takes the directory if it has changed, or was loaded and could not be recorded yet. */
    public void look() {
        directory.look().ifPresent(this::take);
        waiting.get().ifPresent(this::activate);
    }

    private void take(Loading loading) {
        switch (loading) {
            case Loading.Loaded loaded -> {
                refused.set(List.of());
                waiting.set(Optional.empty());
                if (!loaded.rulebook().digest().equals(current.get().digest())) {
                    activate(new Activation(parts.ids().next("rulebook"), loaded.rulebook()));
                }
            }
            case Loading.Refused no -> {
                waiting.set(Optional.empty());
                refused.set(no.problems());
                record(no.problems());
            }
        }
    }

    /** The bytes first, the activation last, all in one transaction: no entry refers to rules that are not in the ledger. */
    private void activate(Activation activation) {
        Rulebook rulebook = activation.rulebook();
        var events = new ArrayList<Event>();
        var files = new TreeMap<String, String>();
        rulebook.files().forEach((path, bytes) -> {
            files.put(path, Sha256.hex(bytes));
            chunks(rulebook.digest(), path, bytes, events);
        });
        var now = parts.clock().instant();
        events.add(new Event.RulebookActivated(
                now, rulebook.digest(), rulebook.rules().size(), files));
        var draft = new Draft(activation.draft(), events, List.of());
        switch (parts.journal().commit(draft).join()) {
            case Committed.Stored _, Committed.Duplicate _ -> {
                current.set(rulebook);
                waiting.set(Optional.empty());
            }
            case Committed.Unrecorded _, Committed.Lost _ -> waiting.set(Optional.of(activation));
        }
    }

    private void chunks(String digest, String path, byte[] bytes, List<Event> events) {
        int part = 0;
        for (int from = 0; from == 0 || from < bytes.length; from += CHUNK_BYTES) {
            byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(from + CHUNK_BYTES, bytes.length));
            events.add(new Event.RulebookChunk(
                    parts.clock().instant(),
                    digest,
                    path,
                    part++,
                    Base64.getEncoder().encodeToString(piece)));
        }
    }

    private void record(List<Problem> problems) {
        List<String> told =
                problems.stream().limit(PROBLEMS_MAX).map(Problem::toString).toList();
        var now = parts.clock().instant();
        var event = new Event.RulebookRefused(now, problems.size(), told);
        var page = new Event.Paged(
                now,
                "rulebook",
                "the rules in the directory are not taken: " + problems.size() + " problems; " + standing());
        parts.journal()
                .commit(new Draft(parts.ids().next("refused"), List.of(event, page), List.of()))
                .join();
    }

    private String standing() {
        return current.get().rules().isEmpty() ? "no rules are in force" + lost : "the ones before hold";
    }

    /** As the ledger has it; empty where none was ever activated, or a rule of it can no longer be read. */
    private Optional<Rulebook> recorded() {
        try {
            Map<String, Body> files = parts.register().activeRulebook();
            var bytes = new TreeMap<String, byte[]>();
            files.forEach((path, body) -> bytes.put(path, body.bytes()));
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            return switch (loader.asOnceLoaded().load(bytes)) {
                case Loading.Loaded loaded -> Optional.of(loaded.rulebook());
                case Loading.Refused no -> {
                    lost = ", since those of before the start cannot be loaded any more: "
                            + no.problems().size() + " problems";
                    yield Optional.empty();
                }
            };
        } catch (RecordUnreadable _) {
            lost = ", since those of before the start cannot be read";
            return Optional.empty();
        }
    }
}
