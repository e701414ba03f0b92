package dev.killswitch.web;

import dev.killswitch.alert.LeakedTokens;
import dev.killswitch.engine.Orders;
import dev.killswitch.engine.StepRunner;
import dev.killswitch.plan.OrderPlan;
import dev.killswitch.plan.PlannedStep;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The manual switch: any responder, one request, no sign-off. */
@Path("/v1/orders")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "orders")
final class OrderResource {
    private static final String PREVIEW = "preview";
    private static final String KEY = "Idempotency-Key";
    private static final int KEY_LENGTH_MAX = 255;
    private static final String LATER =
            "; what was done is kept in memory and entered once that is mended: do not restart before";

    private final Product product;
    private final Caller caller;
    private final OrderReader reader;

    OrderResource(Product product, Caller caller) {
        this.product = product;
        this.caller = caller;
        this.reader = new OrderReader(product.engine().orders()::parameters);
    }

    /** What would be done, and what was found; nothing was written. */
    record PreviewView(List<StepView> steps) {}

    /**
     * It acted, and could not be recorded yet.
     *
     * @param why what keeps the record from being written, and what that means for whoever reads it
     */
    record UnrecordedView(String order, String incident, List<StepView> steps, boolean recorded, String why) {}

    @POST
    @Repeated(Repeated.How.BY_KEY)
    @RolesAllowed(Role.RESPONDER)
    @Operation(summary = "pulls the switch, or shows what would happen")
    @org.eclipse.microprofile.openapi.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Sent.OrderSent.class)))
    @APIResponse(
            responseCode = "202",
            description = "it is on record, and at work",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = OrderWording.Accepted.class)))
    @APIResponse(
            responseCode = "200",
            description = "a preview; or it acted, and is not on record yet",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(oneOf = {PreviewView.class, UnrecordedView.class})))
    @Parameter(
            name = PREVIEW,
            in = ParameterIn.QUERY,
            description = "true: show what would happen, and write nothing",
            schema = @Schema(type = SchemaType.BOOLEAN))
    public Response order(@Context RoutingContext http) {
        boolean isPreview = isPreview(http.queryParams());
        OrderReader.Read read = reader.read(Bodies.of(http), product.ids().next("o"), caller.id());
        String key = key(http);
        product.engine().hand(read.order().target().connection(), read.tokens());
        return isPreview ? preview(read) : give(read, key);
    }

    /** Whether nothing is to be done. Anything but the one word, said once, is refused: a slip must not pull the switch. */
    static boolean isPreview(MultiMap asked) {
        for (String name : asked.names()) {
            if (!name.equals(PREVIEW)) {
                throw Wrong.parameter(name, "a parameter that nobody reads", "none but " + PREVIEW);
            }
        }
        return switch (String.join(", ", asked.getAll(PREVIEW))) {
            case "true" -> true;
            case "false" -> false;
            case String none when none.isEmpty() && !asked.contains(PREVIEW) -> false;
            case String other -> throw Wrong.parameter(PREVIEW, other, "true or false, once");
        };
    }

    /** The person's own: two persons may use the same key. */
    private @Nullable String key(RoutingContext http) {
        List<String> keys = http.request().headers().getAll(KEY);
        if (keys.isEmpty()) {
            return null;
        }
        String key = keys.getFirst();
        if (!LeakedTokens.takeOut(key).tokens().isEmpty()) {
            throw OrderReader.carriesToken();
        }
        if (keys.size() > 1 || key.isBlank() || key.length() > KEY_LENGTH_MAX) {
            throw Wrong.parameter(KEY, key, "one of 1 to " + KEY_LENGTH_MAX + " characters");
        }
        return caller.id() + "/" + key;
    }

    private Response preview(OrderReader.Read read) {
        return switch (product.engine().orders().plan(read.order())) {
            case OrderPlan.Wrong wrong -> throw wrong(wrong.problems());
            case OrderPlan.Ready ready -> {
                List<StepView> steps = ready.planned().steps().stream()
                        .map(product.engine().previews()::of)
                        .map(StepView::of)
                        .toList();
                yield Answers.json(200, new PreviewView(steps));
            }
        };
    }

    private Response give(OrderReader.Read read, @Nullable String key) {
        var typed = RequestBody.typed(product.salts(), read.reason());
        var sent = new Orders.Sent(read.order(), typed, key, OrderReader.digest(read));
        String order = read.order().id();
        return switch (product.engine().orders().give(sent, new OrderWording())) {
            case Orders.Answer.Given given ->
                Answers.json(202, OrderWording.accepted(order, given.incident(), given.steps()));
            case Orders.Answer.Unrecorded acted -> Answers.json(200, unrecorded(order, acted));
            case Orders.Answer.Refused no -> Answers.problem(OrderWording.held(no.steps(), no.why()));
            case Orders.Answer.Wrong wrong -> throw wrong(wrong.problems());
            case Orders.Answer.Again again ->
                Answers.text(again.answered().status(), again.answered().body());
            case Orders.Answer.Conflict no -> Answers.problem(Problem.of(Problem.Kind.CONFLICT, no.why()));
        };
    }

    private static ProblemException wrong(List<dev.killswitch.config.Problems.Problem> problems) {
        return Wrong.request(problems.stream().map(Problem.One::of).toList());
    }

    private static UnrecordedView unrecorded(String order, Orders.Answer.Unrecorded acted) {
        Map<String, StepRunner.Ended> ends = acted.ends();
        List<StepView> steps = acted.steps().stream()
                .map((PlannedStep step) ->
                        StepView.of(step, ends.get(step.step().id())))
                .toList();
        return new UnrecordedView(order, acted.incident(), steps, false, acted.why() + LATER);
    }
}
