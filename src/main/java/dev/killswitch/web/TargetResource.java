package dev.killswitch.web;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.plan.ConnectionSettings;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a string in hand is: looked up in every system that may know it. Writes nothing. */
@Path("/v1/targets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "inventory")
final class TargetResource {
    /** Longer than any ARN. */
    private static final int LENGTH_MAX = 2_048;

    /** Connections times kinds: an installation with more names the kind. */
    private static final int ASKED_MAX = 256;

    private final Product product;
    private final Lookups lookups = new Lookups();

    TargetResource(Product product) {
        this.product = product;
    }

    /** One live thing, and what a look at it said; {@code facts} is null where nobody could look. */
    record Found(
            String connection,
            String kind,
            String id,
            String uid,
            @Nullable FactsView facts) {}

    /** What guards would know of it. */
    record FactsView(Map<String, Integer> blast, List<String> sensitive, List<String> names, List<String> notes) {
        static FactsView of(Facts facts) {
            return new FactsView(
                    new TreeMap<>(facts.blast()),
                    facts.sensitive().stream().sorted().toList(),
                    facts.names().stream().sorted().toList(),
                    facts.notes());
        }
    }

    @GET
    @RolesAllowed({Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.OPERATOR})
    @Operation(summary = "what a name, an id or an ARN means, over all connections")
    public Page<Found> find(@QueryParam("q") @Nullable String text, @QueryParam("kind") @Nullable String kind) {
        if (text == null
                || text.isBlank()
                || text.length() > LENGTH_MAX
                || text.chars().anyMatch(Character::isISOControl)) {
            throw Wrong.parameter("q", text == null ? "nothing" : text, "what to look for, in printable characters");
        }
        Instant deadline = product.clock().instant().plus(Lookups.WAIT_MAX);
        List<Callable<List<Found>>> asked = new ArrayList<>();
        for (ConnectionSettings place : product.places().values()) {
            product.connections()
                    .find(place.name())
                    .ifPresent(connection -> kinds(place, kind)
                            .forEach(one ->
                                    asked.add(() -> look(connection, one, text.strip(), kind != null, deadline))));
        }
        if (asked.size() > ASKED_MAX) {
            throw Wrong.parameter("kind", "none", "one of the kinds of /v1/actions, since there are many connections");
        }
        return Page.whole(
                lookups.all(asked).stream().flatMap(List::stream).distinct().toList());
    }

    private List<String> kinds(ConnectionSettings place, @Nullable String only) {
        var kinds = new TreeSet<String>();
        for (ActionSpec spec : product.catalog().specs()) {
            if (spec.targetKind().startsWith(place.kind() + ".") && (only == null || only.equals(spec.targetKind()))) {
                kinds.add(spec.targetKind());
            }
        }
        return List.copyOf(kinds);
    }

    /** Any word may be an image's name: what is no more than a name is told to whoever asks for that kind. */
    private List<Found> look(Connection connection, String kind, String text, boolean asked, Instant deadline) {
        var reference = new Reference(connection.name(), kind, text, Map.of());
        return switch (connection.resolve(reference, deadline)) {
            case Resolved.Found found when found.by() == Resolved.By.NAME && !asked -> List.of();
            case Resolved.Found found -> List.of(found(connection, found.target(), deadline));
            case Resolved.Ambiguous many ->
                many.candidates().stream().map(target -> found(target, null)).toList();
            case Resolved.Nothing _, Resolved.Refused _, Resolved.Unreachable _ -> List.of();
        };
    }

    private Found found(Connection connection, Target target, Instant deadline) {
        return found(target, facts(connection, target, deadline).orElse(null));
    }

    private static Found found(Target target, @Nullable FactsView facts) {
        return new Found(target.connection(), target.kind(), target.id(), target.uid(), facts);
    }

    /** By the first action on such things that needs no parameter: each sees the same of the thing itself. */
    private Optional<FactsView> facts(Connection connection, Target target, Instant deadline) {
        Optional<ActionSpec> spec = product.catalog().specs().stream()
                .filter(one -> one.targetKind().equals(target.kind())
                        && one.parameters().isEmpty())
                .findFirst();
        if (spec.isEmpty()) {
            return Optional.empty();
        }
        var mark = new Call.Mark(product.ids().next("c"), product.ids().next("i"));
        var call = new Call(target, Parameters.NONE, mark, deadline);
        return connection.action(spec.get().name()).inspect(call) instanceof Inspected.Found seen
                ? Optional.of(FactsView.of(seen.facts()))
                : Optional.empty();
    }
}
