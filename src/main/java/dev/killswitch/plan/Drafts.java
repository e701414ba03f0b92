package dev.killswitch.plan;

import dev.killswitch.config.IdSource;
import dev.killswitch.plan.Step.Course;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the steps of one plan: their order, their ids, and who waits for whom. */
final class Drafts {
    private final List<Draft> inOrder;
    private final Map<String, Set<Draft>> byLabel = new HashMap<>();
    private final Map<Draft, Set<Draft>> waitsFor = new HashMap<>();

    /** {@code drafts} in the order wanted; among them no two with one doing. */
    Drafts(List<Draft> drafts) {
        inOrder = drafts.stream()
                .sorted(Comparator.comparing(draft -> draft.wish().spec().stage()))
                .toList();
        for (Draft draft : inOrder) {
            for (String label : draft.labels()) {
                byLabel.computeIfAbsent(label, _ -> new LinkedHashSet<>()).add(draft);
            }
        }
    }

    /**
     * The steps in the order of their stages, else as they were wanted.
     *
     * @param cause what they follow from: an alert, an order, a step
     */
    List<PlannedStep> steps(String incident, @Nullable String cause, IdSource ids) {
        return steps(incident, cause, null, ids);
    }

    /** The same, of what is taken since {@code cause} fell short, in words; null where it did not. */
    List<PlannedStep> steps(String incident, @Nullable String cause, @Nullable String fellShort, IdSource ids) {
        var stepIds = new LinkedHashMap<Draft, String>();
        inOrder.forEach(draft -> stepIds.put(draft, ids.next("s")));
        List<PlannedStep> steps = new ArrayList<>();
        stepIds.forEach((draft, id) -> {
            var after = new TreeSet<String>();
            earlier(draft).forEach(other -> after.add(stepIds.get(other)));
            Wish.Terms terms = draft.wish().terms();
            var course = new Course(
                    draft.wish().spec().stage(),
                    after,
                    terms.ttl(),
                    terms.atExpiry(),
                    terms.each(),
                    cause,
                    terms.otherwise() == null ? Set.of() : terms.otherwise(),
                    fellShort);
            steps.add(new PlannedStep(step(draft.wish(), id, incident, course, ids), draft.objections()));
        });
        return steps;
    }

    private static Step step(Wish wish, String id, String incident, Course course, IdSource ids) {
        return new Step(
                id,
                incident,
                ids.next("c"),
                wish.spec().name(),
                wish.thing(),
                wish.parameters(),
                wish.authority(),
                course);
    }

    /**
     * Those that it follows. One that does not go on never ends, and is not waited for; one that would close a circle is
     * left out: no plan waits for itself.
     */
    private Set<Draft> earlier(Draft draft) {
        Set<Draft> earlier = waitsFor.computeIfAbsent(draft, _ -> new LinkedHashSet<>());
        for (String label : new TreeSet<>(draft.wish().terms().after())) {
            for (Draft other : byLabel.getOrDefault(label, Set.of())) {
                if (other.goesOn() && !reaches(other, draft, new HashSet<>())) {
                    earlier.add(other);
                }
            }
        }
        return earlier;
    }

    /** Whether {@code from} is, or has to wait for, {@code to}: by its own wish, or by an earlier stage on its thing. */
    private boolean reaches(Draft from, Draft to, Set<Draft> seen) {
        if (from == to) {
            return true;
        }
        if (!seen.add(from)) {
            return false;
        }
        return waitsFor.getOrDefault(from, Set.of()).stream().anyMatch(next -> reaches(next, to, seen))
                || inOrder.stream()
                        .filter(other -> other.isStagedBefore(from))
                        .anyMatch(next -> reaches(next, to, seen));
    }
}
