package dev.killswitch.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.plan.Recipes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rulebook that the practice range comes with, against the actions and recipes there are. */
class PracticeRulesTest {
    @Test
    void practiceRules_areARulebook_andHoldTheirExamples() throws IOException {
        ActionCatalog actions = ActionCatalog.installed();
        var vocabulary = new Vocabulary(
                actions, Recipes.specs(actions), Set.of("falco", "guardduty", "alertmanager", "generic"));
        Loading loading = new RulebookLoader(vocabulary).load(Map.of("practice.yaml", file()));
        assertThat(Rules.rendered(loading)).isEqualTo("(loaded 5 rules)\n");
        List<Rule> rules = ((Loading.Loaded) loading).rulebook().rules();
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.mode()).isEqualTo(Rule.Mode.ENFORCE);
            assertThat(rule.types()).isNotEmpty();
        });
    }

    private static byte[] file() throws IOException {
        try (InputStream in = Rulebook.class.getClassLoader().getResourceAsStream("range/rules/practice.yaml")) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        }
    }
}
