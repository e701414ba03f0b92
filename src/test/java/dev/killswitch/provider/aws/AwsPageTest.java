package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page says what the code does. */
class AwsPageTest {
    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("docs/aws.md"));
    }

    @Test
    void example_isRead() {
        var problems = new Problems();
        Document document = Document.read("docs/aws.md", blocks("yaml").getFirst(), problems);
        var acme = document.root().section("connections").section("acme");
        assertThat(acme.text("kind")).contains("aws");
        assertThat(AwsSettings.read(acme).accounts()).hasSize(2);
        document.finish();
        assertThat(problems.found()).isEmpty();
    }

    @Test
    void tables_nameEveryKey_andEveryAction() {
        assertThat(page)
                .contains(
                        "| `accounts` |",
                        "| `role` |",
                        "| `external-id` |",
                        "| `credentials-file` |",
                        "| `region` |",
                        "| `endpoint` |",
                        "| `tiers` |",
                        "| `settling` |");
        assertThat(new AwsProvider().actions())
                .allSatisfy(spec -> assertThat(page).containsPattern("\n\\|[^|]*`" + spec.name() + "`"));
    }

    private static List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
