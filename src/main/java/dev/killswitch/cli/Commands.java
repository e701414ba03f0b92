package dev.killswitch.cli;

import dev.killswitch.config.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** All commands, as a tree. */
final class Commands {
    /** Fits a narrow terminal, and is the same everywhere. */
    private static final int HELP_WIDTH = 100;

    private Commands() {}

    /** The command that has all others. */
    @Command(
            name = "ks",
            description = "Closes doors at once, says what was done and why, and opens them again exactly.",
            synopsisSubcommandLabel = "COMMAND",
            footer = {
                "",
                "Exit codes: 0 done, 1 not done or refused, 2 wrong command line, 3 no server, 4 not allowed,",
                "5 a ledger does not verify."
            })
    static final class Root {
        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                scope = ScopeType.INHERIT,
                description = "Show this help.")
        boolean help;

        @Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Print the version.")
        boolean version;
    }

    /** A command that only holds others. */
    @Command
    static final class Group {}

    /** One command of the first level, with all that is below it. */
    private interface Branch {
        CommandLine of(Machine machine);
    }

    /** The tree as far as {@code words} need it: to read the annotations of all commands takes a fifth of a second. */
    static CommandLine of(Machine machine, List<String> words) {
        Map<String, Branch> branches = branches();
        String first = words.isEmpty() ? "" : words.getFirst();
        if (branches.containsKey(first) && !first.equals(Completion.NAME)) {
            branches.keySet().retainAll(Set.of(first));
        }
        var root = new CommandLine(new Root());
        branches.forEach((name, branch) -> root.addSubcommand(name, branch.of(machine)));
        root.getCommandSpec().version("ks " + machine.version());
        return configured(root, machine);
    }

    /** By name, in the order of help. */
    private static Map<String, Branch> branches() {
        var branches = new LinkedHashMap<String, Branch>();
        branches.put(
                "kill",
                machine -> levers(machine, "kill", "End a pod or a workload; take a key, a user or a role its power."));
        branches.put("isolate", machine -> levers(machine, "isolate", "Take something off the network."));
        branches.put(
                "stop", machine -> levers(machine, "stop", "Stop what makes pods: scale it to zero, or suspend it."));
        branches.put(
                "drain",
                machine -> levers(machine, "drain", "Move those that stand by away from a node, to look at the rest."));
        branches.put("cordon", machine -> levers(machine, "cordon", "Let no new pod come to a node."));
        branches.put("freeze", machine -> levers(machine, "freeze", "Let nothing new be made, of pods or of tokens."));
        branches.put("hold", machine -> levers(machine, "hold", "Have Argo CD or Flux leave alone what they deploy."));
        branches.put(
                "revoke", machine -> levers(machine, "revoke", "Kill tokens of Kubernetes, and credentials of AWS."));
        branches.put(
                "deny",
                machine -> levers(machine, "deny", "Have the API server refuse somebody's writes, or an image."));
        branches.put("strip", machine -> levers(machine, "strip", "Take bindings of roles away."));
        branches.put(DoCommand.NAME, machine -> DoCommand.of(machine, DoCommand.Mode.GIVE));
        branches.put("preview", Commands::preview);
        branches.put("status", machine -> new CommandLine(new Status(machine)));
        branches.put("check", machine -> new CommandLine(new Check(machine)));
        branches.put("incident", machine -> new CommandLine(new IncidentCommand(machine)));
        branches.put("evidence", machine -> new CommandLine(new EvidenceCommand(machine)));
        branches.put("why", machine -> new CommandLine(new Why(machine)));
        branches.put("release", machine -> new CommandLine(new Release(machine)));
        branches.put("approve", machine -> new CommandLine(new Approve(machine)));
        branches.put("containments", machine -> new CommandLine(new Containments(machine)));
        branches.put("incidents", machine -> new CommandLine(new Incidents(machine)));
        branches.put("deliveries", machine -> new CommandLine(new Deliveries(machine)));
        branches.put("delivery", machine -> new CommandLine(new DeliveryCommand(machine)));
        branches.put("replay", machine -> new CommandLine(new Replay(machine)));
        for (AutomationCommand.Switch to : AutomationCommand.Switch.values()) {
            branches.put(to.word(), machine -> AutomationCommand.of(machine, to));
        }
        branches.put(
                "cluster",
                machine -> group("Show what is known of clusters; measure it.")
                        .addSubcommand(new ClusterProfileCommand(machine)));
        branches.put("rules", Commands::rules);
        branches.put("ledger", Commands::ledger);
        branches.put("version", machine -> new CommandLine(new Version(machine)));
        branches.put(Completion.NAME, _ -> new CommandLine(new Completion()));
        return branches;
    }

    private static CommandLine levers(Machine machine, String verb, String description) {
        CommandLine group = group(description);
        Lever.of(verb).forEach(lever -> group.addSubcommand(lever.noun(), OrderCommand.of(machine, lever)));
        return group;
    }

    private static CommandLine preview(Machine machine) {
        CommandLine preview = group("Show what an order would do; write nothing.");
        for (String verb :
                List.of("kill", "isolate", "stop", "drain", "cordon", "freeze", "hold", "revoke", "deny", "strip")) {
            CommandLine group = group("Show what it would do to " + verb + " something; write nothing.");
            Lever.of(verb).forEach(lever -> group.addSubcommand(lever.noun(), OrderCommand.previewOf(machine, lever)));
            preview.addSubcommand(verb, group);
        }
        return preview.addSubcommand(DoCommand.NAME, DoCommand.of(machine, DoCommand.Mode.SHOW));
    }

    private static CommandLine rules(Machine machine) {
        CommandLine rules = group("Check rule files; list the live rules; turn one off or on.");
        rules.addSubcommand(new RulesCheck(machine)).addSubcommand(new RulesList(machine));
        for (RuleSwitch.Position to : RuleSwitch.Position.values()) {
            rules.addSubcommand(to.word(), RuleSwitch.of(machine, to));
        }
        return rules;
    }

    private static CommandLine ledger(Machine machine) {
        return group("Copy the ledger; check one.")
                .addSubcommand(new LedgerExport(machine))
                .addSubcommand(new LedgerVerify(machine));
    }

    private static CommandLine group(String description) {
        var group = new CommandLine(new Group());
        group.getCommandSpec().usageMessage().description(description).synopsisSubcommandLabel("COMMAND");
        return group;
    }

    private static CommandLine configured(CommandLine root, Machine machine) {
        Ansi ansi = switch (machine.ink()) {
            case PLAIN -> Ansi.OFF;
            case COLOURS -> Ansi.ON;
        };
        return root.setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setParameterExceptionHandler((mistake, _) -> told(mistake))
                .registerConverter(Duration.class, time())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(HELP_WIDTH);
    }

    /** The one line that matters; the help has a command of its own. */
    private static int told(CommandLine.ParameterException mistake) {
        CommandLine line = mistake.getCommandLine();
        line.getErr().println("ks: " + Printable.line(String.valueOf(mistake.getMessage())));
        CommandLine.UnmatchedArgumentException.printSuggestions(mistake, line.getErr());
        line.getErr().println("see " + line.getCommandSpec().qualifiedName() + " --help");
        line.getErr().flush();
        return Exit.USAGE.code();
    }

    private static ITypeConverter<Duration> time() {
        return text -> Durations.parse(text)
                .orElseThrow(
                        () -> new TypeConversionException("expected a time as in 4h or 90m, found '" + text + "'"));
    }
}
