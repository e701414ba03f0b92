package dev.killswitch.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.plan.Recipe.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecipesTest {
    @Test
    void recipe_promisesTheLeastOfItsActions_andTakesTheirParameters() {
        var specs = Recipes.specs(Fixture.CATALOG);
        assertThat(specs.keySet()).containsExactlyInAnyOrder("aws.contain-user", "kubernetes.isolate-and-kill-pod");
        assertThat(specs.values())
                .anySatisfy(user -> {
                    assertThat(user.targetKind()).isEqualTo("aws.user");
                    assertThat(user.undo()).isEqualTo(Undo.EXACT);
                })
                .anySatisfy(pod -> {
                    assertThat(pod.targetKind()).isEqualTo("kubernetes.pod");
                    assertThat(pod.undo()).isEqualTo(Undo.NONE);
                    assertThat(pod.parameters()).extracting(Param::name).containsExactly("grace");
                });
    }

    @Test
    void recipeOfWhichAnActionIsMissing_isNoRecipe() {
        var catalog = ActionCatalog.ofSpecs(List.of(Fixture.DENY, Fixture.ISOLATE, Fixture.KILL));
        assertThat(Recipes.specs(catalog).keySet()).containsExactly("kubernetes.isolate-and-kill-pod");
    }

    /** What follows on each thing is done with nobody there to give it a parameter. */
    @Test
    void recipesAgree_withTheActionsThatAreInstalled() {
        ActionCatalog installed = ActionCatalog.installed();
        for (Recipe recipe : Recipes.all()) {
            assertThat(Recipes.isWhole(recipe, installed)).as(recipe.name()).isTrue();
            var types = new HashMap<String, Param.Type>();
            for (Part part : recipe.parts()) {
                ActionSpec spec = installed.find(part.action()).orElseThrow();
                assertThat(spec.targetKind()).as(part.action()).isEqualTo(recipe.targetKind());
                spec.parameters()
                        .forEach(param -> assertThat(types.merge(param.name(), param.type(), (was, is) -> was))
                                .isEqualTo(param.type()));
                if (part.stronger() == Recipe.Stronger.TAKE) {
                    assertThat(installed.above(part.action())).as(part.action()).isNotEmpty();
                }
                if (part.each() != null) {
                    part.each().all().forEach(one -> {
                        ActionSpec each = installed.find(one.action()).orElseThrow();
                        assertThat(each.targetKind()).isEqualTo(one.kind());
                        assertThat(each.parameters()).allMatch(param -> param.fallback() != null);
                    });
                }
            }
        }
    }

    @Test
    void partThatStandsTwice_orFollowsALaterOne_isADefect() {
        var one = new Part("a.one", Set.of(), null);
        assertThatThrownBy(() -> new Recipe("a.r", "a.kind", "", List.of(one, one)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Recipe("a.r", "a.kind", "", List.of(new Part("a.two", Set.of("a.one"), null), one)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
