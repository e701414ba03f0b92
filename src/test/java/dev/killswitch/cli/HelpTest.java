package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.Golden;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    private static final Terminal TERMINAL = new Terminal(new FakeServer());

    static Stream<String> commands() {
        return below(Commands.of(TERMINAL.machine(), List.of()));
    }

    private static Stream<String> below(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec().qualifiedName()),
                command.getSubcommands().values().stream().distinct().flatMap(HelpTest::below));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_isAsItWas(String command) {
        String[] words = (command + " --help").split(" ");
        var ran = TERMINAL.run(Stream.of(words).skip(1).toArray(String[]::new));

        assertThat(ran.code()).isZero();
        Golden.assertSame(HelpTest.class, "cli/" + command.replace(' ', '-') + ".txt", ran.out());
    }

    @Test
    void everyCommand_saysWhatItIsFor() {
        assertThat(commands()).allSatisfy(command -> {
            var spec = Commands.of(TERMINAL.machine(), List.of()).getCommandSpec();
            for (String word : command.split(" ")) {
                spec = word.equals("ks") ? spec : spec.subcommands().get(word).getCommandSpec();
            }
            assertThat(spec.usageMessage().description()).isNotEmpty();
        });
    }
}
