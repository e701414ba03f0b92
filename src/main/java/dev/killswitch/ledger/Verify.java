package dev.killswitch.ledger;

import dev.killswitch.ledger.LogFiles.Fetched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks a whole log by building all of it again from its entries: every tile, the root, the signature, and that nothing
 * else is there. Needs no service and no database, and trusts nothing but the keys it is given.
 */
public final class Verify {
    private final List<Vkey> trusted;
    private final Map<String, byte[]> kept;

    public Verify(List<Vkey> trusted) {
        this(trusted, Map.of());
    }

    private Verify(List<Vkey> trusted, Map<String, byte[]> kept) {
        this.trusted = List.copyOf(trusted);
        this.kept = Map.copyOf(kept);
    }

    /**
     * Compares also with checkpoints that were kept outside, by a name for each. Only this can tell a log that was
     * rewritten by somebody who has the signing key.
     */
    public Verify against(Map<String, byte[]> checkpoints) {
        var all = new HashMap<>(kept);
        all.putAll(checkpoints);
        return new Verify(trusted, all);
    }

    /** The key that lies beside a log, for whoever has none from elsewhere: it shows damage, and no forgery. */
    public static Decoded<Vkey> keyBeside(LogFiles files) {
        return switch (files.keyBeside()) {
            case Fetched.Found found -> Vkey.parse(new String(found.bytes(), StandardCharsets.UTF_8));
            case Fetched.Missing _ -> new Decoded.Bad<>("no key lies beside the log; name one");
            case Fetched.TooLong _ -> new Decoded.Bad<>("the key beside the log is too long to be one");
            case Fetched.Unreachable unreachable -> new Decoded.Bad<>(unreachable.why());
        };
    }

    /** Reads all of {@code files}, a bundle at a time. */
    public Verdict check(LogFiles files) {
        try {
            var points = new ArrayList<Rebuild.Kept>();
            for (var entry : kept.entrySet()) {
                points.add(new Rebuild.Kept(entry.getKey(), keptCheckpoint(entry.getKey(), entry.getValue())));
            }
            points.sort(Comparator.comparingLong(Rebuild.Kept::size).thenComparing(Rebuild.Kept::name));
            SignedCheckpoint signed = signedCheckpoint(files);
            var signers = signed.note().signers(trusted);
            var surroundings = new Surroundings(files, signed.checkpoint());
            surroundings.checkKeys(trusted);
            var comparisons = new Rebuild(files, signed.checkpoint(), points).run();
            if (comparisons.stream().allMatch(Verdict.Comparison.Consistent.class::isInstance)) {
                var labels = signers.stream().map(Vkey::label).toList();
                return new Verdict.Intact(signed.checkpoint(), labels, comparisons, surroundings.unread());
            }
            return new Verdict.Contradicted(signed.checkpoint(), comparisons);
        } catch (Stopped e) {
            return e.verdict();
        } catch (Malformed e) {
            return new Verdict.NotIntact(PublishedLog.CHECKPOINT, "the checkpoint of a known log", why(e));
        } catch (IOException e) {
            return new Verdict.Unchecked(
                    "the log cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private Checkpoint keptCheckpoint(String name, byte[] bytes) throws Stopped {
        return switch (SignedCheckpoint.open(bytes, trusted)) {
            case Decoded.Good<SignedCheckpoint> good -> good.value().checkpoint();
            case Decoded.Bad<SignedCheckpoint> bad ->
                throw new Stopped(
                        new Verdict.Unchecked("the kept checkpoint " + name + " proves nothing: " + bad.why()));
        };
    }

    private SignedCheckpoint signedCheckpoint(LogFiles files) throws Stopped, Malformed {
        if (trusted.isEmpty()) {
            throw new Stopped(new Verdict.Unchecked("no key to check with; name the log's verifier key"));
        }
        byte[] bytes = switch (files.fetch(PublishedLog.CHECKPOINT, Note.BYTES_MAX)) {
            case Fetched.Found found -> found.bytes();
            case Fetched.Missing _ -> throw new Stopped(new Verdict.Unchecked("there is no checkpoint"));
            case Fetched.TooLong _ -> throw new Malformed("more than " + Note.BYTES_MAX + " bytes");
            case Fetched.Unreachable gone -> throw new Stopped(new Verdict.Unchecked(gone.why()));
        };
        SignedCheckpoint signed = SignedCheckpoint.readChecked(bytes, trusted);
        if (signed.size() == 0) {
            throw new Stopped(new Verdict.Unchecked("the log has no entries: there is nothing to check"));
        }
        return signed;
    }

    private static String why(Malformed e) {
        return String.valueOf(e.getMessage());
    }
}
