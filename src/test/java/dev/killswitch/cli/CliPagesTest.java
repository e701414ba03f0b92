package dev.killswitch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the pages say of {@code ks} is so. */
class CliPagesTest {
    private static final Path PAGE = Path.of("docs/cli.md");

    /** On a line of its own, up to what is said of it; or within a sentence. */
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^(?:\\./)?ks (.+?)(?: {2,}.*| +#.*)?$|`(?:\\./)?ks ([^`]+)`");

    /** Several in one line, or a part that may be left out. */
    private static final Pattern SEVERAL = Pattern.compile(" [·|] |\\[");

    static Stream<String> commands() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                    Stream.of(Path.of("README.md")),
                    docs.filter(file -> file.toString().endsWith(".md")))
                    .flatMap(CliPagesTest::commands)
                    .flatMap(line -> Stream.of(line.split(" && (?:\\./)?ks ")))
                    .filter(command -> !SEVERAL.matcher(command).find())
                    .distinct()
                    .toList()
                    .stream();
        }
    }

    private static Stream<String> commands(Path page) {
        return COMMAND.matcher(read(page))
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .map(String::strip);
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new AssertionError(page + " cannot be read", e);
        }
    }

    /** The launcher's own is no command of the program. */
    @ParameterizedTest
    @MethodSource("commands")
    void commandOnAPage_isOneThatIs(String command) {
        String[] words =
                command.replaceAll("\"[^\"]*\"", "x").replaceAll(" < .*", "").split(" +");
        CommandLine line = Commands.of(new Terminal(new FakeServer()).machine(), List.of(words));

        if (!command.equals("warm-up")) {
            assertThatCode(() -> parse(line, words)).doesNotThrowAnyException();
        }
    }

    /** A page may leave out what a command is about. */
    private static void parse(CommandLine line, String[] words) {
        try {
            line.parseArgs(words);
        } catch (CommandLine.MissingParameterException _) {
            assertThat(words).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyLever_isOnThePage(Lever lever) {
        String verb = lever.says("").split(" ")[0];

        assertThat(read(PAGE).lines())
                .anyMatch(line -> line.startsWith("ks " + verb + " ") && line.matches(".* " + lever.noun() + " .*"));
    }

    @Test
    void everyCommand_isOnThePage() {
        var commands = Commands.of(new Terminal(new FakeServer()).machine(), List.of());

        assertThat(commands.getSubcommands().keySet())
                .allMatch(name -> Pattern.compile("(?m)^ks (?:.* · )?" + name + "\\b")
                        .matcher(read(PAGE))
                        .find());
    }
}
