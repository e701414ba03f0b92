package dev.killswitch.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.Golden;
import dev.killswitch.incident.Fold;
import dev.killswitch.incident.Recorded;
import dev.killswitch.incident.SampleEvents;
import dev.killswitch.ledger.Hash;
import dev.killswitch.plan.Decision;
import dev.killswitch.review.PostMortem.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostMortemTest {
    private static final BuiltOn BUILT_ON = new BuiltOn(1204, Hash.EMPTY_ROOT);
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Set<String> TAGS = Set.of(
            "<!DOCTYPE html>",
            "<html lang=\"en\">",
            "</html>",
            "<head>",
            "</head>",
            "<meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<title>",
            "</title>",
            "<style>",
            "</style>",
            "<body>",
            "</body>",
            "<h1>",
            "</h1>",
            "<h2>",
            "</h2>",
            "<h3>",
            "</h3>",
            "<table>",
            "</table>",
            "<tr>",
            "</tr>",
            "<td>",
            "</td>",
            "<th>",
            "</th>",
            "<code>",
            "</code>",
            "</p>",
            "<strong>",
            "</strong>",
            "</span>",
            "<span class=\"refs\">",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"" + HtmlPage.policy() + "\">");

    static List<String> names() {
        return WhyTest.names();
    }

    private static History history(String name) {
        return Objects.requireNonNull(Histories.all().get(name));
    }

    private static PostMortem draft(History history) {
        return PostMortem.of(history.incident(), BUILT_ON);
    }

    private static Stream<Block> blocks(PostMortem draft) {
        return draft.sections().stream().flatMap(section -> section.blocks().stream());
    }

    @ParameterizedTest
    @MethodSource("names")
    void sameEntries_giveTheSameMarkdown(String name) {
        String markdown = draft(history(name)).markdown();
        assertThat(draft(history(name)).markdown()).isEqualTo(markdown);
        Golden.assertSame(PostMortemTest.class, "review/" + name + ".md", markdown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"contained-user", "hostile"})
    void sameEntries_giveTheSamePage(String name) {
        Golden.assertSame(
                PostMortemTest.class,
                "review/" + name + ".html",
                draft(history(name)).html());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyStatementAndRow_namesItsEntries_orSaysThatItIsInferred(String name) {
        blocks(draft(history(name))).forEach(block -> {
            switch (block) {
                case Block.Statement said ->
                    assertThat(said.refs().indexes()).as("%s", said).isNotEmpty();
                case Block.Table table ->
                    assertThat(table.rows()).allSatisfy(row -> {
                        assertThat(row).hasSameSizeAs(table.columns());
                        assertThat(row.getLast().plain()).matches("(.*\\[L#\\d+.*]|inferred)");
                    });
                case Block.Blank blank -> assertThat(blank.hint()).isNotBlank();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyPrefix_isADraft_withoutAPersonInIt(String name) {
        History history = history(name);
        for (int length = 1; length <= history.entries().size(); length++) {
            PostMortem draft = PostMortem.of(history.prefix(length), BUILT_ON);
            assertOnlyOurMarkup(draft);
            assertThat(draft.markdown() + draft.html()).doesNotContain("p-7f3a").doesNotContain("p-99");
        }
    }

    @Test
    void everyKindOfEventAtOnce_isADraft() {
        var entries = new ArrayList<Recorded>();
        SampleEvents.all().forEach(event -> entries.add(new Recorded(entries.size(), event.at(), event)));
        for (int length = 1; length <= entries.size(); length++) {
            assertOnlyOurMarkup(PostMortem.of(
                    Fold.incident(SampleEvents.INCIDENT, entries.subList(0, length))
                            .orElseThrow(),
                    BUILT_ON));
        }
    }

    /** Whatever others wrote stands in code, and nothing of it ends a line, a cell or a tag. */
    private static void assertOnlyOurMarkup(PostMortem draft) {
        int columns = 0;
        for (String line : draft.markdown().split("\n", -1)) {
            String ours = CODE.matcher(line).replaceAll("");
            assertThat(ours)
                    .doesNotContain("`")
                    .doesNotContain("<")
                    .doesNotContain("](")
                    .doesNotContain("\u2014");
            assertThat(line).matches("|#.*|\\|.*\\|| *- .+");
            boolean isRow = line.startsWith("|");
            int bars = (int) ours.chars().filter(c -> c == '|').count();
            if (isRow && columns > 0) {
                assertThat(bars).as(line).isEqualTo(columns);
            }
            columns = isRow ? bars : 0;
        }
        TAG.matcher(draft.html())
                .results()
                .map(found -> found.group())
                .forEach(tag -> assertThat(TAGS.contains(tag) || tag.matches("<p class=\"[a-z0-9 ]+\">"))
                        .as(tag)
                        .isTrue());
    }

    @Test
    void hostileNames_makeNoHeadingOfTheirOwn() {
        Stream<String> ours = draft(Histories.refused()).markdown().lines().filter(line -> line.startsWith("#"));
        assertThat(draft(Histories.hostile()).markdown().lines().filter(line -> line.startsWith("#")))
                .containsExactlyElementsOf(ours.toList());
    }

    @Test
    void whatOnlyPeopleKnow_isLeftBlank() {
        assertThat(blocks(draft(Histories.refused()))
                        .filter(Block.Blank.class::isInstance)
                        .map(block -> ((Block.Blank) block).field()))
                .containsExactly(
                        "owner",
                        "reviewer: security analyst",
                        "reviewer: engineering lead",
                        "reviewer: operations manager",
                        "reviewer: executive sponsor",
                        "impact",
                        "side effects",
                        "timeline confirmed by");
    }

    @Test
    void clock_startsWithTheFirstStepApplied_notWithTheAlert() {
        assertThat(draft(Histories.isolatedReplicas()).markdown())
                .contains("- T0: 2026-08-23 10:00:01.115Z, the first step applied [L#1022]\n")
                .contains("action plan due 2026-08-24 10:00:01.115Z, follow-up review due 2026-08-30 10:00:01.115Z");
        assertThat(draft(Histories.personOnly()).markdown())
                .contains("T0: none, no step was applied and no order given");
    }

    @Test
    void flood_makesADocumentOfBoundedLength() {
        var history = new History();
        for (int i = 0; i < 3_000; i++) {
            history.alert("a-" + i, Decision.NONE, "nothing is left to do", "payments/api-7f9c-aaaaa");
        }
        String draft = draft(history).markdown();
        assertThat(draft.lines()).hasSizeLessThan(3_500);
        assertThat(draft).contains("5000 more are left out here; the entries have them [L#1017–4016]");
    }

    @Test
    void unknowns_areListed_andNeverZero() {
        String draft = draft(Histories.unknownOutcome()).markdown();
        assertThat(draft)
                .contains("whether `kubernetes.isolate-pod` on `payments/api-7f9c-aaaaa` was applied at all")
                .contains("1 requested, 1 resolved, 0 changed, 1 of unknown outcome")
                .contains("beyond what was counted before the first write");
    }

    @Test
    void references_areWrittenAsRuns() {
        assertThat(new Refs(List.of(1L, 3L, 2L, 9L, 3L, 11L, 12L)).text()).isEqualTo("[L#1\u20133, L#9, L#11\u201312]");
        assertThat(new Refs(List.of(5L)).text()).isEqualTo("[L#5]");
    }
}
