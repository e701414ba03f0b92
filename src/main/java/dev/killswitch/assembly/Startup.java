package dev.killswitch.assembly;

import dev.killswitch.action.Provider;
import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.assembly.SettingsReader.Reading;
import dev.killswitch.assembly.SettingsReader.Written;
import dev.killswitch.config.Guarded;
import dev.killswitch.config.Overrides;
import dev.killswitch.config.Problems;
import dev.killswitch.config.Secret;
import dev.killswitch.config.SecretFile;
import dev.killswitch.config.SecretFile.Reading.Known;
import dev.killswitch.web.LocalIssuer;
import dev.killswitch.web.People;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** From the environment to a running product, or to all that is wrong with the configuration. */
final class Startup implements AutoCloseable {
    /** Keys that are read before the configuration is: which file it is, and whether the range is part of it. */
    private static final String CONFIG = "config";

    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final String RANGE = "range.enabled";
    private static final Path OWN_NAMESPACE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");
    private static final Path USUAL_FILE = Path.of("config/killswitch.yaml");

    /** How often the configuration is looked at. */
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final List<Runnable> opened = new ArrayList<>();

    /** Whether the practice range is part of it. */
    enum Rooms {
        WITH_RANGE,
        WITHOUT_RANGE
    }

    /**
     * What surrounds the process.
     *
     * @param properties all of the JVM's, and {@code variables} all of the environment's
     * @param unsaid whether the range is part of it where nobody says
     */
    record Surroundings(
            Map<String, String> properties, Map<String, String> variables, Rooms unsaid, Clock clock, String version) {
        Optional<String> said(String path) {
            String variable = "KILLSWITCH_"
                    + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            return Optional.ofNullable(properties.get("killswitch." + path))
                    .or(() -> Optional.ofNullable(variables.get(variable)));
        }
    }

    /** The configuration is wrong: each problem is a line of the message. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(List<String> problems) {
            this("the configuration has " + count(problems) + "; nothing was started:\n  "
                    + String.join("\n  ", problems));
        }

        private static String count(List<String> problems) {
            return problems.size() == 1 ? "a problem" : problems.size() + " problems";
        }

        private Refused(String why) {
            super(why);
        }

        static Refused cannotWrite(Path file, IOException why) {
            String reason = why instanceof FileSystemException system && system.getReason() != null
                    ? system.getReason()
                    : why.getClass().getSimpleName();
            return new Refused("expected a data directory that can be written, but " + file.toAbsolutePath()
                    + " cannot: " + reason + "; nothing was started. Mount it writable and make room, or name another"
                    + " with data-directory");
        }
    }

    /** Opens and starts. Throws {@link Refused} with everything that is wrong. */
    Killswitch start(Surroundings around) {
        Machines machines = new Machines();
        opened.add(machines::close);
        Optional<Path> file = file(around);
        Written written = file.map(Startup::read).orElseGet(() -> onRange(around, machines.random()));
        Overrides overrides = Overrides.of(around.properties(), around.variables(), Set.of(CONFIG, RANGE));
        List<Provider> providers = ServiceLoader.load(Provider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        var reader = new SettingsReader(providers, SourceCatalog.installed(), around.clock());
        Settings settings = switch (reader.read(written, overrides)) {
            case Reading.Ready ready -> ready.settings();
            case Reading.Wrong wrong -> throw refused(wrong.problems());
        };
        Path tokens = settings.dataDirectory().resolve("tokens");
        // Made once the record is ours: a second process, by mistake, leaves the tokens of the first as they are.
        Supplier<People> people = () -> people(settings, new SecretFiles(tokens, machines.random()), machines, around);
        var host = new Killswitch.Host(around.clock(), machines, providers, people, namespace(), around.version());
        Killswitch killswitch = Killswitch.open(settings, host);
        opened.add(killswitch::close);
        killswitch.start();
        file.ifPresent(path -> killswitch.watch(
                EVERY, new ConfigurationFile(path, written.text(), reader, overrides, killswitch)::look));
        if (file.isPresent() && settings.issuer().isEmpty()) {
            LOG.warnf(
                    "people sign in with the local issuer's tokens: whoever reads %s is any of them; people.jwks names an"
                            + " identity provider instead",
                    tokens);
        }
        if (file.isEmpty()) {
            LOG.infof(
                    "on the practice range: tokens and sources' secrets in %s; README.md has an alert to try", tokens);
        }
        return killswitch;
    }

    private static Refused refused(Problems problems) {
        return new Refused(
                problems.found().stream().map(Problems.Problem::rendered).toList());
    }

    /** As Kubernetes tells every pod. */
    private static Optional<String> namespace() {
        try {
            return Optional.of(Files.readString(OWN_NAMESPACE).strip()).filter(name -> !name.isEmpty());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** What was configured; empty where the range is to be. */
    private static Optional<Path> file(Surroundings around) {
        Optional<Path> named = around.said(CONFIG).map(Path::of);
        Optional<Path> file = named.or(() -> Optional.of(USUAL_FILE).filter(Files::exists));
        Optional<String> range = around.said(RANGE);
        range.filter(said -> !Set.of("true", "false").contains(said)).ifPresent(said -> {
            throw new Refused(List.of(RANGE + ": '" + said + "'; expected true or false"));
        });
        boolean isRange = range.map("true"::equals).orElse(around.unsaid() == Rooms.WITH_RANGE);
        if (file.isEmpty() && !isRange) {
            throw new Refused(List.of("no configuration: expected " + USUAL_FILE
                    + ", or the file named by -Dkillswitch.config; or try it on the practice range with"
                    + " -Dkillswitch.range.enabled=true"));
        }
        return file;
    }

    private Written onRange(Surroundings around, SecureRandom random) {
        Path data = Path.of(around.said("data-directory").orElse("data"));
        PracticeRange range =
                PracticeRange.start(data, around.clock(), new SecretFiles(data.resolve("tokens"), random));
        opened.add(range::close);
        return range.configuration();
    }

    private static Written read(Path file) {
        try {
            return new Written(file.toString(), Files.readString(file));
        } catch (IOException unreadable) {
            throw new Refused(List.of(file + " cannot be read: "
                    + unreadable.getClass().getSimpleName() + "; expected a configuration in YAML"));
        }
    }

    /** The key of pseudonyms is made once and kept: with another one the same person would be somebody else. */
    private static People people(Settings settings, SecretFiles secrets, Machines machines, Surroundings around) {
        Secret pseudonyms = known(SecretFile.at(secrets.once("pseudonyms")), "the key of pseudonyms");
        Optional<People.Issuer> remote = settings.issuer().map(issuer -> issuer);
        return new People(remote.orElseGet(() -> local(secrets, machines, around.clock())), pseudonyms);
    }

    private static Secret known(SecretFile file, String what) {
        if (file.read() instanceof Known known) {
            return known.secret();
        }
        throw new Refused(List.of(file + " cannot be read; expected " + what));
    }

    private static People.Issuer local(SecretFiles secrets, Machines machines, Clock clock) {
        SecretFile key = SecretFile.at(secrets.once("issuer", LocalIssuer::newKey));
        LocalIssuer local;
        try {
            local = new LocalIssuer(
                    clock, known(key, "the key of the local issuer").text(), secrets::write);
        } catch (IllegalArgumentException _) {
            throw new Refused(List.of(key + " holds no key of the local issuer; take it away, and one is made anew"));
        }
        local.issue();
        machines.eachSecond(local::issue);
        return local.issuer();
    }

    @Override
    public void close() {
        // One thing that cannot be closed keeps no other open.
        opened.reversed()
                .forEach(one -> Guarded.runnable(one, broken -> LOG.warn("could not be closed", broken))
                        .run());
        opened.clear();
    }
}
