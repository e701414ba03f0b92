package dev.killswitch.ledger;

import dev.killswitch.ledger.LogFiles.Fetched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What lies beside a log: keys that must be the trusted ones, no tile too many, and texts that nobody vouches for. */
final class Surroundings {
    /** More than enough to see that a directory holds other things too. */
    private static final int UNREAD_MAX = 20;

    private final LogFiles files;
    private final Checkpoint checkpoint;

    Surroundings(LogFiles files, Checkpoint checkpoint) {
        this.files = files;
        this.checkpoint = checkpoint;
    }

    /** A key that lies beside the log invites people to use it: then it must be one that is trusted. */
    void checkKeys(List<Vkey> trusted) throws Stopped {
        Optional<byte[]> beside = found(files.keyBeside(), "the key beside the log");
        if (beside.isEmpty()) {
            return;
        }
        switch (Vkey.parse(new String(beside.get(), StandardCharsets.UTF_8))) {
            case Decoded.Bad<Vkey> bad -> throw Stopped.at("the key beside the log", "a verifier key", bad.why());
            case Decoded.Good<Vkey> good -> {
                if (!trusted.contains(good.value()) || !Arrays.equals(ExportLayout.vkey(good.value()), beside.get())) {
                    throw Stopped.at(
                            "the key beside the log",
                            String.join(
                                    " or ", trusted.stream().map(Vkey::label).toList()),
                            "another key");
                }
                Optional<byte[]> pem = found(files.fetch(ExportLayout.PEM, ExportLayout.SMALL_MAX), ExportLayout.PEM);
                if (pem.isPresent() && !Arrays.equals(pem.get(), ExportLayout.pem(good.value()))) {
                    throw Stopped.at(ExportLayout.PEM, "the key of " + ExportLayout.VKEY, "another one");
                }
            }
        }
    }

    /** Refuses files that a log of this size has no place for; gives those that are none of a log's. */
    List<String> unread() throws Stopped, IOException {
        var unread = new ArrayList<String>();
        var texts = ExportLayout.texts(checkpoint);
        for (String path : files.paths().orElse(List.of())) {
            if (path.startsWith("tile/")) {
                checkPlace(path);
            } else if (!isRead(path) && !isOurs(path, texts.get(path))) {
                unread.add(path);
            }
        }
        return unread.size() <= UNREAD_MAX ? unread : withRest(unread);
    }

    private static List<String> withRest(List<String> unread) {
        var some = new ArrayList<>(unread.subList(0, UNREAD_MAX));
        some.add("and " + (unread.size() - UNREAD_MAX) + " more");
        return some;
    }

    private boolean isOurs(String path, byte @Nullable [] text) throws Stopped {
        return text != null
                && found(files.fetch(path, ExportLayout.SMALL_MAX), path)
                        .filter(there -> Arrays.equals(there, text))
                        .isPresent();
    }

    private static boolean isRead(String path) {
        return switch (path) {
            case PublishedLog.CHECKPOINT, ExportLayout.ENTRIES, ExportLayout.VKEY, ExportLayout.PEM -> true;
            default -> false;
        };
    }

    private void checkPlace(String path) throws Stopped {
        boolean expected = TilePath.parse(path).filter(this::isExpected).isPresent();
        if (!expected) {
            throw Stopped.at(path, "no such file in a log of " + checkpoint.size() + " entries", "a file");
        }
    }

    private boolean isExpected(TilePath path) {
        int level = switch (path) {
            case TilePath.Hashes tile -> tile.level();
            case TilePath.Entries _ -> 0;
        };
        long count = Tile.hashesAt(level, checkpoint.size());
        return path.index() < count / Tile.WIDTH
                ? path.width() == Tile.WIDTH
                : path.index() == count / Tile.WIDTH && path.width() == count % Tile.WIDTH;
    }

    private static Optional<byte[]> found(Fetched fetched, String what) throws Stopped {
        return switch (fetched) {
            case Fetched.Found found -> Optional.of(found.bytes());
            case Fetched.Missing _ -> Optional.empty();
            case Fetched.TooLong _ -> throw Stopped.at(what, "a short text", "a long one");
            case Fetched.Unreachable gone -> throw new Stopped(new Verdict.Unchecked(gone.why()));
        };
    }
}
