package dev.killswitch.web;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Connection;
import dev.killswitch.plan.ConnectionSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How connections are: known at once, but for their permissions, which the systems themselves are asked for. */
@Singleton
final class Places {
    /** A page that somebody reloads must not become a load on the systems. */
    private static final Duration KEPT = Duration.ofSeconds(15);

    private final Product product;
    private final Lookups lookups = new Lookups();
    private final AtomicReference<@Nullable Asked> last = new AtomicReference<>();

    Places(Product product) {
        this.product = product;
    }

    /**
     * One connection.
     *
     * @param ready whether automation may act through it; {@code why} not
     * @param automation what may be done on it, everything's mode taken with it
     * @param permissions of each action of its tiers
     */
    record ConnectionView(
            String connection,
            String kind,
            boolean ready,
            @Nullable String why,
            String automation,
            List<String> tiers,
            List<String> accounts,
            List<PermissionView> permissions) {}

    /** {@code ok}, or what is missing; of each account where there are several things to know. */
    record PermissionView(String action, String permissions, List<AccountPermissionView> accounts) {
        static PermissionView of(Connection connection, ActionSpec spec, Instant deadline) {
            return new PermissionView(
                    spec.name(),
                    InspectedView.permissions(connection.permissions(spec, deadline)),
                    new TreeMap<>(connection.permissionsByAccount(spec, deadline))
                            .entrySet().stream()
                                    .map(one -> new AccountPermissionView(
                                            one.getKey(), InspectedView.permissions(one.getValue())))
                                    .toList());
        }
    }

    /** The same in one account. */
    record AccountPermissionView(String account, String permissions) {}

    private record Asked(Instant at, Map<String, List<PermissionView>> permissions) {}

    private record Said(String connection, PermissionView permission) {}

    List<ConnectionView> all() {
        Modes modes = Modes.of(product);
        Map<String, List<PermissionView>> permissions = permissions();
        var views = new ArrayList<ConnectionView>();
        new TreeMap<>(product.places()).forEach((name, place) -> {
            @Nullable String why = notReady(name);
            views.add(new ConnectionView(
                    name,
                    place.kind(),
                    why == null,
                    why,
                    Words.of(modes.effective(name)),
                    place.tiers().stream().sorted().toList(),
                    place.accounts().stream().sorted().toList(),
                    permissions.getOrDefault(name, List.of())));
        });
        return views;
    }

    private @Nullable String notReady(String name) {
        return product.connections()
                .find(name)
                .flatMap(connection -> connection.notReady().or(connection::unreachable))
                .orElse(null);
    }

    private Map<String, List<PermissionView>> permissions() {
        Instant now = product.clock().instant();
        Asked before = last.get();
        if (before != null && before.at().plus(KEPT).isAfter(now)) {
            return before.permissions();
        }
        Instant deadline = now.plus(Lookups.WAIT_MAX);
        List<Callable<Said>> asked = new ArrayList<>();
        for (Connection connection : product.connections().all()) {
            for (ActionSpec spec : switchedOn(connection.name())) {
                asked.add(() -> new Said(connection.name(), PermissionView.of(connection, spec, deadline)));
            }
        }
        var permissions = new HashMap<String, List<PermissionView>>();
        lookups.all(asked)
                .forEach(said -> permissions
                        .computeIfAbsent(said.connection(), _ -> new ArrayList<>())
                        .add(said.permission()));
        last.set(new Asked(now, permissions));
        return permissions;
    }

    private List<ActionSpec> switchedOn(String connection) {
        ConnectionSettings place = product.places().get(connection);
        return place == null
                ? List.of()
                : product.catalog().specs().stream()
                        .filter(spec -> spec.name().startsWith(place.kind() + "."))
                        .filter(spec -> place.tiers().contains(spec.tier()))
                        .toList();
    }
}
