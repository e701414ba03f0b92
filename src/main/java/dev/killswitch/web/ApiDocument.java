package dev.killswitch.web;

import dev.killswitch.web.Problem.Kind;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Adds to the API's description what every route may answer besides: the same problems everywhere, said once. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDocument implements OASFilter {
    private static final String SENDERS = "/v1/alerts/";
    private static final String EVIDENCE = "/v1/evidence/";
    private static final String PROBLEM = "#/components/schemas/Problem";

    /** Of a route that writes, beside who may call it and what its body must be. */
    private static final Map<String, List<Kind>> OWN = Map.of(
            "/v1/alerts/{source}", List.of(Kind.NOT_FOUND, Kind.UNSUPPORTED_CONTENT, Kind.UNREADABLE),
            "/v1/orders", List.of(Kind.CONFLICT, Kind.UNSUPPORTED_CONTENT, Kind.HELD),
            "/v1/automation", List.of(Kind.UNSUPPORTED_CONTENT),
            "/v1/connections/{name}/profile", List.of(Kind.NOT_FOUND, Kind.CONFLICT),
            "/v1/containments/{id}/release", List.of(Kind.NOT_FOUND, Kind.CONFLICT),
            "/v1/releases/{id}/approve", List.of(Kind.NOT_FOUND, Kind.CONFLICT),
            "/v1/deliveries/{id}/replay", List.of(Kind.NOT_FOUND, Kind.CONFLICT, Kind.UNREADABLE));

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null) {
            return;
        }
        document.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> complete(path, method, operation)));
    }

    private static void complete(String path, HttpMethod method, Operation operation) {
        if (path.startsWith(SENDERS)) {
            // Which every body is given unasked; a sender never hears it.
            operation.getResponses().removeAPIResponse("400");
        }
        kinds(path, method, operation).forEach(kind -> add(operation, kind));
    }

    private static List<Kind> kinds(String path, HttpMethod method, Operation operation) {
        var kinds = new ArrayList<Kind>();
        if (path.startsWith("/q/")) {
            return kinds;
        }
        kinds.add(Kind.NOT_AUTHENTICATED);
        if (!path.startsWith(SENDERS)) {
            kinds.add(Kind.NOT_ALLOWED);
        }
        if (method == HttpMethod.POST) {
            kinds.add(Kind.TOO_LARGE);
            kinds.addAll(OWN.getOrDefault(path, List.of(Kind.NOT_FOUND)));
        } else if (path.contains("{")) {
            kinds.add(Kind.NOT_FOUND);
            if (path.startsWith(EVIDENCE)) {
                kinds.add(Kind.CONFLICT);
            }
        }
        if (asksForMore(path, method, operation)) {
            kinds.add(Kind.BAD_REQUEST);
        }
        kinds.add(Kind.UNAVAILABLE);
        return kinds;
    }

    /** Which may be wrong. A sender's body is judged as what it sent. */
    private static boolean asksForMore(String path, HttpMethod method, Operation operation) {
        boolean body = method == HttpMethod.POST && !path.startsWith(SENDERS);
        return body
                || (operation.getParameters() != null
                        && operation.getParameters().stream()
                                .anyMatch(parameter -> "query".equals(String.valueOf(parameter.getIn()))));
    }

    private static void add(Operation operation, Kind kind) {
        String status = Integer.toString(kind.status());
        APIResponse said = operation.getResponses().getAPIResponse(status);
        if (said != null && said.getContent() != null) {
            return;
        }
        var content = OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(PROBLEM)));
        operation
                .getResponses()
                .addAPIResponse(
                        status,
                        OASFactory.createAPIResponse().description(kind.title()).content(content));
    }
}
