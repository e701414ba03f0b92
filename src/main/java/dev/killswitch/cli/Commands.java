package dev.killswitch.cli;

import dev.killswitch.config.Durations;
import java.time.Duration;
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

    static CommandLine of(Machine machine) {
        var root = new CommandLine(new Root());
        CommandLine kill = group("End a pod; take a key, a user or a role its power.");
        CommandLine isolate = group("Take something off the network.");
        CommandLine preview = group("Show what an order would do; write nothing.");
        CommandLine previewKill = group("What a kill would do.");
        CommandLine previewIsolate = group("What an isolation would do.");
        for (Lever lever : Lever.values()) {
            boolean kills = lever.verb().equals("kill");
            (kills ? kill : isolate).addSubcommand(lever.noun(), OrderCommand.of(machine, lever));
            (kills ? previewKill : previewIsolate).addSubcommand(lever.noun(), OrderCommand.previewOf(machine, lever));
        }
        preview.addSubcommand("kill", previewKill).addSubcommand("isolate", previewIsolate);
        root.addSubcommand("kill", kill)
                .addSubcommand("isolate", isolate)
                .addSubcommand("preview", preview)
                .addSubcommand(new Status(machine))
                .addSubcommand(new IncidentCommand(machine))
                .addSubcommand(new Why(machine))
                .addSubcommand(new Release(machine))
                .addSubcommand(new Approve(machine))
                .addSubcommand(new Containments(machine))
                .addSubcommand(new Incidents(machine))
                .addSubcommand(new Deliveries(machine))
                .addSubcommand(new Replay(machine));
        for (AutomationCommand.Switch to : AutomationCommand.Switch.values()) {
            root.addSubcommand(to.word(), AutomationCommand.of(machine, to));
        }
        root.addSubcommand("rules", rules(machine))
                .addSubcommand("ledger", ledger(machine))
                .addSubcommand(new Version(machine))
                .addSubcommand(new Completion());
        root.getCommandSpec().version("ks " + machine.version());
        return configured(root, machine);
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
                .registerConverter(Duration.class, time())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(HELP_WIDTH);
    }

    private static ITypeConverter<Duration> time() {
        return text -> Durations.parse(text)
                .orElseThrow(
                        () -> new TypeConversionException("expected a time as in 4h or 90m, found '" + text + "'"));
    }
}
