package dev.killswitch.cli;

import dev.killswitch.ledger.Export;
import dev.killswitch.ledger.FetchedLog;
import dev.killswitch.ledger.LogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a server's ledger into files. */
@Command(
        name = "export",
        description = "Copy the server's ledger into a new directory that anybody can check without us. A reviewer's.")
final class LedgerExport implements Callable<Integer> {
    @Parameters(paramLabel = "<directory>", description = "An empty directory, or one to be made.")
    @Nullable
    Path directory;

    @Option(
            names = "--key",
            paramLabel = "<file>",
            description = "The log's verifier key; without it the one that the server shows.")
    @Nullable
    Path key;

    @Mixin
    final Access access;

    LedgerExport(Machine machine) {
        this.access = new Access(machine, "reviewer");
    }

    @Override
    public Integer call() {
        return access.offline(screen -> {
            URI log = Ledger.at(access.base());
            Path into = Objects.requireNonNull(directory);
            try (LogFiles files = Ledger.open(log, access.tokenFor(log, screen))) {
                var export = new Export(FetchedLog.open(files), Ledger.key(key, files, screen, Exit.UNREACHABLE));
                return told(screen, export.to(into), into);
            } catch (UncheckedIOException e) {
                throw new Stop(
                        Exit.UNREACHABLE,
                        List.of("the ledger at " + log + " cannot be read: " + e.getMessage(), Access.WHERE_HINT));
            } catch (IOException e) {
                throw new Stop(
                        Exit.NOT_DONE,
                        into + " cannot be written (" + e.getClass().getSimpleName()
                                + "); what is there has no checkpoint and does not verify");
            }
        });
    }

    private Exit told(Screen screen, Export.Exported exported, Path into) throws Stop {
        return switch (exported) {
            case Export.Exported.Refused refused -> throw new Stop(Exit.NOT_VERIFIED, refused.why());
            case Export.Exported.Written written -> {
                var point = written.checkpoint();
                if (access.wantsJson()) {
                    screen.json(Session.object()
                            .put("origin", point.origin())
                            .put("size", point.size())
                            .put("root", point.root().toString())
                            .put("directory", into.toString()));
                } else {
                    screen.say("exported", point.size() + " entries of " + point.origin() + " to " + into);
                    screen.say("root", point.root().toString());
                    screen.say("next", "ks ledger verify " + into);
                    screen.say("keep", into.resolve("checkpoint") + " where those who run the server cannot change it");
                }
                yield Exit.DONE;
            }
        };
    }
}
