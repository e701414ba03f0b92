package dev.killswitch.plan;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.plan.Step.AtExpiry;
import dev.killswitch.plan.Step.Each;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One action wanted on one thing, before guards and ids. */
record Wish(ActionSpec spec, Reference thing, Parameters parameters, Step.Authority authority, Terms terms) {
    /**
     * The rest of what becomes the step's course.
     *
     * @param labels what {@code after} of others in the same plan calls it by
     * @param after labels of those that go first
     * @param otherwise the stronger actions that are taken where it falls short; null for as the recipe says
     */
    record Terms(
            Set<String> labels,
            Set<String> after,
            @Nullable Duration ttl,
            AtExpiry atExpiry,
            @Nullable Each each,
            @Nullable Set<String> otherwise) {
        Terms {
            labels = Set.copyOf(labels);
            after = Set.copyOf(after);
            otherwise = otherwise == null ? null : Set.copyOf(otherwise);
        }

        /** With no other to go before or after. */
        static Terms alone(@Nullable Duration ttl, AtExpiry atExpiry) {
            return new Terms(Set.of(), Set.of(), ttl, atExpiry, null, null);
        }
    }

    String thingKey() {
        return thing.name();
    }

    /** Two of them with the same doing are one. */
    String doing() {
        return spec.name() + " " + thingKey();
    }
}
