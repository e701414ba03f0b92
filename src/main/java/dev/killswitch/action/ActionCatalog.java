package dev.killswitch.action;

import dev.killswitch.config.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every action there is, by name. Needs no system near. Immutable. */
public final class ActionCatalog {
    /** A step of a step of a step: past that nobody follows why something was done. */
    private static final int RUNGS_MAX = 4;

    private final Map<String, ActionSpec> specs;

    private ActionCatalog(Map<String, ActionSpec> specs) {
        this.specs = specs;
    }

    /** Those of all providers on the class path. */
    public static ActionCatalog installed() {
        return of(ServiceLoader.load(Provider.class));
    }

    /** Throws {@link IllegalArgumentException} for two actions of one name, or one outside its provider's names. */
    public static ActionCatalog of(Iterable<? extends Provider> providers) {
        var all = new ArrayList<ActionSpec>();
        for (Provider provider : providers) {
            for (ActionSpec spec : provider.actions()) {
                if (!spec.name().startsWith(provider.kind() + ".")) {
                    throw new IllegalArgumentException("action " + spec.name() + " must be called " + provider.kind()
                            + ".…, as it is of that provider");
                }
                all.add(spec);
            }
        }
        return ofSpecs(all);
    }

    /** Throws {@link IllegalArgumentException} for two of one name, or a ladder that leads nowhere, back, or too high. */
    public static ActionCatalog ofSpecs(Collection<ActionSpec> specs) {
        var byName = new TreeMap<String, ActionSpec>();
        for (ActionSpec spec : specs) {
            if (byName.put(spec.name(), spec) != null) {
                throw new IllegalArgumentException("two actions are called " + spec.name());
            }
        }
        var catalog = new ActionCatalog(byName);
        byName.values().forEach(catalog::checkLadder);
        return catalog;
    }

    private void checkLadder(ActionSpec spec) {
        for (String next : spec.stronger()) {
            ActionSpec above = specs.get(next);
            if (above == null) {
                throw new IllegalArgumentException(
                        spec.name() + " climbs to " + next + ", which is no action; expected " + hint(next));
            }
            if (!kind(next).equals(kind(spec.name()))) {
                throw new IllegalArgumentException(
                        spec.name() + " climbs to " + next + ", which is another provider's");
            }
            if (above.parameters().stream().anyMatch(param -> param.fallback() == null)) {
                throw new IllegalArgumentException(
                        spec.name() + " climbs to " + next + ", which needs a parameter that nobody gives it");
            }
        }
        climb(spec, List.of());
    }

    private void climb(ActionSpec spec, List<String> below) {
        if (below.contains(spec.name())) {
            throw new IllegalArgumentException("the ladder of " + below.getFirst() + " comes back to " + spec.name());
        }
        if (below.size() > RUNGS_MAX) {
            throw new IllegalArgumentException(
                    "the ladder of " + below.getFirst() + " has more than " + RUNGS_MAX + " rungs above it");
        }
        List<String> path =
                Stream.concat(below.stream(), Stream.of(spec.name())).toList();
        spec.stronger().forEach(next -> find(next).ifPresent(above -> climb(above, path)));
    }

    private static String kind(String action) {
        return action.substring(0, Math.max(0, action.indexOf('.')));
    }

    /** All rungs above the action of that name, the nearest first. */
    public List<ActionSpec> above(String name) {
        var above = new LinkedHashMap<String, ActionSpec>();
        List<ActionSpec> rungs = next(List.of(name));
        while (!rungs.isEmpty()) {
            rungs.forEach(rung -> above.putIfAbsent(rung.name(), rung));
            rungs = next(rungs.stream().map(ActionSpec::name).toList());
        }
        return List.copyOf(above.values());
    }

    private List<ActionSpec> next(List<String> names) {
        return names.stream()
                .flatMap(name -> find(name).stream())
                .flatMap(spec -> spec.stronger().stream())
                .distinct()
                .flatMap(name -> find(name).stream())
                .toList();
    }

    public Optional<ActionSpec> find(String name) {
        return Optional.ofNullable(specs.get(name));
    }

    /** What somebody who wrote {@code name} should have written. */
    public String hint(String name) {
        return Nearest.hint(name, specs.keySet());
    }

    /** In the order of their names. */
    public List<ActionSpec> specs() {
        return List.copyOf(specs.values());
    }

    public Set<String> names() {
        return Set.copyOf(specs.keySet());
    }
}
