package dev.killswitch.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.ActionCatalog;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.config.Problems.Problem;
import dev.killswitch.plan.Reach;
import dev.killswitch.plan.Recipes;
import dev.killswitch.rule.Loading;
import dev.killswitch.rule.Rulebook;
import dev.killswitch.rule.RulebookLoader;
import dev.killswitch.rule.Site;
import dev.killswitch.rule.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads rule files as the server would, and runs their examples. */
@Command(
        name = "check",
        description =
                "Check the rule files of a directory and run their examples, as the server would. Needs no server.")
final class RulesCheck implements Callable<Integer> {
    /** What the practice range calls its sources; a configuration of one's own has its own names. */
    private static final Set<String> USUAL_SOURCES = Set.of("falco", "guardduty", "alertmanager", "generic");

    private static final int CONFIG_BYTES_MAX = 1 << 20;

    private final Machine machine;

    @Parameters(paramLabel = "<directory>", description = "Where the rule files are.")
    @Nullable
    Path directory;

    @Option(
            names = "--config",
            paramLabel = "<file>",
            description = "The server's configuration, for the names of its sources and the tiers of its connections.")
    @Nullable
    Path config;

    @Option(names = "--source", paramLabel = "<name>", split = ",", description = "Names of sources, instead of that.")
    @Nullable
    List<String> sources;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Spec
    @Nullable
    CommandSpec command;

    RulesCheck(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Integer call() {
        return Access.offline(Objects.requireNonNull(command), machine, screen -> {
            ActionCatalog actions = ActionCatalog.installed();
            var vocabulary = new Vocabulary(actions, Recipes.specs(actions), sources(screen));
            var loader = new RulebookLoader(vocabulary);
            return switch (loader.load(Objects.requireNonNull(directory))) {
                case Loading.Loaded loaded -> fine(screen, loaded.rulebook());
                case Loading.Refused refused -> wrong(screen, refused.problems());
            };
        });
    }

    private Map<String, Set<Site>> sources(Screen screen) throws Stop {
        if (sources != null) {
            return unplaced(sources);
        }
        if (config != null) {
            return configured(config);
        }
        screen.note("the sources are taken to be the practice range's (falco, guardduty, alertmanager, generic); "
                + "name yours with --config or --source");
        return unplaced(USUAL_SOURCES);
    }

    /** Where they lead to is not known: no tier is judged. */
    private static Map<String, Set<Site>> unplaced(Collection<String> names) {
        return names.stream().distinct().collect(Collectors.toMap(name -> name, _ -> Set.of()));
    }

    private static Map<String, Set<Site>> configured(Path file) throws Stop {
        try {
            if (Files.size(file) > CONFIG_BYTES_MAX) {
                throw new Stop(
                        Exit.USAGE, file + " has more than " + CONFIG_BYTES_MAX + " bytes; expected a configuration");
            }
            var problems = new Problems();
            String text = Files.readString(file);
            var _ = Document.read(file.toString(), text, problems);
            if (!problems.isEmpty()) {
                throw new Stop(
                        Exit.USAGE,
                        problems.found().stream().map(Problem::toString).toList());
            }
            return Reach.read(
                    Document.read(file.toString(), text, new Problems()).root());
        } catch (IOException e) {
            throw new Stop(
                    Exit.USAGE,
                    file + " cannot be read (" + e.getClass().getSimpleName() + "); expected a configuration");
        }
    }

    private Exit fine(Screen screen, Rulebook rulebook) {
        if (json) {
            ObjectNode answer = Session.object().put("digest", rulebook.digest());
            ArrayNode rules = answer.putArray("rules");
            rulebook.rules()
                    .forEach(rule -> rules.addObject()
                            .put("rule", rule.name())
                            .put("mode", rule.mode().name().toLowerCase(Locale.ROOT))
                            .put("where", rule.where()));
            answer.putArray("problems");
            screen.json(answer);
            return Exit.DONE;
        }
        screen.say("good", Screen.counted(rulebook.rules().size(), "rule") + ", digest " + rulebook.digest());
        rulebook.rules()
                .forEach(rule -> screen.say(
                        "", rule.name() + "   " + rule.mode().name().toLowerCase(Locale.ROOT) + "   " + rule.where()));
        return Exit.DONE;
    }

    private Exit wrong(Screen screen, List<Problem> problems) {
        if (json) {
            ObjectNode answer = Session.object();
            ArrayNode list = answer.putArray("problems");
            problems.forEach(problem -> list.addObject()
                    .put("where", problem.where())
                    .put("found", problem.found())
                    .put("expected", problem.expected()));
            screen.json(answer);
            return Exit.NOT_DONE;
        }
        problems.forEach(problem -> problem.rendered().lines().forEach(screen::say));
        screen.note(Screen.counted(problems.size(), "problem")
                + ": a server would refuse all of it, and keep the rulebook it has");
        return Exit.NOT_DONE;
    }
}
