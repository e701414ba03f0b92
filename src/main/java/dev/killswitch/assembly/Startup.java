package dev.killswitch.assembly;

import dev.killswitch.action.Provider;
import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.assembly.SettingsReader.Reading;
import dev.killswitch.assembly.SettingsReader.Written;
import dev.killswitch.config.Overrides;
import dev.killswitch.config.Problems;
import dev.killswitch.config.SecretFile;
import dev.killswitch.config.SecretFile.Reading.Known;
import dev.killswitch.engine.EngineLoop;
import dev.killswitch.web.LocalIssuer;
import dev.killswitch.web.People;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** From the environment to a running product, or to all that is wrong with the configuration. */
final class Startup implements AutoCloseable {
    /** Keys that are read before the configuration is: which file it is, and whether the range is part of it. */
    private static final String CONFIG = "config";

    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final String RANGE = "range.enabled";
    private static final Path OWN_NAMESPACE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");
    private static final Path USUAL_FILE = Path.of("config/killswitch.yaml");

    private final List<Runnable> opened = new ArrayList<>();

    /**
     * What surrounds the process.
     *
     * @param properties all of the JVM's, and {@code variables} all of the environment's
     * @param unsaid whether the range is part of it where nobody says
     */
    record Surroundings(
            Map<String, String> properties,
            Map<String, String> variables,
            Settings.Rooms unsaid,
            Clock clock,
            String version) {
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
            this("the configuration has " + problems.size() + " problems; nothing was started:\n  "
                    + String.join("\n  ", problems));
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
        Settings.Rooms rooms = rooms(around);
        Written written = written(around, rooms, machines.random());
        Overrides overrides = Overrides.of(around.properties(), around.variables(), Set.of(CONFIG, RANGE));
        var providers = ServiceLoader.load(Provider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        var reader = new SettingsReader(providers, SourceCatalog.installed(), around.clock());
        Settings settings = switch (reader.read(written, overrides, rooms)) {
            case Reading.Ready ready -> ready.settings();
            case Reading.Wrong wrong -> throw refused(wrong.problems());
        };
        Path tokens = settings.dataDirectory().resolve("tokens");
        // Made once the record is ours: a second process, by mistake, leaves the tokens of the first as they are.
        Supplier<People> people = () -> people(settings, new SecretFiles(tokens, machines.random()), around.clock());
        var host = new Killswitch.Host(around.clock(), machines, people, namespace(), around.version());
        Killswitch killswitch = Killswitch.open(settings, host);
        opened.add(killswitch::close);
        killswitch.start();
        if (rooms == Settings.Rooms.WITH_RANGE) {
            LOG.infof(
                    "on the practice range: tokens and sources' secrets in %s; try: curl -s localhost:8080/v1/alerts/falco"
                            + " -H \"Authorization: Bearer $(cat %s/source-falco)\" -H 'Content-Type: application/json'"
                            + " -d '{\"rule\":\"Terminal shell in container\",\"priority\":\"Critical\",\"output\":\"a shell\","
                            + "\"time\":\"'$(date -u +%%FT%%TZ)'\",\"output_fields\":{\"k8s.ns.name\":\"shop\",\"k8s.pod.name\":\"toolbox\"}}'",
                    tokens, tokens);
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

    private static Settings.Rooms rooms(Surroundings around) {
        return around.said(RANGE)
                .map(said -> Boolean.parseBoolean(said) ? Settings.Rooms.WITH_RANGE : Settings.Rooms.WITHOUT_RANGE)
                .orElse(around.unsaid());
    }

    private Written written(Surroundings around, Settings.Rooms rooms, SecureRandom random) {
        Optional<Path> named = around.said(CONFIG).map(Path::of);
        Path file = named.orElse(USUAL_FILE);
        if (named.isPresent() || Files.exists(file)) {
            return read(file);
        }
        if (rooms == Settings.Rooms.WITH_RANGE) {
            Path data = Path.of(around.said("data-directory").orElse("data"));
            var secrets = new SecretFiles(data.resolve("tokens"), random);
            PracticeRange range = PracticeRange.start(data, around.clock(), secrets);
            opened.add(range::close);
            return range.configuration();
        }
        throw new Refused(List.of("no configuration: expected " + USUAL_FILE
                + ", or the file named by -Dkillswitch.config; or try it on the practice range with"
                + " -Dkillswitch.range.enabled=true"));
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
    private static People people(Settings settings, SecretFiles secrets, Clock clock) {
        SecretFile pseudonyms = SecretFile.at(secrets.once("pseudonyms"));
        if (!(pseudonyms.read() instanceof Known known)) {
            throw new Refused(List.of(pseudonyms + " cannot be read; expected the key of pseudonyms"));
        }
        @Nullable String jwks = settings.people().jwks().orElse(null);
        People.Issuer issuer = jwks == null
                ? LocalIssuer.start(clock, secrets::write)
                : new People.Issuer.Remote(
                        settings.people().issuer().orElse(""),
                        URI.create(jwks),
                        settings.people().audiences());
        return new People(issuer, known.secret());
    }

    @Override
    public void close() {
        // One thing that cannot be closed keeps no other open.
        opened.reversed()
                .forEach(one -> EngineLoop.guarded(one, broken -> LOG.warn("could not be closed", broken))
                        .run());
        opened.clear();
    }
}
