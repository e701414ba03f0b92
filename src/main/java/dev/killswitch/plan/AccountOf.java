package dev.killswitch.plan;

import java.util.Optional;

/** Reads the account out of the id of a thing, for kinds whose ids carry one. Pure. */
@FunctionalInterface
public interface AccountOf {
    /** None does. */
    AccountOf NOTHING = (_, _) -> Optional.empty();

    /** Empty where {@code id} does not say. */
    Optional<String> account(String kind, String id);
}
