package dev.killswitch.web;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Beside the health checks of the service: whether automation would act. Nothing is restarted for it. */
@Path("/q/health/armed")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "health")
final class ArmedResource {
    private final Armed armed;

    ArmedResource(Armed armed) {
        this.armed = armed;
    }

    @GET
    @PermitAll
    @Operation(summary = "whether automation would act now, why not, and what is wrong all the same")
    @APIResponse(
            responseCode = "200",
            description = "it would; DEGRADED where somebody has to look all the same",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Armed.Health.class)))
    @APIResponse(
            responseCode = "503",
            description = "it would not",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Armed.Health.class)))
    public Response armed() {
        Armed.Health health = armed.now();
        return Response.status(health.acts() ? 200 : 503)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(JsonText.of(health))
                .build();
    }
}
