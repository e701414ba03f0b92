package dev.killswitch.cli;

import dev.killswitch.ledger.Decoded;
import dev.killswitch.ledger.HttpLimits;
import dev.killswitch.ledger.LogFiles;
import dev.killswitch.ledger.Verify;
import dev.killswitch.ledger.Vkey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the commands on ledgers share: where the files of a log are, and the key to check them with. */
final class Ledger {
    static final String KEY_BESIDE =
            "the key is the one beside the log: that shows damage, and no forgery; name one that "
                    + "you got another way with --key";

    /** Far above any key or checkpoint. */
    private static final int SMALL_BYTES_MAX = 64 * 1024;

    private Ledger() {}

    /** The log below a server's address, or at it where that is named already. */
    static URI at(URI address) {
        String text = address.toString();
        return text.endsWith("/ledger/") ? address : address.resolve("ledger/");
    }

    static LogFiles open(URI log, Optional<String> token) {
        return LogFiles.http(log, token, HttpLimits.USUAL);
    }

    /** The key in {@code named}, else the one that lies beside the log. */
    static Vkey key(@Nullable Path named, LogFiles files, Screen screen, Exit otherwise) throws Stop {
        if (named != null) {
            return switch (Vkey.parse(new String(small(named), StandardCharsets.UTF_8))) {
                case Decoded.Good<Vkey> good -> good.value();
                case Decoded.Bad<Vkey> bad -> throw new Stop(Exit.USAGE, named + ": " + bad.why());
            };
        }
        screen.note(KEY_BESIDE);
        return switch (Verify.keyBeside(files)) {
            case Decoded.Good<Vkey> good -> good.value();
            case Decoded.Bad<Vkey> bad ->
                throw new Stop(otherwise, List.of("there is no key to check with: " + bad.why()));
        };
    }

    /** A file that is small by its nature. */
    static byte[] small(Path file) throws Stop {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SMALL_BYTES_MAX + 1);
            if (bytes.length > SMALL_BYTES_MAX) {
                throw new Stop(
                        Exit.USAGE,
                        file + " has more than " + SMALL_BYTES_MAX + " bytes; expected a key or a checkpoint");
            }
            return bytes;
        } catch (IOException e) {
            throw new Stop(Exit.USAGE, file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
