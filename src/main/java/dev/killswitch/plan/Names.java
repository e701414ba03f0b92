package dev.killswitch.plan;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Things by name, in one connection or in all.
 *
 * @param connection null for every one
 */
public record Names(@Nullable String connection, Map<Sort, List<Glob>> globs) {
    public Names {
        var copy = new TreeMap<Sort, List<Glob>>();
        globs.forEach((sort, list) -> copy.put(sort, List.copyOf(list)));
        globs = Map.copyOf(copy);
    }

    /** What can be called by such a name. */
    public enum Sort {
        NAMESPACES,
        PODS,
        SERVICEACCOUNTS,
        USERS,
        GROUPS,
        ROLES,
        ACCOUNTS,
        ARNS;

        /** As configuration writes it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        String one() {
            return switch (this) {
                case SERVICEACCOUNTS -> "service account";
                case ARNS -> "ARN";
                case NAMESPACES, PODS, USERS, GROUPS, ROLES, ACCOUNTS -> key().substring(0, key().length() - 1);
            };
        }
    }

    /** In every connection. */
    public static Names everywhere(Sort sort, String... globs) {
        return in(null, sort, globs);
    }

    /** In {@code connection}; in every one where null. */
    public static Names in(@Nullable String connection, Sort sort, String... globs) {
        return new Names(
                connection, Map.of(sort, List.of(globs).stream().map(Glob::new).toList()));
    }

    /** The first of the names known of a thing that is among these, and what it fits; in words. */
    Optional<String> find(String connectionOfThing, Map<Sort, Set<String>> known) {
        if (connection != null && !connection.equals(connectionOfThing)) {
            return Optional.empty();
        }
        for (Sort sort : Sort.values()) {
            for (Glob glob : globs.getOrDefault(sort, List.of())) {
                Optional<String> hit = known.getOrDefault(sort, Set.of()).stream()
                        .filter(glob::matches)
                        .sorted()
                        .findFirst();
                if (hit.isPresent()) {
                    String fits = glob.isExact() ? "" : " (as " + glob + ")";
                    return Optional.of(sort.one() + " " + Shown.of(hit.get()) + fits);
                }
            }
        }
        return Optional.empty();
    }
}
