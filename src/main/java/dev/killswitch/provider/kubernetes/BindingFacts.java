package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.provider.kubernetes.Lists.Listed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What guards must know of a binding that goes. Thread-safe. */
final class BindingFacts {
    private final Bindings bindings;

    BindingFacts(KubernetesCalls calls) {
        this.bindings = new Bindings(calls);
    }

    /**
     * Who loses it is who may protect it.
     *
     * @param subject whose it is; null where it is taken from all
     * @param isKept whether the others keep what it gives
     */
    Facts of(Call call, JsonNode binding, @Nullable RbacSubject subject, boolean isKept) {
        var blast = new HashMap<String, Integer>(Map.of("bindings", 1));
        var sensitive = new HashSet<String>();
        Set<RbacSubject> losing = new HashSet<>(RbacSubject.all(binding));
        if (subject != null) {
            if (isKept) {
                losing.retainAll(Set.of(subject));
            }
            int others = losing.size() - 1;
            blast.put("co-subjects", others);
            if (others > 0) {
                sensitive.add(others + " others lose it too: we may not bind its role, so that they cannot keep it");
            }
            elsewhere(call, subject, blast);
        } else {
            blast.put("subjects", losing.size());
        }
        if (isOfTheServer(binding)) {
            sensitive.add("it is named or labelled as the API server's own, which that makes again when it starts");
        }
        return new Facts(
                blast,
                sensitive,
                losing.stream().map(one -> Subject.KIND + "/" + one.id()).collect(Collectors.toSet()));
    }

    private static boolean isOfTheServer(JsonNode binding) {
        return binding.at("/metadata/name").asText().startsWith("system:")
                || binding.at("/metadata/labels/" + Marks.pointer("kubernetes.io/bootstrapping"))
                        .asText()
                        .equals("rbac-defaults");
    }

    /** What the subject has besides; where they cannot be listed, only their numbers are missing. */
    private void elsewhere(Call call, RbacSubject subject, Map<String, Integer> blast) {
        if (bindings.all(call.deadline()) instanceof Listed.Items all) {
            List<JsonNode> others = all.items().stream()
                    .filter(one -> !ObjectLook.uid(one).equals(call.target().uid()))
                    .toList();
            blast.put("bindings-left", count(others, Set.of(subject)));
            blast.put("bindings-by-group", count(others, Set.copyOf(subject.groups())));
        }
    }

    private static int count(List<JsonNode> bindings, Set<RbacSubject> anyOf) {
        return (int) bindings.stream().filter(one -> Bindings.isOf(one, anyOf)).count();
    }
}
