package dev.killswitch.web;

import dev.killswitch.incident.Incident;
import dev.killswitch.review.Timeline;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What belongs together: alerts, orders, steps and containments. */
@Path("/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "incidents")
final class IncidentResource {
    private final Product product;
    private final Holders holders;
    private final Signed signed;

    IncidentResource(Product product, Holders holders, Signed signed) {
        this.product = product;
        this.holders = holders;
        this.signed = signed;
    }

    @GET
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "incidents, newest first")
    public Page<IncidentSummary> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("after") @Nullable String after) {
        int size = Page.limit(limit);
        List<Incident> found = product.register().incidents(Page.after(after), size + 1);
        return Page.of(found, size, Incident::id, IncidentSummary::of);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "one incident, with all that belongs to it")
    public IncidentView one(@PathParam("id") String id) {
        return IncidentView.of(incident(id), holders);
    }

    @GET
    @Path("/{id}/timeline")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "what happened, entry by entry")
    public TimelineView timeline(@PathParam("id") String id) {
        // First what it tells, then what it stands on: so each row is in the ledger of that size.
        Timeline timeline = Timeline.of(incident(id), Timeline.Extent.ALL);
        return TimelineView.of(timeline, signed.builtOn());
    }

    @GET
    @Path("/{id}/evidence")
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "what was collected of what it contained: names, sizes and digests")
    public Page<EvidenceView> evidence(@PathParam("id") String id) {
        return Page.whole(EvidenceView.of(incident(id), product.evidence()));
    }

    private Incident incident(String id) {
        return product.register().incident(id).orElseThrow(() -> Wrong.notFound("no incident of that id"));
    }
}
