package dev.killswitch.web;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The second pair of eyes. */
@Path("/v1/releases")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "containments")
final class ReleaseResource {
    private final Product product;
    private final Caller caller;

    ReleaseResource(Product product, Caller caller) {
        this.product = product;
        this.caller = caller;
    }

    @POST
    @Repeated(Repeated.How.HARMLESS)
    @Path("/{id}/approve")
    @RolesAllowed({Role.RESPONDER, Role.REVIEWER})
    @Operation(summary = "agrees to a release that somebody else asked for")
    @APIResponse(
            responseCode = "202",
            description = "what became of it, and what it needs",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReleaseAnswers.Asked.class)))
    public Response approve(@PathParam("id") String id) {
        return ReleaseAnswers.of(product.engine().releases().approve(id, caller.id()));
    }
}
