package dev.killswitch.web;

import dev.killswitch.action.Connection.Permissions;
import dev.killswitch.engine.Outcomes;
import dev.killswitch.engine.Previews.Preview;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the target said, before anything is done.
 *
 * @param alreadySo with {@code undo}, null where there was nothing to look at
 * @param sensitive why a person should look first
 * @param notes what somebody should know first, such as who may put it back
 * @param trouble why there was nothing to look at; null where there was
 * @param stronger what its answer may name where it turns out to be refused or partial
 */
record InspectedView(
        @Nullable Boolean alreadySo,
        Map<String, Integer> blast,
        List<String> sensitive,
        List<String> notes,
        @Nullable String undo,
        String permissions,
        @Nullable String trouble,
        List<StrongerView> stronger) {
    /** A stronger action; {@code taken}: it is done if the answer names it, else only told. */
    record StrongerView(String action, boolean taken) {}

    static InspectedView of(Preview preview) {
        var found = preview.found();
        if (found == null) {
            return new InspectedView(
                    null,
                    Map.of(),
                    List.of(),
                    List.of(),
                    null,
                    permissions(preview.permissions()),
                    trouble(preview),
                    stronger(preview));
        }
        return new InspectedView(
                found.alreadySo(),
                new TreeMap<>(found.facts().blast()),
                found.facts().sensitive().stream().sorted().toList(),
                found.facts().notes(),
                Words.of(found.undo()),
                permissions(preview.permissions()),
                null,
                stronger(preview));
    }

    private static List<StrongerView> stronger(Preview preview) {
        Set<String> taken = preview.planned().step().course().otherwise();
        return preview.stronger().stream()
                .map(action -> new StrongerView(action, taken.contains(action)))
                .toList();
    }

    static @Nullable String trouble(Preview preview) {
        return preview.trouble() == null
                ? null
                : Outcomes.trouble(preview.trouble()).orElse(null);
    }

    static String permissions(@Nullable Permissions permissions) {
        return switch (permissions) {
            case null -> "unknown: not asked for";
            case Permissions.Known known when known.missing().isEmpty() -> "ok";
            case Permissions.Known known -> "missing: " + String.join(", ", known.missing());
            case Permissions.Unreachable away -> "unknown: " + away.why();
        };
    }
}
