package dev.killswitch.review;

import dev.killswitch.action.Released;
import dev.killswitch.incident.Release;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a release that we could not make leaves to a person, as lines to read. Commands are text to look over and to run by
 * hand, never anything that runs; the entry of the release has them exactly.
 */
public final class LeftToPerson {
    private static final int LINES_MAX = 40;

    /** Longer than any command with a manifest that fits the record. */
    private static final int LENGTH_MAX = 40_000;

    private LeftToPerson() {}

    static List<String> of(@Nullable Release release) {
        return release == null ? List.of() : of(release.released());
    }

    /** In their order, each on one line; none where nothing is left to do. */
    public static List<String> of(@Nullable Released released) {
        return switch (released) {
            case null -> List.of();
            case Released.Restored _, Released.Replaced _, Released.Gone _ -> List.of();
            case Released.Drifted drifted ->
                List.of(
                        "# somebody changed it since, so nothing was written",
                        "# ours was: " + OutsideText.line(drifted.ours()),
                        "# it is now: " + OutsideText.line(drifted.now()));
            case Released.ByHand byHand -> commands(byHand.commands());
            case Released.Impossible no -> List.of("# " + OutsideText.line(no.why()));
            case Released.Retry _ -> List.of();
        };
    }

    private static List<String> commands(List<String> commands) {
        Stream<String> shown = IntStream.range(0, Math.min(LINES_MAX, commands.size()))
                .mapToObj(commands::get)
                .map(LeftToPerson::command);
        int more = commands.size() - LINES_MAX;
        return more > 0
                ? Stream.concat(shown, Stream.of("# and " + more + " commands more: the entry of its release has them"))
                        .toList()
                : shown.toList();
    }

    /** Nobody runs half a command, or one in which characters stand for others. */
    private static String command(String command) {
        if (command.length() > LENGTH_MAX) {
            return "# a command of " + command.length() + " characters: the entry of its release has it";
        }
        return OutsideText.isPlain(command)
                ? command
                : "# not to be run as it is shown, the entry of its release has the exact one: "
                        + OutsideText.line(command);
    }
}
