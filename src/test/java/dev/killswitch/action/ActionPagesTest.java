package dev.killswitch.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.Golden;
import dev.killswitch.action.ActionPage.Wish;
import dev.killswitch.plan.Recipe;
import dev.killswitch.plan.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One page per action, made of what the action declares, so that none says what is not so. */
class ActionPagesTest {
    private static final Path PAGES = Path.of("docs/actions");
    private static final String INDEX = "README.md";

    static List<ActionSpec> actions() {
        return ServiceLoader.load(Provider.class).stream()
                .flatMap(provider -> provider.get().actions().stream())
                .sorted(Comparator.comparing(ActionSpec::stage).thenComparing(ActionSpec::name))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("actions")
    void page_isWhatTheActionDeclares(ActionSpec spec) {
        Golden.assertSame(
                ActionPagesTest.class,
                PAGES.resolve(ActionPage.file(spec.name())),
                page(spec).text());
    }

    @Test
    void noPage_isOfAnActionThatIsNotThere() throws IOException {
        Set<String> pages = new HashSet<>(Set.of(INDEX));
        actions().forEach(spec -> pages.add(ActionPage.file(spec.name())));
        try (Stream<Path> files = Files.list(PAGES)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(pages);
        }
    }

    @Test
    void index_namesEachActionAndRecipe_byWhatAResponderHasInHand() {
        var index = new StringBuilder("""
                # What can be done

                By what is in your hand. Each action is one write, and its page says what survives it before you pull; a
                recipe is a list of them. `ks preview` and `POST /v1/orders?preview=true` say what one would do to your
                very target, and write nothing.
                """);
        for (Wish wish : Wish.values()) {
            List<ActionSpec> specs = actions().stream()
                    .filter(spec -> Wish.of(spec.targetKind()) == wish)
                    .toList();
            List<Recipe> recipes = Recipes.all().stream()
                    .filter(recipe -> Wish.of(recipe.targetKind()) == wish)
                    .toList();
            if (!specs.isEmpty() || !recipes.isEmpty()) {
                index.append("\n## ").append(wish.title()).append("\n\n");
                index.append("`")
                        .append(wish.kind())
                        .append("`, as ")
                        .append(wish.form())
                        .append("\n\n");
                index.append("| what it does | action or recipe | undo |\n|---|---|---|\n");
                specs.forEach(spec -> index.append("| %s | [%s](%s) | %s |\n"
                        .formatted(
                                ActionPage.cell(spec.meaning().does()),
                                spec.name(),
                                ActionPage.file(spec.name()),
                                ActionPage.undo(spec.undo()))));
                recipes.forEach(recipe -> index.append("| %s | recipe `%s`: %s | of each step |\n"
                        .formatted(ActionPage.cell(recipe.meaning()), recipe.name(), steps(recipe))));
            }
        }
        Golden.assertSame(ActionPagesTest.class, PAGES.resolve(INDEX), index.toString());
    }

    private static String steps(Recipe recipe) {
        return String.join(
                ", ",
                names(recipe)
                        .map(name -> "[%s](%s)".formatted(name, ActionPage.file(name)))
                        .toList());
    }

    private static Stream<String> names(Recipe recipe) {
        return recipe.parts().stream().flatMap(part -> part.actions().stream());
    }

    private static ActionPage page(ActionSpec spec) {
        return new ActionPage(
                spec,
                actions().stream()
                        .filter(other -> !other.name().equals(spec.name())
                                && other.targetKind().equals(spec.targetKind())
                                && other.effect().equals(spec.effect()))
                        .map(ActionSpec::name)
                        .toList(),
                Recipes.all().stream()
                        .filter(recipe -> names(recipe).anyMatch(spec.name()::equals))
                        .map(Recipe::name)
                        .toList());
    }
}
