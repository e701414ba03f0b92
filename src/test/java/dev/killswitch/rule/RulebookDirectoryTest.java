package dev.killswitch.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulebookDirectoryTest {
    private static final String RULE = """
            format: 1
            rules:
              - name: %s
                sources: [falco]
                when: alert.opened
                targets: {pod: entity.kind == "kubernetes.pod"}
                do: [{action: kubernetes.isolate-pod, on: pod}]
            """;

    @TempDir
    Path directory;

    private RulebookDirectory watched;

    @BeforeEach
    void oneRule() throws IOException {
        write("a.yaml", RULE.formatted("a"));
        watched = new RulebookDirectory(directory, new RulebookLoader(Rules.VOCABULARY));
    }

    private void write(String name, String text) throws IOException {
        Path path = directory.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String rules(Loading loading) {
        return ((Loading.Loaded) loading)
                .rulebook().rules().stream().map(Rule::name).toList().toString();
    }

    @Test
    void unchangedFiles_areNotLoadedAgain() {
        assertThat(rules(watched.first())).isEqualTo("[a]");
        assertThat(watched.look()).isEmpty();
        assertThat(watched.look()).isEmpty();
    }

    @Test
    void change_isTakenAtTheSecondLook_once() throws IOException {
        watched.first();
        write("below/b.yml", RULE.formatted("b"));
        assertThat(watched.look()).isEmpty();
        assertThat(watched.look()).map(RulebookDirectoryTest::rules).contains("[a, b]");
        assertThat(watched.look()).isEmpty();
    }

    @Test
    void fileThatIsBeingWritten_isNotReadByHalf() throws IOException {
        watched.first();
        write("a.yaml", "format: 1\nrules:\n");
        assertThat(watched.look()).isEmpty();
        write("a.yaml", RULE.formatted("c"));
        assertThat(watched.look()).isEmpty();
        assertThat(watched.look()).map(RulebookDirectoryTest::rules).contains("[c]");
    }

    @Test
    void mistake_isToldOnce_andItsMendIsTaken() throws IOException {
        watched.first();
        write("a.yaml", RULE.formatted("a").replace("opened", "opend"));
        watched.look();
        assertThat(watched.look()).get().isInstanceOf(Loading.Refused.class);
        assertThat(watched.look()).isEmpty();
        write("a.yaml", RULE.formatted("a"));
        watched.look();
        assertThat(watched.look()).map(RulebookDirectoryTest::rules).contains("[a]");
    }

    @Test
    void rulesThatAreGone_areNotTaken() throws IOException {
        watched.first();
        Files.delete(directory.resolve("a.yaml"));
        watched.look();
        Optional<Loading> gone = watched.look();
        assertThat(gone).get().isInstanceOf(Loading.Refused.class);
        Files.delete(directory);
        watched.look();
        assertThat(watched.look()).map(Rules::rendered).get().asString().contains("no directory");
    }

    @Test
    void emptyDirectory_isRefused() throws IOException {
        Files.delete(directory.resolve("a.yaml"));
        assertThat(watched.first()).isInstanceOf(Loading.Refused.class);
    }

    @Test
    void configMap_isReadThroughItsLinks_once() throws IOException {
        Files.delete(directory.resolve("a.yaml"));
        write("..2026/a.yaml", RULE.formatted("a"));
        Files.createSymbolicLink(directory.resolve("..data"), directory.resolve("..2026"));
        Files.createSymbolicLink(directory.resolve("a.yaml"), directory.resolve("..data/a.yaml"));
        assertThat(rules(watched.first())).isEqualTo("[a]");
    }

    @Test
    void fileThatWouldNotBeRead_isAMistake() throws IOException {
        write("README.md", "words");
        assertThat(rules(watched.first())).isEqualTo("[a]");
        write("b.yaml.bak", "words");
        assertThat(Rules.rendered(watched.first()))
                .contains("b.yaml.bak: a file that is no rule file; expected *.yaml, *.yml or *.md");
    }

    @Test
    void tooLargeAFile_isRefusedUnread() throws IOException {
        Files.write(directory.resolve("b.yaml"), new byte[(1 << 20) + 1]);
        assertThat(Rules.rendered(watched.first())).contains("more than can be taken");
    }
}
