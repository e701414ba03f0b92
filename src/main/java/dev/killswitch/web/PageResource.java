package dev.killswitch.web;

import dev.killswitch.incident.Event;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What somebody has to look at. */
@Path("/v1/pages")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "health")
final class PageResource {
    private final Product product;

    PageResource(Product product) {
        this.product = product;
    }

    /** One page; {@code subject} is an id to ask why about. */
    record PageView(String at, String subject, String why) {
        static PageView of(Event.Paged page) {
            return new PageView(Words.of(page.at()), page.subject(), page.why());
        }
    }

    @GET
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "the newest pages since the service started; all of them are in the ledger")
    public Page<PageView> list(@QueryParam("limit") @Nullable String limit) {
        return Page.whole(product.journal().pages(Page.limit(limit)).stream()
                .map(PageView::of)
                .toList());
    }
}
