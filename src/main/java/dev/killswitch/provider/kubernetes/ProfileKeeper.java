package dev.killswitch.provider.kubernetes;

import dev.killswitch.provider.kubernetes.NetworkLook.Looked;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Keeps the profile of one cluster fresh. Thread-safe. */
final class ProfileKeeper {
    /** Plugins and their APIs come with an installation, not with a deployment. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final NetworkLook look;
    private final Clock clock;
    private volatile ClusterProfile profile = ClusterProfile.NOTHING;

    ProfileKeeper(NetworkLook look, Clock clock) {
        this.look = look;
        this.clock = clock;
    }

    ClusterProfile profile() {
        return profile;
    }

    /** Looks again where the last look is too long ago. One that fails leaves what is known, with its time. */
    void refresh(Instant deadline) {
        Instant old = clock.instant().minus(FRESH);
        if (profile.discovered().filter(seen -> seen.at().isAfter(old)).isEmpty()
                && look.look(deadline) instanceof Looked.Whole whole) {
            profile = new ClusterProfile(Optional.of(whole.discovered()), profile.measured());
        }
    }
}
