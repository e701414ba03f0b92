package dev.killswitch.web;

import dev.killswitch.review.Answer;
import dev.killswitch.review.AsOf;
import dev.killswitch.review.Why;
import dev.killswitch.review.WhyNot;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the kill switch did to somebody, and why: for whatever they have in their hand. */
@Path("/v1/why")
@Tag(name = "incidents")
final class WhyResource {
    /** An error message pasted whole. */
    private static final int LENGTH_MAX = 4_000;

    private final Product product;
    private final Signed signed;
    private final KeptAlerts kept;
    private final Why why;

    WhyResource(Product product, Signed signed, KeptAlerts kept) {
        this.product = product;
        this.signed = signed;
        this.kept = kept;
        this.why = new Why(product.register(), product.release());
    }

    @GET
    @Produces("application/json;qs=1.0")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "why, or why not, for a thing, a name, an id or an error message")
    @APIResponseSchema(WhyView.class)
    public Response why(@QueryParam("q") @Nullable String text) {
        return Answers.json(200, WhyView.of(answer(text)));
    }

    @GET
    @Produces("text/plain;charset=utf-8;qs=0.5")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(hidden = true)
    public Response lines(@QueryParam("q") @Nullable String text) {
        return Response.ok(answer(text).text(), "text/plain;charset=utf-8").build();
    }

    private Answer answer(@Nullable String text) {
        if (text == null || text.isBlank() || text.length() > LENGTH_MAX) {
            throw Wrong.parameter(
                    "q", text == null ? "nothing" : text, "what to ask about, up to " + LENGTH_MAX + " characters");
        }
        return why.ask(text, this::asOf).orElseGet(() -> WhyNot.ask(text, kept.newest(), asOf()));
    }

    /** Taken once the incident is read: no line may cite an entry beyond the size that the answer names. */
    private AsOf asOf() {
        return new AsOf(
                product.clock().instant(),
                signed.builtOn(),
                product.rules().get().rulebook());
    }
}
