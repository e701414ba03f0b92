package dev.killswitch.cli;

import dev.killswitch.ledger.LogFiles;
import dev.killswitch.ledger.Verdict;
import dev.killswitch.ledger.Verify;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a whole ledger: an export, or what a server shows. */
@Command(
        name = "verify",
        description =
                "Build a ledger again from its entries and compare: an export in a directory, which needs no server, "
                        + "or the ledger of a server.")
final class LedgerVerify implements Callable<Integer> {
    /** As many checkpoints as a directory may keep: one an hour for a year fits. */
    private static final int KEPT_MAX = 10_000;

    @Parameters(paramLabel = "<directory|url>", description = "Where it is.")
    @Nullable
    String place;

    @Option(
            names = "--key",
            paramLabel = "<file>",
            description =
                    "The log's verifier key; without it the one beside the log, which shows damage and no forgery.")
    @Nullable
    Path key;

    @Option(
            names = "--against",
            paramLabel = "<file|directory>",
            description = "Checkpoints that were kept elsewhere, one a file, or an older export.")
    @Nullable
    Path against;

    @Mixin
    final Access access;

    LedgerVerify(Machine machine) {
        this.access = new Access(machine, "reviewer");
    }

    @Override
    public Integer call() {
        return access.offline(screen -> {
            try (LogFiles files = open(screen)) {
                var verify = new Verify(List.of(Ledger.key(key, files, screen, Exit.NOT_VERIFIED)));
                Verdict verdict = verify.against(kept()).check(files);
                if (access.wantsJson()) {
                    screen.json(VerdictReport.json(verdict));
                } else {
                    VerdictReport.say(screen, verdict, against != null);
                }
                return verdict instanceof Verdict.Intact ? Exit.DONE : Exit.NOT_VERIFIED;
            }
        });
    }

    private LogFiles open(Screen screen) throws Stop {
        String where = Objects.requireNonNull(place);
        if (!where.startsWith("http://") && !where.startsWith("https://")) {
            return LogFiles.directory(Path.of(where));
        }
        URI log = Ledger.at(Access.address(where));
        Optional<String> token = access.tokenFor(log, screen);
        LogFiles files = Ledger.open(log, token);
        if (files.fetch("checkpoint", 1 << 16) instanceof LogFiles.Fetched.Unreachable away) {
            files.close();
            throw new Stop(Exit.UNREACHABLE, "the ledger cannot be read: " + away.why());
        }
        return files;
    }

    /** By name; an export's checkpoint where the directory is one. */
    private Map<String, byte[]> kept() throws Stop {
        if (against == null) {
            return Map.of();
        }
        Path export = against.resolve("checkpoint");
        if (!Files.isDirectory(against) || Files.exists(export)) {
            Path file = Files.isDirectory(against) ? export : against;
            return Map.of(file.toString(), Ledger.small(file));
        }
        var kept = new TreeMap<String, byte[]>();
        try (Stream<Path> paths = Files.list(against)) {
            for (Path path : paths.filter(Files::isRegularFile).limit(KEPT_MAX).toList()) {
                kept.put(path.toString(), Ledger.small(path));
            }
        } catch (IOException e) {
            throw new Stop(
                    Exit.USAGE, against + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        if (kept.isEmpty()) {
            throw new Stop(Exit.USAGE, against + " holds no checkpoint; expected files, one for each");
        }
        return kept;
    }
}
