package dev.killswitch.web;

import dev.killswitch.incident.Event.Position;
import dev.killswitch.rule.Rule;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The rules that are live, and the switch of each. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "rules")
final class RuleResource {
    private final Product product;
    private final Caller caller;

    RuleResource(Product product, Caller caller) {
        this.product = product;
        this.caller = caller;
    }

    /**
     * The live rulebook.
     *
     * @param refused what is wrong with the rules as they lie there now, and why they are not live; none where they are
     */
    record RulebookView(String digest, List<RuleView> rules, List<String> files, List<String> refused) {}

    /**
     * One rule.
     *
     * @param position where its switch is: off holds it whatever its mode
     * @param when its condition, as written
     * @param where its place in the files
     */
    record RuleView(
            String rule,
            String mode,
            String position,
            List<String> sources,
            List<String> types,
            String when,
            List<DoView> steps,
            String review,
            String where) {
        static RuleView of(Rule rule, Set<String> off) {
            return new RuleView(
                    rule.name(),
                    Words.of(rule.mode()),
                    off.contains(rule.name()) ? "off" : "on",
                    rule.sources().stream().sorted().toList(),
                    rule.types(),
                    rule.when(),
                    rule.steps().stream().map(DoView::of).toList(),
                    Words.of(rule.review()),
                    rule.where());
        }
    }

    /**
     * One thing that a rule does.
     *
     * @param stronger what it takes where that falls short; null where the rule does not say
     */
    record DoView(
            String does,
            String name,
            String on,
            @Nullable String ttl,
            String atExpiry,
            @Nullable List<String> stronger) {
        static DoView of(Rule.Do one) {
            return new DoView(
                    Words.of(one.kind()),
                    one.name(),
                    one.on(),
                    one.ttl() == null ? null : one.ttl().toString(),
                    Words.of(one.atExpiry()),
                    one.otherwise() == null
                            ? null
                            : one.otherwise().stream().sorted().toList());
        }
    }

    @GET
    @Path("/rulebook")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "the live rulebook, and why a newer one is not")
    public RulebookView rulebook() {
        LiveRules rules = product.rules().get();
        Set<String> off = product.register().rulesOff();
        return new RulebookView(
                rules.rulebook().digest(),
                rules.rulebook().rules().stream()
                        .map(rule -> RuleView.of(rule, off))
                        .toList(),
                List.copyOf(rules.rulebook().files().keySet()),
                rules.refused());
    }

    @POST
    @Repeated(Repeated.How.HARMLESS)
    @Path("/rules/{name}/off")
    @RolesAllowed({Role.RESPONDER, Role.OPERATOR})
    @Operation(summary = "turns one rule off, at once")
    @org.eclipse.microprofile.openapi.annotations.parameters.RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Sent.ReasonSent.class)))
    public RuleView off(@PathParam("name") String name, @Context RoutingContext http) {
        return turn(name, Position.OFF, http);
    }

    @POST
    @Repeated(Repeated.How.HARMLESS)
    @Path("/rules/{name}/on")
    @RolesAllowed(Role.OPERATOR)
    @Operation(summary = "turns it on again")
    @org.eclipse.microprofile.openapi.annotations.parameters.RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Sent.ReasonSent.class)))
    public RuleView on(@PathParam("name") String name, @Context RoutingContext http) {
        return turn(name, Position.ON, http);
    }

    private RuleView turn(String name, Position position, RoutingContext http) {
        String reason = RequestBody.ofOptional(Bodies.of(http)).read(RequestBody::reason);
        Rule rule = product.rules()
                .get()
                .rulebook()
                .rule(name)
                .orElseThrow(() -> Wrong.notFound("no live rule of that name"));
        SwitchAnswers.check(product.automation()
                .rule(rule.name(), position, caller.id(), RequestBody.typed(product.salts(), reason)));
        return RuleView.of(rule, product.register().rulesOff());
    }
}
