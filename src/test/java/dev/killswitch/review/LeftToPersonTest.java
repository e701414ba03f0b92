package dev.killswitch.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Released;
import dev.killswitch.ledger.Hash;
import dev.killswitch.plan.ReleasePolicy;
import dev.killswitch.rule.Rulebook;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftToPersonTest {
    private static final String MANIFEST = "printf %s '{\"kind\":\"RoleBinding\"}' | kubectl create -f -";

    @Test
    void commands_areShownWholeByTheAnswerAndThePostMortem() {
        History history = Histories.ended(new Released.ByHand(List.of(MANIFEST, "x".repeat(16_000))));
        var builtOn = new BuiltOn(1204, Hash.EMPTY_ROOT);
        var asOf = new AsOf(history.now().plus(Duration.ofHours(1)), builtOn, Rulebook.empty());

        String why = Why.of(history.incident(), asOf, ReleasePolicy.USUAL).text();
        PostMortem draft = PostMortem.of(history.incident(), builtOn);

        assertThat(why).contains("was left to a person, see below").contains("\nby hand  " + MANIFEST + "\n");
        assertThat(why).contains("x".repeat(16_000));
        assertThat(draft.markdown()).contains("  - `" + MANIFEST + "` [L#");
        assertThat(draft.html()).contains("<code>" + Sentence.escaped(MANIFEST) + "</code>");
    }

    @Test
    void drift_isShownWithBothValues() {
        assertThat(LeftToPerson.of(new Released.Drifted("quarantine=c-2", "quarantine=\u001bzzz")))
                .containsExactly(
                        "# somebody changed it since, so nothing was written",
                        "# ours was: quarantine=c-2",
                        "# it is now: quarantine=\uFFFDzzz");
    }

    @Test
    void whatCannotBeShownExactly_isNoCommand() {
        var hostile = new Released.ByHand(List.of("kubectl\nrm -rf x", "a\u202Eb", "y".repeat(50_000)));

        assertThat(LeftToPerson.of(hostile))
                .allSatisfy(line -> assertThat(line)
                        .startsWith("# ")
                        .doesNotContain("\n", "\u202E")
                        .hasSizeLessThan(600));
    }

    @Test
    void manyCommands_areCounted() {
        assertThat(LeftToPerson.of(new Released.ByHand(Collections.nCopies(1_000, "true"))))
                .hasSize(41)
                .endsWith("# and 960 commands more: the entry of its release has them");
    }

    @Test
    void whatIsDone_leavesNothing() {
        assertThat(LeftToPerson.of(new Released.Restored())).isEmpty();
        assertThat(LeftToPerson.of(new Released.Gone())).isEmpty();
    }
}
