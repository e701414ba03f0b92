package dev.killswitch.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that documents conditions says what the type checker knows, and its examples are rules. */
class RulesPageTest {
    private static final Path PAGE = Path.of("docs/rules.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-zA-Z.]+)` \\| ([^|]+) \\| [^|]+ \\|");
    private static final Pattern YAML = Pattern.compile("```yaml\n(format: 1\n.*?)```", Pattern.DOTALL);

    @Test
    void page_documentsEachName_withItsType() throws IOException {
        String page = Files.readString(PAGE);
        var documented = new TreeMap<String, String>();
        page.substring(page.indexOf("## What a condition sees"))
                .lines()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .forEach(row -> documented.put(row.group(1), row.group(2)));
        var known = new TreeMap<>(Language.SELECTOR.names());
        known.keySet().removeIf(name -> name.startsWith("alert.entities[]."));
        assertThat(documented).isEqualTo(known);
    }

    @Test
    void itemsOfEntities_haveThePartsOfAnEntity() {
        var names = Language.SELECTOR.names();
        names.forEach((name, type) -> {
            if (name.startsWith("entity.")) {
                assertThat(names).containsEntry("alert.entities[]" + name.substring("entity".length()), type);
            }
        });
    }

    @Test
    void conditionsSeeTheSame_butForEntity() {
        var names = new TreeMap<>(Language.SELECTOR.names());
        names.keySet().removeIf(name -> name.equals("entity") || name.startsWith("entity."));
        assertThat(Language.CONDITION.names()).isEqualTo(names);
    }

    @Test
    void rulesOnThePage_areRules() throws IOException {
        var blocks = YAML.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).isNotEmpty();
        blocks.forEach(block -> assertThat(Rules.load(block)).isInstanceOf(Loading.Loaded.class));
    }
}
