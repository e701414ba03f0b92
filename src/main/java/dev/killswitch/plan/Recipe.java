package dev.killswitch.plan;

import dev.killswitch.plan.Step.Each;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A named list of actions, used by rules and people alike. Its parameters are those of its actions, by name.
 *
 * @param name never changed once released
 * @param targetKind what it is done to; so are all of its steps
 * @param meaning one sentence
 */
public record Recipe(String name, String targetKind, String meaning, List<Part> parts) {
    public Recipe {
        parts = List.copyOf(parts);
        var before = new HashSet<String>();
        for (Part part : parts) {
            if (!before.containsAll(part.after()) || !before.add(part.action())) {
                throw new IllegalArgumentException("recipe " + name + ": " + part.action()
                        + " must stand once, and after those that it follows: " + part.after());
            }
        }
    }

    /**
     * One action of it.
     *
     * @param after actions of the same recipe that must have ended before
     * @param each what follows, on each thing of a kind that belongs to the target
     * @param stronger what becomes of a stronger action that its answer names where it falls short. The recipe needs none:
     *     where the tier of one is off, its guard says so, and somebody is paged
     */
    public record Part(
            String action, Set<String> after, @Nullable Each each, Stronger stronger) {
        public Part {
            after = Set.copyOf(after);
        }

        public Part(String action, Set<String> after, @Nullable Each each) {
            this(action, after, each, Stronger.SUGGEST);
        }

        /** Its own, and what follows. */
        public List<String> actions() {
            Stream<Each> following = each == null ? Stream.of() : each.all().stream();
            return Stream.concat(Stream.of(action), following.map(Each::action)).toList();
        }
    }

    /** What becomes of a stronger action. */
    public enum Stronger {
        /** A person reads of it. */
        SUGGEST,
        /** It is done. */
        TAKE
    }
}
