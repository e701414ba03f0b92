package dev.killswitch.rule;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory that is looked at again and again, by whoever keeps the time. Thread-safe.
 */
public final class RulebookDirectory {
    private final Path directory;
    private RulebookLoader loader;
    private String taken = "";
    private String seen = "";

    public RulebookDirectory(Path directory, RulebookLoader loader) {
        this.directory = directory;
        this.loader = loader;
    }

    /** The first look, which takes what is there as it is. */
    public synchronized Loading first() {
        RuleFiles files = RuleFiles.read(directory);
        seen = fingerprint(files);
        taken = seen;
        return load(files);
    }

    /**
     * What became of the files, where they are others than those last taken or refused. A change is taken when a second
     * look sees the same: a file that is being written is not read by half. Never makes a rulebook without rules.
     */
    public synchronized Optional<Loading> look() {
        RuleFiles files = RuleFiles.read(directory);
        String now = fingerprint(files);
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(taken)) {
            return Optional.empty();
        }
        taken = now;
        return Optional.of(load(files));
    }

    /** The files are others to this loader: what was taken or refused is looked at again. */
    public synchronized void use(RulebookLoader fresh) {
        loader = fresh;
        taken = "";
    }

    private Loading load(RuleFiles files) {
        return switch (files) {
            case RuleFiles.Read read -> loader.load(read.files());
            case RuleFiles.Unreadable unreadable -> new Loading.Refused(unreadable.problems());
        };
    }

    private static String fingerprint(RuleFiles files) {
        return switch (files) {
            case RuleFiles.Read read -> Rulebook.digest(read.files());
            case RuleFiles.Unreadable unreadable -> unreadable.problems().toString();
        };
    }
}
