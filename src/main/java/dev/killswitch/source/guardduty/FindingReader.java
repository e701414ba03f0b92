package dev.killswitch.source.guardduty;

import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Alert.Activity;
import dev.killswitch.alert.Alert.Flag;
import dev.killswitch.alert.Alert.Severity;
import dev.killswitch.alert.Json;
import dev.killswitch.alert.Parsed;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one finding, camelCase as EventBridge has it or PascalCase as the SDK has. */
final class FindingReader {
    private static final int TITLE_LENGTH_MAX = 500;
    private static final BigDecimal TEN = BigDecimal.TEN;

    /** What AWS issues or fixes, and an intruder cannot name: where it is a sample's word, so is the finding. */
    private static final List<List<String>> TELLTALES = List.of(
            List.of("resource", "accessKeyDetails", "accessKeyId"),
            List.of("resource", "accessKeyDetails", "principalId"),
            List.of("resource", "eksClusterDetails", "arn"),
            List.of("service", "action", "awsApiCallAction", "api"));

    private final Map<String, String> scope;
    private final Map<String, String> clusters;

    FindingReader(Map<String, String> scope, Map<String, String> clusters) {
        this.scope = Map.copyOf(scope);
        this.clusters = Map.copyOf(clusters);
    }

    Parsed read(Json finding) {
        for (String key : List.of("id", "type", "accountId")) {
            if (finding.at(key).name().isEmpty()) {
                return finding.at(key).malformed("a name");
            }
        }
        Optional<BigDecimal> severity = finding.at("severity").number();
        if (severity.isEmpty()) {
            return finding.at("severity").malformed("a number");
        }
        var named = new FindingEntities(scope, clusters, finding);
        named.gather();
        String type = finding.at("type").name().orElseThrow();
        var alert = new Alert(
                finding.at("id").name().orElseThrow(),
                version(finding),
                type,
                finding.at("title").shown(TITLE_LENGTH_MAX).orElse(type),
                activity(finding),
                severity(severity.get()),
                occurred(finding),
                flags(finding),
                camelCase(finding.fields()),
                named.gathered());
        return new Parsed.Received(List.of(alert), named.leftOut());
    }

    private static @Nullable String version(Json finding) {
        return finding.at("updatedAt")
                .name()
                .map(updated -> updated
                        + finding.at("service", "count")
                                .whole()
                                .map(count -> "#" + count)
                                .orElse(""))
                .orElse(null);
    }

    /** Much may have happened within the five minutes before a finding is sent for the first time: count alone says less. */
    private static Activity activity(Json finding) {
        boolean changed =
                !finding.at("createdAt").text().equals(finding.at("updatedAt").text());
        boolean once = finding.at("service", "count").whole().equals(Optional.of(1L));
        return changed && !once ? Activity.UPDATED : Activity.OPENED;
    }

    private static Severity severity(BigDecimal raw) {
        if (raw.compareTo(BigDecimal.ONE) < 0) {
            return Severity.UNKNOWN;
        }
        if (raw.compareTo(TEN) > 0) {
            return Severity.CRITICAL;
        }
        return switch (raw.intValue()) {
            case 1, 2, 3 -> Severity.LOW;
            case 4, 5, 6 -> Severity.MEDIUM;
            case 7, 8 -> Severity.HIGH;
            default -> Severity.CRITICAL;
        };
    }

    private static @Nullable Instant occurred(Json finding) {
        return finding.at("service", "eventLastSeen")
                .text()
                .or(() -> finding.at("updatedAt").text())
                .flatMap(FindingReader::time)
                .orElse(null);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Set<Flag> flags(Json finding) {
        var flags = EnumSet.noneOf(Flag.class);
        boolean telltale = TELLTALES.stream()
                .map(path -> finding.at(path.toArray(String[]::new)).text().orElse(""))
                .anyMatch(value -> value.startsWith("GeneratedFinding"));
        if (telltale || finding.at("service", "additionalInfo", "sample").isTrue()) {
            flags.add(Flag.SAMPLE);
        }
        if (finding.at("service", "archived").isTrue()) {
            flags.add(Flag.ARCHIVED);
        }
        return flags;
    }

    /** So that a rule reads {@code alert.fields.accountId} whichever way the finding came. */
    private static Map<String, Object> camelCase(Map<?, ?> fields) {
        var camelCase = new LinkedHashMap<String, Object>();
        fields.forEach((key, value) -> {
            String name = String.valueOf(key);
            boolean pascal = name.matches("[A-Z][a-z].*");
            String camel = name.substring(0, Math.min(1, name.length())).toLowerCase(Locale.ROOT)
                    + name.substring(Math.min(1, name.length()));
            camelCase.put(pascal && !fields.containsKey(camel) ? camel : name, camelCaseValue(value));
        });
        return camelCase;
    }

    private static Object camelCaseValue(Object value) {
        return switch (value) {
            case Map<?, ?> map -> camelCase(map);
            case List<?> list ->
                list.stream().map(FindingReader::camelCaseValue).toList();
            case Object scalar -> scalar;
        };
    }
}
