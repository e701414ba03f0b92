package dev.killswitch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page and the code name the same guards, in the same order, and say of each who goes on. */
class GuardDocsTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "docs/guards.md");

    private static Map<String, String> listed() throws IOException {
        var listed = new LinkedHashMap<String, String>();
        for (String line : Files.readAllLines(PAGE)) {
            List<String> cells = List.of(line.split("\\|"));
            if (line.startsWith("| `") && cells.size() == 4) {
                listed.put(cells.get(1).strip().replace("`", ""), cells.get(3).strip());
            }
        }
        return listed;
    }

    @Test
    void page_listsEachGuardInOrder() throws IOException {
        assertThat(listed().keySet()).containsExactlyElementsOf(Guard.words());
    }

    @Test
    void page_saysWhoGoesOn() throws IOException {
        listed().forEach((word, who) -> assertThat(who)
                .as(word)
                .startsWith(
                        switch (Guard.of(word).orElseThrow().bends()) {
                            case FOR_NOBODY -> "nobody";
                            case BY_CONFIGURATION -> "an operator";
                            case BY_NAME -> "a person, by name and count";
                            case BY_COUNT -> "a person, by typing";
                            case FOR_PERSONS -> "a person";
                        }));
    }

    @Test
    void page_listsEachDecision() throws IOException {
        String page = Files.readString(PAGE);
        for (Decision decision : Decision.values()) {
            assertThat(page).contains("| `" + decision.name().toLowerCase(Locale.ROOT) + "` |");
        }
    }

    @Test
    void page_namesTheBuiltInList() throws IOException {
        String page = Files.readString(PAGE);
        Protected.builtIn()
                .filter(glob -> !glob.text().startsWith("arn:"))
                .forEach(glob -> assertThat(page).contains("`" + glob + "`"));
    }
}
