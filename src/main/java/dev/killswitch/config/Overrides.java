package dev.killswitch.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Scalars given from outside the file: {@code -Dkillswitch.a.b=} and {@code KILLSWITCH_A_B}; the former wins. Used by one
 * thread.
 */
public final class Overrides {
    private static final String PROPERTY = "killswitch.";
    private static final String VARIABLE = "KILLSWITCH_";

    /** What Kubernetes sets by itself in each pod of a namespace that has a service called killswitch. */
    private static final Pattern SERVICE_LINK = Pattern.compile("KILLSWITCH_([A-Z0-9_]+_)?"
            + "(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(ADDR|PROTO|PORT))?)");

    private static final Pattern SERVICE_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, String> variables = new TreeMap<>();
    private final Set<String> fitted = new HashSet<>();
    private final Set<String> askedPaths = new HashSet<>();

    private Overrides() {}

    /** One value, and where it was given. */
    record Given(String name, String value) {}

    public static Overrides none() {
        return new Overrides();
    }

    /** Takes what begins with our prefix, but for {@code except} (such as {@code config}) and for service links. */
    public static Overrides of(Map<String, String> properties, Map<String, String> variables, Set<String> except) {
        var overrides = new Overrides();
        Set<String> exceptVariables = new HashSet<>();
        except.forEach(path -> exceptVariables.add(variable(path)));
        properties.forEach((name, value) -> {
            if (name.startsWith(PROPERTY) && !except.contains(name.substring(PROPERTY.length()))) {
                overrides.properties.put(name, value);
            }
        });
        variables.forEach((name, value) -> {
            if (name.startsWith(VARIABLE) && !exceptVariables.contains(name) && !isServiceLink(name, value)) {
                overrides.variables.put(name, value);
            }
        });
        return overrides;
    }

    private static boolean isServiceLink(String name, String value) {
        return SERVICE_LINK.matcher(name).matches()
                || (name.endsWith("_PORT") && SERVICE_PORT.matcher(value).matches());
    }

    private static String variable(String path) {
        return VARIABLE + path.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    Optional<Given> at(String path) {
        askedPaths.add(path);
        String property = PROPERTY + path;
        String variable = variable(path);
        fitted.add(property);
        fitted.add(variable);
        if (properties.containsKey(property)) {
            return Optional.of(new Given("-D" + property, properties.get(property)));
        }
        return Optional.ofNullable(variables.get(variable)).map(value -> new Given(variable, value));
    }

    void tellUnfitted(Problems problems) {
        for (String name : properties.keySet()) {
            if (!fitted.contains(name)) {
                problems.add("-D" + name, "a property that fits no key", hint(PROPERTY, name, askedPaths));
            }
        }
        List<String> askedNames = askedPaths.stream()
                .map(path -> variable(path).substring(VARIABLE.length()))
                .toList();
        for (String name : variables.keySet()) {
            if (!fitted.contains(name)) {
                problems.add(name, "an environment variable that fits no key", hint(VARIABLE, name, askedNames));
            }
        }
    }

    /** Compares without the prefix, in which all are alike. */
    private static String hint(String prefix, String name, Collection<String> names) {
        return Nearest.to(name.substring(prefix.length()), names)
                .map(near -> "'" + prefix + near + "' (nearest)")
                .orElse("the name of a key of the configuration");
    }
}
