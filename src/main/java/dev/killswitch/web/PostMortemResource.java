package dev.killswitch.web;

import dev.killswitch.incident.Incident;
import dev.killswitch.review.PostMortem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The draft that people find when they meet: the same ledger gives the same bytes. */
@Path("/v1/incidents/{id}/post-mortem")
@Tag(name = "incidents")
final class PostMortemResource {
    private final Product product;
    private final Signed signed;

    PostMortemResource(Product product, Signed signed) {
        this.product = product;
        this.signed = signed;
    }

    @GET
    @Produces("text/markdown;charset=utf-8;qs=1.0")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "the draft, as Markdown, HTML or JSON")
    @APIResponse(
            responseCode = "200",
            description = "the draft",
            content = @Content(mediaType = "text/markdown", schema = @Schema(implementation = String.class)))
    public Response markdown(@PathParam("id") String id) {
        return Response.ok(draft(id).markdown(), "text/markdown;charset=utf-8").build();
    }

    @GET
    @Produces("text/html;charset=utf-8;qs=0.8")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(hidden = true)
    public Response html(@PathParam("id") String id) {
        return Response.ok(draft(id).html(), "text/html;charset=utf-8").build();
    }

    @GET
    @Produces("application/json;qs=0.5")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(hidden = true)
    @APIResponseSchema(PostMortemView.class)
    public Response json(@PathParam("id") String id) {
        return Answers.json(200, PostMortemView.of(draft(id)));
    }

    private PostMortem draft(String id) {
        // First what it tells, then what it stands on: so each sentence is in the ledger of that size.
        Incident incident = product.register().incident(id).orElseThrow(() -> Wrong.notFound("no incident of that id"));
        return PostMortem.of(incident, signed.builtOn());
    }
}
