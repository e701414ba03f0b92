package dev.killswitch.web;

import dev.killswitch.alert.Body;
import dev.killswitch.alert.Delivery;
import dev.killswitch.alert.SenderProof;
import dev.killswitch.alert.SigningCertificate;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Where alerts come in. Senders prove themselves as their source says, over the raw bytes, before anything reads them. */
@Path("/v1/alerts/{source}")
@Tag(name = "alerts")
final class AlertResource {
    private static final Logger LOG = Logger.getLogger(AlertResource.class);

    private final Product product;
    private final WebMeters meters;
    private final Certificates certificates;
    private final TakenAnswers answers;

    AlertResource(Product product, WebMeters meters, CertificateFetcher fetcher, TakenAnswers answers) {
        this.product = product;
        this.meters = meters;
        this.certificates = new Certificates(fetcher, product.clock());
        this.answers = answers;
    }

    @POST
    @Repeated(Repeated.How.BY_ID)
    @PermitAll
    @Operation(summary = "takes a delivery: 202 means that it is on disk")
    @RequestBody(
            required = true,
            description = "what senders of the source's kind send",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(
            responseCode = "202",
            description = "it is on disk",
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
    public Response take(@PathParam("source") String source, @Context RoutingContext http) {
        Optional<Door> door = Bodies.door(http).filter(found -> found.name().equals(source));
        if (door.isEmpty()) {
            return Answers.problem(Problem.of(Problem.Kind.NOT_FOUND, "no source of that name"));
        }
        Response answer = take(door.get(), delivery(door.get(), http));
        meters.delivery(source, answer.getStatus());
        return answer;
    }

    private Delivery delivery(Door door, RoutingContext http) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        http.request()
                .headers()
                .forEach(header -> headers.computeIfAbsent(header.getKey(), _ -> new ArrayList<>())
                        .add(header.getValue()));
        return new Delivery(
                door.name(), product.ids().next("d"), product.clock().instant(), headers, Body.of(Bodies.of(http)));
    }

    private Response take(Door door, Delivery delivery) {
        return switch (checked(door, delivery)) {
            case SenderProof.Proven _ -> taken(door, Deliveries.withoutSecrets(delivery, door.secretHeaders()));
            case SenderProof.Refused refused -> {
                LOG.debugf("source=%s delivery=%s refused: %s", door.name(), delivery.id(), refused.why());
                meters.refused(door.name());
                yield refused();
            }
            case SenderProof.Undecided undecided -> {
                LOG.errorf("source=%s no sender can be proven now: %s", door.name(), undecided.why());
                yield TakenAnswers.unavailable("no sender of this source can be proven now: try again");
            }
            case SenderProof.NeedsCertificate _ ->
                TakenAnswers.unavailable("the certificate cannot be fetched now: try again");
        };
    }

    /** The same for all that is wrong with a proof: nobody learns how much of it was right. */
    private static Response refused() {
        Problem problem = Problem.of(Problem.Kind.NOT_AUTHENTICATED, "expected the proof that this source asks for");
        return Response.fromResponse(Answers.problem(problem))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer, Basic")
                .build();
    }

    private SenderProof.Checked checked(Door door, Delivery delivery) {
        SenderProof.Checked first = door.proof().check(delivery);
        if (!(first instanceof SenderProof.NeedsCertificate needs)) {
            return first;
        }
        Optional<SigningCertificate> certificate = certificates.at(needs.at());
        return certificate.isPresent() ? door.proof().check(delivery, certificate.get()) : needs;
    }

    private Response taken(Door door, Delivery delivery) {
        return answers.of(door.name(), product.engine().intake().take(door.source(), delivery));
    }
}
