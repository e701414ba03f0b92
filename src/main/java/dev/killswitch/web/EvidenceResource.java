package dev.killswitch.web;

import dev.killswitch.incident.Event.EvidenceCollected;
import dev.killswitch.incident.Event.Piece;
import dev.killswitch.incident.Incident;
import dev.killswitch.incident.Journal.Evidence;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * A piece of evidence, for whoever saves it. The attacker wrote some of it: it goes out as bytes of no type, which no
 * browser shows, and only as the record names it.
 */
@Path("/v1/evidence/{id}/{name}")
@Tag(name = "incidents")
final class EvidenceResource {
    /** The 32 bytes before what is hashed, in hexadecimal. */
    private static final String SALT = "Killswitch-Salt";

    /** As the ledger has it. */
    private static final String DIGEST = "Killswitch-Digest";

    private final Product product;

    EvidenceResource(Product product) {
        this.product = product;
    }

    @GET
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed({Role.RESPONDER, Role.REVIEWER})
    @Operation(summary = "one piece of evidence of a containment, as it was kept")
    @APIResponse(
            responseCode = "200",
            description = "its bytes; SHA-256 over the salt's and these is the digest that the ledger has",
            headers = {
                @Header(
                        name = SALT,
                        description = "32 bytes, in hexadecimal",
                        schema = @Schema(implementation = String.class)),
                @Header(name = DIGEST, schema = @Schema(implementation = String.class))
            },
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response piece(@PathParam("id") String containment, @PathParam("name") String name) {
        Piece piece = recorded(containment, name);
        Evidence kept = product.evidence()
                .read(containment, piece.name())
                .orElseThrow(() -> Wrong.notFound(
                        "it is not kept any more: its time is over, or newer evidence needed its place"));
        if (!kept.digest().equals(piece.digest())) {
            throw new ProblemException(
                    Problem.Kind.CONFLICT,
                    "what is kept is not what the ledger names: somebody changed it in the data directory");
        }
        // Names are letters, digits, dots and dashes: none ends the header, or leads out of a directory.
        return Response.ok(kept.content().bytes(), MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + containment + "-" + piece.name() + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(SALT, kept.salt())
                .header(DIGEST, piece.digest())
                .build();
    }

    private Piece recorded(String containment, String name) {
        return product
                .register()
                .incidentOf(containment)
                .flatMap(product.register()::incident)
                .map(Incident::entries)
                .stream()
                .flatMap(entries -> entries.stream())
                .filter(entry -> entry.event() instanceof EvidenceCollected)
                .map(entry -> (EvidenceCollected) entry.event())
                .filter(collected -> collected.containment().equals(containment))
                .flatMap(collected -> collected.pieces().stream())
                .filter(piece -> piece.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Wrong.notFound("the record has no evidence of that name for that containment"));
    }
}
