package dev.killswitch.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.killswitch.ledger.Hash;
import dev.killswitch.ledger.Receipt;
import dev.killswitch.ledger.SignedCheckpoint;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The ledger's entries, and the receipt of each. */
@Path("/v1/ledger/entries")
@Tag(name = "ledger")
final class EntryResource {
    /** A page of the longest entries is as large as a bundle. */
    private static final int COUNT_MAX = 256;

    private final Product product;
    private final Signed signed;

    EntryResource(Product product, Signed signed) {
        this.product = product;
        this.signed = signed;
    }

    /**
     * One entry.
     *
     * @param leaf its hash in the tree, in hexadecimal
     * @param entry its very text; the bytes that are hashed come as {@code application/octet-stream}
     */
    record EntryView(long index, String leaf, @JsonRawValue String entry) {
        static EntryView of(long index, byte[] bytes) {
            return new EntryView(index, Hash.leaf(bytes).hex(), new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** Entries in their order; {@code next} is what to ask for {@code from}, null at the end. */
    record Entries(List<EntryView> items, @Nullable String next, long size) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.REVIEWER)
    @Operation(summary = "entries from one index up to another, at most 256")
    public Entries list(@QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        long size = product.register().size();
        long first = from == null ? 0 : index("from", from);
        long wanted = to == null ? size : index("to", to);
        long end = Math.min(Math.min(wanted, size), first + COUNT_MAX);
        var items = new ArrayList<EntryView>();
        if (first < end) {
            long at = first;
            for (byte[] entry : product.ledger().log().entries(first, end)) {
                items.add(EntryView.of(at++, entry));
            }
        }
        boolean more = end < Math.min(wanted, size) && first < end;
        return new Entries(items, more ? Long.toString(end) : null, size);
    }

    @GET
    @Path("/{index}")
    @Produces("application/json;qs=1.0")
    @RolesAllowed(Role.REVIEWER)
    @Operation(summary = "one entry, as JSON or as its bytes")
    @APIResponseSchema(EntryView.class)
    public Response one(@PathParam("index") String index) {
        long at = index("index", index);
        return Answers.json(200, EntryView.of(at, entry(at)));
    }

    @GET
    @Path("/{index}")
    @Produces("application/octet-stream;qs=0.5")
    @RolesAllowed(Role.REVIEWER)
    @Operation(hidden = true)
    public Response bytes(@PathParam("index") String index) {
        return Response.ok(entry(index("index", index)), MediaType.APPLICATION_OCTET_STREAM)
                .build();
    }

    @GET
    @Path("/{index}/receipt")
    @Produces(MediaType.TEXT_PLAIN)
    @RolesAllowed(Role.REVIEWER)
    @Operation(summary = "the proof that the entry is in the log, to be checked without us")
    public Response receipt(@PathParam("index") String text) {
        long index = index("index", text);
        entry(index);
        SignedCheckpoint checkpoint = checkpoint(index);
        byte[] receipt = Receipt.of(product.ledger().tree(), index, checkpoint).bytes();
        return Response.ok(receipt, MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"entry-" + index + Receipt.ENDING + "\"")
                .build();
    }

    private SignedCheckpoint checkpoint(long index) {
        return signed.newest()
                .filter(checkpoint -> checkpoint.size() > index)
                .orElseThrow(() -> new ProblemException(Problem.Kind.UNAVAILABLE, "the entry is not signed yet"));
    }

    private byte[] entry(long index) {
        if (index >= product.register().size()) {
            throw Wrong.notFound("the ledger has no entry of that index yet");
        }
        return product.ledger().log().entries(index, index + 1).getFirst();
    }

    private static long index(String name, String text) {
        if (!text.matches("0|[1-9][0-9]{0,17}")) {
            throw Wrong.parameter(name, text, "a whole number from 0 on");
        }
        return Long.parseLong(text);
    }
}
