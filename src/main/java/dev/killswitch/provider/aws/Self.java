package dev.killswitch.provider.aws;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a target may be ourselves.
 *
 * @param refused why it is never acted on
 * @param sensitive not empty where we do not know who we are: then a person decides
 */
record Self(Optional<String> refused, Set<String> sensitive) {
    private static final String UNKNOWN = "own-identity-unknown";

    static Self of(AwsAccount account, Principal principal, Instant deadline) {
        return switch (account.ourselves(deadline)) {
            case AwsAccount.Known known ->
                known.is(account.id(), principal)
                        ? new Self(Optional.of(Refusals.OURSELVES), Set.of())
                        : new Self(Optional.empty(), Set.of());
            case AwsAccount.Elsewhere elsewhere -> new Self(Optional.of(elsewhere.why()), Set.of());
            case AwsAccount.Unknown _ -> new Self(Optional.empty(), Set.of(UNKNOWN));
        };
    }
}
