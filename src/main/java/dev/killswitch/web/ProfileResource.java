package dev.killswitch.web;

import dev.killswitch.action.Connection;
import dev.killswitch.action.Profile;
import dev.killswitch.action.Profile.Measuring;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What is known of how a connected system carries out what it is asked, and the measuring of it. */
@Path("/v1/connections/{name}/profile")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "inventory")
final class ProfileResource {
    private final Product product;

    ProfileResource(Product product) {
        this.product = product;
    }

    /**
     * The profile of one connection.
     *
     * @param doubt why what was measured does not count any more; null where it does
     * @param measuring a measurement that goes on; null where none does
     * @param failed what kept the last one from seeing anything; null where nothing did
     */
    record ProfileView(
            String connection,
            List<FactView> facts,
            @Nullable String doubt,
            @Nullable MeasuringView measuring,
            @Nullable FailedView failed) {
        static ProfileView of(String connection, Profile profile) {
            return new ProfileView(
                    connection,
                    profile.facts().stream().map(FactView::of).toList(),
                    profile.doubt().orElse(null),
                    profile.running().map(MeasuringView::of).orElse(null),
                    profile.failed().map(FailedView::of).orElse(null));
        }
    }

    /**
     * One thing that is known, or known not to be.
     *
     * @param basis measured, known or unknown
     * @param at when that was seen; null where nobody has looked
     */
    record FactView(
            String fact,
            String says,
            String basis,
            String source,
            @Nullable String at) {
        static FactView of(Profile.Fact fact) {
            return new FactView(
                    fact.name(),
                    fact.says(),
                    Words.of(fact.basis()),
                    fact.source(),
                    Words.ofNullable(fact.at().orElse(null)));
        }
    }

    /** It runs since, and is over at the latest by {@code until}. */
    record MeasuringView(String since, String until) {
        static MeasuringView of(Measuring.Running running) {
            return new MeasuringView(Words.of(running.since()), Words.of(running.until()));
        }
    }

    /** Why nothing was seen, and when that was. */
    record FailedView(String why, String at) {
        static FailedView of(Profile.Failed failed) {
            return new FailedView(failed.why(), Words.of(failed.at()));
        }
    }

    @GET
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "what is known of how a connected system carries out what it is asked")
    public ProfileView profile(@PathParam("name") String name) {
        return view(name, connection(name));
    }

    @POST
    @Repeated(Repeated.How.HARMLESS)
    @RolesAllowed({Role.RESPONDER, Role.OPERATOR})
    @Operation(summary = "measures it with objects of our own, which are taken away again; one at a time")
    @APIResponse(
            responseCode = "202",
            description = "it runs; the profile says what comes of it",
            content = @Content(schema = @Schema(implementation = ProfileView.class)))
    public Response measure(@PathParam("name") String name) {
        Connection connection = connection(name);
        return switch (connection.measure()) {
            case Measuring.Running _ ->
                Response.accepted(view(name, connection)).build();
            case Measuring.Refused refused -> throw new ProblemException(Problem.Kind.CONFLICT, refused.why());
        };
    }

    private Connection connection(String name) {
        return product.connections()
                .find(name)
                .orElseThrow(() -> Wrong.notFound("there is no connection of that name"));
    }

    private static ProfileView view(String name, Connection connection) {
        return connection
                .profile()
                .map(profile -> ProfileView.of(name, profile))
                .orElseThrow(() -> Wrong.notFound("connections of this kind have no profile"));
    }
}
