package dev.killswitch.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page has the words that the answers have. */
class ReviewPageTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "docs/review.md");

    @Test
    void page_hasEachDuration() throws IOException {
        List<String> names = Histories.all().values().stream()
                .flatMap(history -> Metrics.of(history.incident()).stream())
                .map(Metric::name)
                .distinct()
                .toList();
        assertThat(Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("| "))
                        .map(line -> line.split("\\|")[1].strip()))
                .containsAll(names);
    }

    @Test
    void page_hasEachPhaseAndBasis() throws IOException {
        String page = Files.readString(PAGE);
        Stream.concat(Arrays.stream(Timeline.Phase.values()), Arrays.stream(Timeline.Basis.values()))
                .forEach(constant -> assertThat(page).contains("`" + Sentence.word(constant) + "`"));
    }
}
