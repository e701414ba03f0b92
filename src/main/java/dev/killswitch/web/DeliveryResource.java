package dev.killswitch.web;

import dev.killswitch.alert.SourceCatalog.Source;
import dev.killswitch.incident.Kept;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What came in, and reading it again after a mend. Lists show no bodies: they are the senders' and may hold secrets. */
@Path("/v1/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "alerts")
final class DeliveryResource {
    private final Product product;
    private final Caller caller;
    private final TakenAnswers answers;

    DeliveryResource(Product product, Caller caller, TakenAnswers answers) {
        this.product = product;
        this.caller = caller;
        this.answers = answers;
    }

    /**
     * A delivery as it is kept.
     *
     * @param status what its sender heard
     * @param where with {@code why}, what could not be read
     */
    record DeliveryView(
            String delivery,
            String source,
            String received,
            String state,
            int status,
            int bytes,
            @Nullable String where,
            @Nullable String why) {
        static DeliveryView of(Kept.Summary kept) {
            return new DeliveryView(
                    kept.delivery(),
                    kept.source(),
                    Words.of(kept.observed()),
                    Words.of(kept.state()),
                    kept.status(),
                    kept.bytes(),
                    kept.where(),
                    kept.why());
        }
    }

    @GET
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "deliveries in one state, newest first")
    public Page<DeliveryView> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("after") @Nullable String after) {
        int size = Page.limit(limit);
        List<Kept.Summary> found = product.register().deliveries(state(state), Page.after(after), size + 1);
        return Page.of(found, size, Kept.Summary::delivery, DeliveryView::of);
    }

    /** What a person asks for without a word is what needs one. */
    private static Kept.State state(@Nullable String word) {
        Optional<Kept.State> state = word == null ? Optional.of(Kept.State.UNREAD) : Words.read(Kept.State.class, word);
        return state.orElseThrow(() -> Wrong.parameter("state", String.valueOf(word), "unread, unmatched or matched"));
    }

    /**
     * One delivery with its body.
     *
     * @param body as it came, in base64: nobody here shows it as anything else
     */
    record WholeDelivery(
            String delivery,
            String source,
            String received,
            String state,
            int status,
            int bytes,
            @Nullable String where,
            @Nullable String why,
            String body) {
        static WholeDelivery of(Kept kept) {
            byte[] body = kept.delivery().body().bytes();
            return new WholeDelivery(
                    kept.delivery().id(),
                    kept.delivery().source(),
                    Words.of(kept.delivery().observed()),
                    Words.of(kept.state()),
                    kept.status(),
                    body.length,
                    kept.where(),
                    kept.why(),
                    Base64.getEncoder().encodeToString(body));
        }
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.RESPONDER, Role.OPERATOR})
    @Operation(summary = "one delivery, with its body in base64")
    public WholeDelivery one(@PathParam("id") String id) {
        return WholeDelivery.of(kept(id));
    }

    private Kept kept(String id) {
        return product.register().delivery(id).orElseThrow(() -> Wrong.notFound("no delivery of that id is kept"));
    }

    @POST
    @Repeated(Repeated.How.HARMLESS)
    @Path("/{id}/replay")
    @RolesAllowed(Role.OPERATOR)
    @Operation(summary = "reads a kept delivery again, after a mend")
    @APIResponse(
            responseCode = "202",
            description = "what follows from it now",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeliveryWording.Accepted.class)))
    @APIResponse(
            responseCode = "200",
            description = "understood, and no alert in it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TakenAnswers.Nothing.class)))
    public Response replay(@PathParam("id") String id) {
        String person = caller.id();
        Kept kept = kept(id);
        Map<String, Source> sources = new HashMap<>();
        product.doors().forEach((name, door) -> sources.put(name, door.source()));
        return answers.of(kept.delivery().source(), product.engine().intake().replay(id, person, sources));
    }
}
