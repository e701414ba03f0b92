package dev.killswitch.web;

import dev.killswitch.engine.Releases;
import dev.killswitch.incident.Containment;
import dev.killswitch.incident.Containment.State;
import dev.killswitch.incident.Incident;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What is contained, and the wish to let it go. */
@Path("/v1/containments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "containments")
final class ContainmentResource {
    private final Product product;
    private final Caller caller;
    private final Holders holders;

    ContainmentResource(Product product, Caller caller, Holders holders) {
        this.product = product;
        this.caller = caller;
        this.holders = holders;
    }

    @GET
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "containments, newest first: those that stand, those that ended, or all")
    public Page<ContainmentView> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after) {
        int size = Page.limit(limit);
        List<Containment> found = product.register().containments(states(state), Page.after(after), size + 1);
        return Page.of(found, size, Containment::id, holders::view);
    }

    private static Set<State> states(@Nullable String word) {
        return switch (word) {
            case null -> EnumSet.allOf(State.class);
            case "standing" -> Containment.STANDING;
            case "ended" -> EnumSet.of(State.RELEASED, State.ENDED);
            case String other -> throw Wrong.parameter("state", other, "standing or ended");
        };
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "one containment")
    public ContainmentView one(@PathParam("id") String id) {
        return product.register()
                .incidentOf(id)
                .flatMap(product.register()::incident)
                .map(Incident::containments)
                .map(containments -> containments.get(id))
                .map(holders::view)
                .orElseThrow(() -> Wrong.notFound("no containment of that id"));
    }

    @POST
    @Repeated(Repeated.How.HARMLESS)
    @Path("/{id}/release")
    @RolesAllowed(Role.RESPONDER)
    @Operation(summary = "asks for its release, and says what is still needed")
    @org.eclipse.microprofile.openapi.annotations.parameters.RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Sent.ReasonSent.class)))
    @APIResponse(
            responseCode = "202",
            description = "what became of it, and what it needs",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReleaseAnswers.Asked.class)))
    public Response release(@PathParam("id") String id, @Context RoutingContext http) {
        String reason = RequestBody.ofOptional(Bodies.of(http)).read(RequestBody::reason);
        Releases.Answer answer =
                product.engine().releases().ask(id, caller.id(), RequestBody.typed(product.salts(), reason));
        return ReleaseAnswers.of(answer);
    }
}
