package dev.killswitch.web;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.alert.SourceSettings;
import dev.killswitch.engine.Intake;
import dev.killswitch.plan.Recipe;
import dev.killswitch.plan.Recipes;
import dev.killswitch.rule.RecipeSpec;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What is connected, and what can be done there. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "inventory")
final class InventoryResource {
    private final Product product;
    private final Places places;

    InventoryResource(Product product, Places places) {
        this.product = product;
        this.places = places;
    }

    /**
     * One source.
     *
     * @param heard when its last delivery came; before the start, the last that was kept; null where none ever did
     * @param silent whether that is longer ago than its heartbeat
     * @param troubles what keeps its senders from being proven
     */
    record SourceView(
            String source,
            String kind,
            Map<String, String> scope,
            String proof,
            String may,
            String rate,
            @Nullable String heartbeat,
            @Nullable String heard,
            boolean silent,
            List<String> troubles) {
        static SourceView of(Door door, @Nullable Instant heard, boolean silent) {
            SourceSettings settings = door.source().settings();
            return new SourceView(
                    settings.name(),
                    settings.kind(),
                    new TreeMap<>(settings.scope()),
                    Words.of(settings.proof().kind()),
                    Words.of(settings.may()),
                    settings.rate().count() + " per " + settings.rate().per(),
                    settings.heartbeat().map(Duration::toString).orElse(null),
                    Words.ofNullable(heard),
                    silent,
                    door.proof().troubles());
        }
    }

    /** The catalogue: what can be done, and to what. */
    record CatalogView(
            List<ActionView> items,
            List<RecipeView> recipes,
            @Nullable String next) {}

    /**
     * One action: what it does, what survives that, and how long it takes, before the rest.
     *
     * @param stronger names of actions that its answer may name where it falls short
     */
    record ActionView(
            String action,
            String meaning,
            String survives,
            String takesEffect,
            String targetKind,
            String tier,
            String stage,
            String undo,
            boolean ends,
            String effect,
            String patience,
            List<ParameterView> parameters,
            List<String> permissions,
            ByHandView byHand,
            List<String> d3fend,
            List<String> stronger) {
        static ActionView of(ActionSpec spec) {
            return new ActionView(
                    spec.name(),
                    spec.meaning().does(),
                    spec.meaning().survives(),
                    spec.meaning().takesEffect(),
                    spec.targetKind(),
                    spec.tier(),
                    Words.of(spec.stage()),
                    Words.of(spec.undo()),
                    spec.ends(),
                    spec.effect(),
                    spec.patience().toString(),
                    spec.parameters().stream().map(ParameterView::of).toList(),
                    spec.permissions(),
                    new ByHandView(spec.byHand().contain(), spec.byHand().release()),
                    spec.d3fend(),
                    spec.stronger());
        }
    }

    /** Shell commands that do the same without us; words in braces are to be filled in. */
    record ByHandView(List<String> contain, List<String> release) {}

    /**
     * One parameter.
     *
     * @param fallback null where it must be given
     * @param choices all that it may be; none where it is no closed list
     */
    record ParameterView(String name, String type, @Nullable String fallback, String meaning, List<String> choices) {
        static ParameterView of(ActionSpec.Param param) {
            return new ParameterView(
                    param.name(), Words.of(param.type()), param.fallback(), param.meaning(), param.choices());
        }
    }

    /** One recipe; its parameters are those of its actions. */
    record RecipeView(
            String recipe, String targetKind, String meaning, List<String> actions, List<ParameterView> parameters) {
        static RecipeView of(Recipe recipe, RecipeSpec whole) {
            return new RecipeView(
                    recipe.name(),
                    recipe.targetKind(),
                    recipe.meaning(),
                    recipe.parts().stream()
                            .flatMap(part -> part.actions().stream())
                            .toList(),
                    whole.parameters().stream().map(ParameterView::of).toList());
        }
    }

    @GET
    @Path("/sources")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "the senders that are configured, and when each was last heard")
    public Page<SourceView> sources() {
        Map<String, Instant> kept = product.register().heard();
        Intake intake = product.engine().intake();
        Set<String> silent = product.engine().silentSources();
        return Page.whole(new TreeMap<>(product.doors())
                .values().stream()
                        .map(door -> SourceView.of(
                                door,
                                intake.heard(door.name()).orElse(kept.get(door.name())),
                                silent.contains(door.name())))
                        .toList());
    }

    @GET
    @Path("/connections")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "the clusters and accounts that can be acted in, and what each lacks")
    public Page<Places.ConnectionView> connections() {
        return Page.whole(places.all());
    }

    @GET
    @Path("/actions")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "every action and recipe")
    public CatalogView actions() {
        Map<String, RecipeSpec> whole = Recipes.specs(product.catalog());
        return new CatalogView(
                product.catalog().specs().stream().map(ActionView::of).toList(),
                Recipes.all().stream()
                        .flatMap(recipe ->
                                Optional.ofNullable(whole.get(recipe.name()))
                                        .map(spec -> RecipeView.of(recipe, spec))
                                        .stream())
                        .toList(),
                null);
    }
}
