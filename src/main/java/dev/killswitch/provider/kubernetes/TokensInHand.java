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
    private final Map<String, String> byUid = new LinkedHashMap<>();

    TokensInHand(Clock clock) {
        this.clock = clock;
    }

    private record Held(Secret token, Instant until) {}

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

    /** It dies with the object of that uid. */
    synchronized void resolved(String id, String uid) {
        byUid.put(uid, id);
    }

    /** The one that dies with the object of that uid, while it is in hand. */
    synchronized Optional<Secret> ofObject(String uid) {
        return Optional.ofNullable(byUid.get(uid)).flatMap(this::of);
    }

    synchronized void forgetObject(String uid) {
        String id = byUid.remove(uid);
        if (id != null) {
            byId.remove(id);
        }
    }

    private void forgetOld() {
        Instant now = clock.instant();
        byId.values().removeIf(held -> held.until().isBefore(now));
        byUid.values().removeIf(id -> !byId.containsKey(id));
    }
}
