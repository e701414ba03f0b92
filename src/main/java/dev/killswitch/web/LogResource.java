package dev.killswitch.web;

import dev.killswitch.ledger.PublishedLog;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The log as C2SP tlog-tiles lays it out, for any verifier. */
@Path("/ledger")
@LedgerReaders
@Tag(name = "ledger")
final class LogResource {
    private static final MediaType NOTE = MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8");

    private final Product product;
    private final Caller caller;

    LogResource(Product product, Caller caller) {
        this.product = product;
        this.caller = caller;
    }

    @GET
    @Path("/vkey")
    @PermitAll
    @Operation(summary = "the key that verifies checkpoints")
    @APIResponse(
            responseCode = "200",
            description = "as tlog-tiles has it",
            content = @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)))
    public Response vkey() {
        check();
        return answer((product.ledger().key() + "\n").getBytes(StandardCharsets.UTF_8), NOTE, "no-cache");
    }

    @GET
    @Path("/checkpoint")
    @PermitAll
    @Operation(summary = "the newest signed size and root")
    @APIResponse(
            responseCode = "200",
            description = "as tlog-tiles has it",
            content = @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING)))
    public Response checkpoint() {
        check();
        return file(PublishedLog.CHECKPOINT, NOTE, "no-store");
    }

    @GET
    @Path("/tile/{place: .+}")
    @PermitAll
    @Operation(summary = "a tile of hashes, or a bundle of entries")
    @APIResponse(
            responseCode = "200",
            description = "as tlog-tiles has it",
            content = @Content(mediaType = "application/octet-stream", schema = @Schema(type = SchemaType.STRING)))
    public Response tile(@PathParam("place") String place) {
        check();
        // A partial tile is as unchangeable as a whole one, but is of use for a moment only.
        String age = place.contains(".p/") ? "max-age=60" : "max-age=31536000, immutable";
        return file("tile/" + place, MediaType.APPLICATION_OCTET_STREAM_TYPE, age);
    }

    private Response file(String path, MediaType type, String age) {
        Optional<byte[]> file = product.ledger().published().file(path);
        return file.map(bytes -> answer(bytes, type, age))
                .orElseThrow(() -> Wrong.notFound("the log has no such file, or not yet"));
    }

    private Response answer(byte[] bytes, MediaType type, String age) {
        String scope = isOpen() ? "public, " : "private, ";
        return Response.ok(bytes, type)
                .header(HttpHeaders.CACHE_CONTROL, age.startsWith("no-") ? age : scope + age)
                .build();
    }

    private boolean isOpen() {
        return switch (product.ledger().readers()) {
            case ANYBODY -> true;
            case REVIEWERS -> false;
        };
    }

    private void check() {
        if (isOpen() || caller.is(Role.REVIEWER)) {
            return;
        }
        throw new ProblemException(
                caller.isAnonymous() ? Problem.Kind.NOT_AUTHENTICATED : Problem.Kind.NOT_ALLOWED,
                "the ledger is a reviewer's to read");
    }
}
