package dev.killswitch.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the token that says who asks. The token itself is never printed. */
final class SignIn {
    /** A token with a hundred groups has a tenth of it. */
    private static final int TOKEN_BYTES_MAX = 64 * 1024;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Machine machine;

    SignIn(Machine machine) {
        this.machine = machine;
    }

    /** A token and where it is from, in words; neither where there is none. */
    record Token(Optional<String> secret, Optional<String> from) {
        static final Token NONE = new Token(Optional.empty(), Optional.empty());
    }

    /**
     * The token to send to {@code server}: named on the command line, else by the environment, else one of a server on
     * this machine, which never goes anywhere else.
     *
     * @param as which of a local server's tokens, where one was asked for
     * @param usually which of them otherwise
     */
    Token find(URI server, @Nullable Path named, @Nullable String as, String usually) throws Stop {
        if (named != null) {
            return new Token(Optional.of(read(named)), Optional.empty());
        }
        if (as != null) {
            return asked(server, as);
        }
        Optional<String> file = machine.variable("KS_TOKEN_FILE");
        if (file.isPresent()) {
            return new Token(Optional.of(read(Path.of(file.get()))), Optional.empty());
        }
        Optional<String> token = machine.variable("KS_TOKEN");
        if (token.isPresent()) {
            return new Token(Optional.of(checked("KS_TOKEN", token.get().strip())), Optional.empty());
        }
        return isHere(server) ? local(usually) : Token.NONE;
    }

    private Token asked(URI server, String as) throws Stop {
        Token token = isHere(server) ? local(as) : Token.NONE;
        if (token.secret().isEmpty()) {
            throw new Stop(
                    Exit.USAGE,
                    List.of(
                            "expected the token of a server on this machine in tokens/" + as + " of one of "
                                    + machine.directories() + ", found none",
                            Access.TOKEN_HINT));
        }
        return token;
    }

    /** Whether {@code server} is on this machine. */
    static boolean isHere(URI server) {
        return server.getHost() != null && LOOPBACK.contains(server.getHost());
    }

    private Token local(String as) throws Stop {
        for (Path directory : machine.directories()) {
            Path file = directory.resolve("tokens").resolve(as);
            if (Files.isReadable(file)) {
                return new Token(Optional.of(read(file)), Optional.of("signed in as the local " + as + ": " + file));
            }
        }
        return Token.NONE;
    }

    private static String read(Path file) throws Stop {
        try (InputStream in = Files.newInputStream(file)) {
            return checked(
                    file.toString(), new String(in.readNBytes(TOKEN_BYTES_MAX + 1), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new Stop(
                    Exit.USAGE,
                    List.of(
                            "the token in " + file + " cannot be read ("
                                    + e.getClass().getSimpleName() + ")",
                            Access.TOKEN_HINT));
        }
    }

    /** Anything else could not stand in a header, and would be no token. */
    private static String checked(String where, String token) throws Stop {
        boolean fits = !token.isEmpty()
                && token.length() <= TOKEN_BYTES_MAX
                && token.chars().allMatch(unit -> unit > ' ' && unit < 0x7f);
        if (!fits) {
            throw new Stop(Exit.USAGE, where + " holds no token; expected one line of letters, digits and punctuation");
        }
        return token;
    }
}
