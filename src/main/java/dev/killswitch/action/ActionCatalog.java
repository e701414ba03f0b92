package dev.killswitch.action;

import dev.killswitch.config.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** Every action there is, by name. Needs no system near. Immutable. */
public final class ActionCatalog {
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

    /** Throws {@link IllegalArgumentException} for two of one name. */
    public static ActionCatalog ofSpecs(Collection<ActionSpec> specs) {
        var byName = new TreeMap<String, ActionSpec>();
        for (ActionSpec spec : specs) {
            if (byName.put(spec.name(), spec) != null) {
                throw new IllegalArgumentException("two actions are called " + spec.name());
            }
        }
        return new ActionCatalog(byName);
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
