package dev.killswitch.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command gets at the server, and in which form it answers: the options that all of them share. */
final class Access {
    static final String WHERE_HINT = "name another with --server or KS_SERVER";
    static final String TOKEN_HINT = "sign in with --token-file, KS_TOKEN_FILE or KS_TOKEN";
    private static final String USUAL = "http://localhost:8080";

    private final Machine machine;
    private final String usually;

    @Option(names = "--server", paramLabel = "<url>", description = "The server (KS_SERVER; default " + USUAL + ").")
    @Nullable
    String server;

    @Option(
            names = "--token-file",
            paramLabel = "<file>",
            description = "File with your token (KS_TOKEN_FILE, or the token itself in KS_TOKEN).")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--as",
            paramLabel = "<role>",
            description = "Which token of a server on this machine to use, such as operator.")
    @Nullable
    String as;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    /** {@code usually} is the role that the command needs, which only matters with a local server's tokens. */
    Access(Machine machine, String usually) {
        this.machine = machine;
        this.usually = usually;
    }

    /** What a command does once it can speak to the server. */
    interface Work {
        Exit in(Session session) throws Stop;
    }

    /** What a command does with no server. */
    interface OfflineWork {
        Exit on(Screen screen) throws Stop;
    }

    int run(Work work) {
        return offline(screen -> {
            URI base = base();
            var token = new SignIn(machine).find(base, tokenFile, as, usually);
            token.from().ifPresent(screen::note);
            if (token.secret().isPresent() && "http".equals(base.getScheme()) && !SignIn.isHere(base)) {
                screen.note("the token goes to " + base.getHost() + " unencrypted; use https");
            }
            try (Server opened = machine.connector().open(base, token.secret())) {
                return work.in(
                        new Session(machine, base, opened, screen, json ? Session.Form.JSON : Session.Form.TEXT));
            } catch (Stop stop) {
                throw stop.exit() == Exit.NOT_ALLOWED ? withRole(stop) : stop;
            }
        });
    }

    private Stop withRole(Stop stop) {
        var lines = new ArrayList<>(stop.lines());
        lines.add("who may: a " + usually);
        return new Stop(stop.exit(), lines);
    }

    /** The token for {@code address}: one of the environment only where that is the server that it is for. */
    Optional<String> tokenFor(URI address, Screen screen) throws Stop {
        boolean named = tokenFile != null || as != null;
        if (!named && !sameOrigin(address, base())) {
            return Optional.empty();
        }
        var token = new SignIn(machine).find(address, tokenFile, as, usually);
        token.from().ifPresent(screen::note);
        return token.secret();
    }

    private static boolean sameOrigin(URI one, URI other) {
        boolean sameHost =
                Objects.equals(one.getHost(), other.getHost()) || (SignIn.isHere(one) && SignIn.isHere(other));
        return sameHost && Objects.equals(one.getScheme(), other.getScheme()) && one.getPort() == other.getPort();
    }

    boolean wantsJson() {
        return json;
    }

    /** Runs what needs no session. */
    int offline(OfflineWork work) {
        return offline(Objects.requireNonNull(command), machine, work);
    }

    static int offline(CommandSpec command, Machine machine, OfflineWork work) {
        var line = command.commandLine();
        var screen = new Screen(line.getOut(), line.getErr(), machine.ink());
        try {
            return work.on(screen).code();
        } catch (Stop stop) {
            screen.fail(stop);
            return stop.exit().code();
        }
    }

    URI base() throws Stop {
        String written = server != null ? server : machine.variable("KS_SERVER").orElse(USUAL);
        return address(written);
    }

    /** The address of a server; its path, where it has one, ends in a slash. */
    static URI address(String written) throws Stop {
        try {
            URI address = URI.create(written.endsWith("/") ? written : written + "/");
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (http && address.getHost() != null && address.getQuery() == null && address.getUserInfo() == null) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // Said below, as for an address that is one but not a server's.
        }
        throw new Stop(
                Exit.USAGE, "expected the address of a server, as in https://killswitch.example, found " + written);
    }
}
