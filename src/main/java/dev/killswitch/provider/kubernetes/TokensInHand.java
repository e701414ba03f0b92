package dev.killswitch.provider.kubernetes;

import dev.killswitch.config.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tokens that alerts brought: in memory alone, a few, for a while. Thread-safe. */
final class TokensInHand {
    /** Longer than it takes to revoke one and to see that it is dead. */
    static final Duration KEPT = Duration.ofMinutes(15);

    private static final int MAX = 200;

    private final Clock clock;
    private final Map<String, Held> byId = new LinkedHashMap<>();
    private final Map<String, Bound> byUid = new LinkedHashMap<>();

    TokensInHand(Clock clock) {
        this.clock = clock;
    }

    private record Held(Secret token, Instant until) {}

    private record Bound(String id, String note) {}

    synchronized void take(String id, Secret token) {
        forgetOld();
        byId.put(id, new Held(token, clock.instant().plus(KEPT)));
        if (byId.size() > MAX) {
            byId.remove(byId.keySet().iterator().next());
        }
    }

    synchronized Optional<Secret> of(String id) {
        forgetOld();
        return Optional.ofNullable(byId.get(id)).map(Held::token);
    }

    /** It dies with the object of that uid; {@code note} says why with that one, where it is not plain. */
    synchronized void resolved(String id, String uid, String note) {
        byUid.put(uid, new Bound(id, note));
    }

    /** The one that dies with the object of that uid, while it is in hand. */
    synchronized Optional<Secret> ofObject(String uid) {
        return Optional.ofNullable(byUid.get(uid)).map(Bound::id).flatMap(this::of);
    }

    /** Why that one dies with the object of that uid; empty where it is plain, or the token is not in hand. */
    synchronized String note(String uid) {
        forgetOld();
        return Optional.ofNullable(byUid.get(uid)).map(Bound::note).orElse("");
    }

    synchronized void forgetObject(String uid) {
        Bound bound = byUid.remove(uid);
        if (bound != null) {
            byId.remove(bound.id());
        }
    }

    private void forgetOld() {
        Instant now = clock.instant();
        byId.values().removeIf(held -> held.until().isBefore(now));
        byUid.values().removeIf(bound -> !byId.containsKey(bound.id()));
    }
}
