package dev.killswitch.web;

import dev.killswitch.config.Section;
import dev.killswitch.engine.Automation;
import dev.killswitch.plan.Mode;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What automation may do: less at anybody's word, more at an operator's. */
@Path("/v1/automation")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "automation")
final class AutomationResource {
    private final Product product;
    private final Caller caller;

    AutomationResource(Product product, Caller caller) {
        this.product = product;
        this.caller = caller;
    }

    /**
     * What may be done now.
     *
     * @param mode for everything
     */
    record AutomationView(String mode, List<ConnectionMode> connections) {}

    /**
     * What may be done on one connection.
     *
     * @param mode its own
     * @param effective the lesser of its own and everything's: what holds
     */
    record ConnectionMode(String connection, String mode, String effective) {}

    @GET
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "what automation may do now")
    public AutomationView now() {
        Modes modes = Modes.of(product);
        return new AutomationView(
                Words.of(modes.everything()),
                modes.connections().entrySet().stream()
                        .map(one -> new ConnectionMode(
                                one.getKey(), Words.of(one.getValue()), Words.of(modes.effective(one.getKey()))))
                        .toList());
    }

    private record Wish(Mode mode, @Nullable String connection, String reason) {
        static Wish read(Section root) {
            root.requiredText("mode");
            return new Wish(
                    root.choice("mode", Mode.class, Mode.PAUSED),
                    root.text("connection").orElse(null),
                    RequestBody.reason(root));
        }
    }

    @POST
    @Repeated(Repeated.How.HARMLESS)
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.RESPONDER, Role.OPERATOR})
    @Operation(summary = "arms, observes or pauses: everything, or one connection")
    @org.eclipse.microprofile.openapi.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Sent.ModeSent.class)))
    public AutomationView set(@Context RoutingContext http) {
        Wish wish = RequestBody.of(Bodies.of(http)).read(Wish::read);
        Automation.May may = caller.is(Role.OPERATOR) ? Automation.May.MORE : Automation.May.LESS;
        SwitchAnswers.check(product.automation()
                .set(
                        wish.mode(),
                        wish.connection(),
                        caller.id(),
                        may,
                        RequestBody.typed(product.salts(), wish.reason())));
        // Whoever lets everything act again has looked at the clock, if it was that which held expiry.
        if (wish.mode() == Mode.ARMED && wish.connection() == null) {
            product.engine().believeClock();
        }
        return now();
    }
}
