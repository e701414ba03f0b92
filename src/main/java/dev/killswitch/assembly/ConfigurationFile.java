package dev.killswitch.assembly;

import dev.killswitch.assembly.SettingsReader.Reading;
import dev.killswitch.assembly.SettingsReader.Written;
import dev.killswitch.config.Overrides;
import dev.killswitch.config.Problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The configuration's file while the service runs: a change is taken whole or told whole. What is read is what the start
 * would read. Used by one thread.
 */
final class ConfigurationFile {
    private static final Logger LOG = Logger.getLogger(ConfigurationFile.class);

    private final Path file;
    private final SettingsReader reader;
    private final Overrides overrides;
    private final Killswitch killswitch;
    /** The configuration that runs. */
    private String ran;

    private Found taken;
    private Found seen;

    /** {@code text}: what the service was started with. */
    ConfigurationFile(Path file, String text, SettingsReader reader, Overrides overrides, Killswitch killswitch) {
        this.file = file;
        this.reader = reader;
        this.overrides = overrides;
        this.killswitch = killswitch;
        this.ran = text;
        this.taken = new Found.Text(text);
        this.seen = taken;
    }

    /** What a look found there. */
    private sealed interface Found {
        record Text(String text) implements Found {}

        record Unreadable(String why) implements Found {}
    }

    /** A change is taken when a second look sees the same: a file that is being written is not read by half. */
    void look() {
        Optional<Found> found = find();
        if (found.isEmpty()) {
            return;
        }
        Found now = found.get();
        boolean isSettled = now.equals(seen);
        seen = now;
        if (isSettled && !now.equals(taken)) {
            take(now);
        }
    }

    private void take(Found found) {
        switch (found) {
            case Found.Text written -> take(written);
            case Found.Unreadable no -> {
                taken = no;
                refuse(List.of(file + " cannot be read: " + no.why() + "; expected a configuration in YAML"));
            }
        }
    }

    private void take(Found.Text written) {
        String text = written.text();
        if (text.equals(ran)) {
            taken = written;
            killswitch.refuse(List.of());
            return;
        }
        Settings running = killswitch.settings();
        switch (reader.read(new Written(file.toString(), text), overrides, Optional.of(running))) {
            case Reading.Ready ready -> {
                if (killswitch.take(ready.settings())) {
                    taken = written;
                    ran = text;
                    killswitch.refuse(List.of());
                } else {
                    // Tried again at the next look: what could not be recorded is not done.
                    ready.settings().connections().values().stream()
                            .filter(connection -> !running.connections().containsValue(connection))
                            .forEach(connection -> connection.close());
                }
            }
            case Reading.Wrong wrong -> {
                taken = written;
                refuse(wrong.problems().found().stream().map(Problem::toString).toList());
            }
        }
    }

    private void refuse(List<String> problems) {
        LOG.warnf(
                "the changed configuration is not taken, the one before is in force:%n  %s",
                String.join(System.lineSeparator() + "  ", problems));
        killswitch.refuse(problems);
    }

    /** A file that is away for a moment, while it is replaced, is no change. */
    private Optional<Found> find() {
        try {
            return Optional.of(new Found.Text(Files.readString(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Found.Unreadable(e.getClass().getSimpleName()));
        }
    }
}
