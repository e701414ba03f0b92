package dev.killswitch.provider.aws;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether a target may be ourselves.
 *
 * @param refused why it is never acted on
 * @param sensitive not empty where we do not know who we are: then a person decides
 */
record Self(Optional<String> refused, Set<String> sensitive) {
    private static final String UNKNOWN = "own-identity-unknown";

    static Self of(AwsAccount account, Principal principal, Instant deadline) {
        return of(account, Refusals.OURSELVES, known -> known.is(account.id(), principal), deadline);
    }

    /** Whether it is what we run on: {@code instance} is empty for what belongs to none. */
    static Self of(AwsAccount account, Optional<String> instance, Instant deadline) {
        return of(
                account,
                Refusals.OUR_INSTANCE,
                known -> instance.filter(known.instances()::contains).isPresent(),
                deadline);
    }

    private static Self of(AwsAccount account, String refusal, Predicate<AwsAccount.Known> us, Instant deadline) {
        return switch (account.ourselves(deadline)) {
            case AwsAccount.Known known ->
                us.test(known) ? new Self(Optional.of(refusal), Set.of()) : new Self(Optional.empty(), Set.of());
            case AwsAccount.Elsewhere elsewhere -> new Self(Optional.of(elsewhere.why()), Set.of());
            case AwsAccount.Unknown _ -> new Self(Optional.empty(), Set.of(UNKNOWN));
        };
    }
}
