package dev.killswitch.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.alert.SourceCatalog;
import dev.killswitch.alert.SourceSpec;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page tells operators to write must be what we read. */
class SourcesPageTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "docs", "sources.md");
    private static final Pattern SNIPPET = Pattern.compile("```yaml\n(sources:\n.*?)```", Pattern.DOTALL);

    @Test
    void everySnippet_isReadWithoutAProblem() throws IOException {
        var kinds = new ArrayList<String>();
        for (MatchResult snippet :
                SNIPPET.matcher(Files.readString(PAGE)).results().toList()) {
            var problems = new Problems();
            Document document = Document.read("sources.md", snippet.group(1), problems);
            SourceCatalog.installed()
                    .read(document.root().section("sources"))
                    .values()
                    .forEach(source -> kinds.add(source.settings().kind()));
            document.finish();
            assertThat(problems.found()).as(snippet.group(1)).isEmpty();
        }
        assertThat(kinds)
                .containsAll(SourceCatalog.installed().specs().stream()
                        .map(SourceSpec::kind)
                        .toList());
    }
}
