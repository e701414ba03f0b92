package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Profile;
import dev.killswitch.action.Profile.Measuring;
import dev.killswitch.provider.kubernetes.NetworkLook.Looked;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps the profile of one cluster: looks at what it is made of, and has a canary measure it. Thread-safe. */
final class ProfileKeeper {
    /** Plugins and their APIs come with an installation, not with a deployment. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final NetworkLook look;
    private final Optional<Canary> canary;
    private final Clock clock;
    private volatile Optional<Discovered> discovered = Optional.empty();

    /** Where the tier of the canary is off, nothing is ever measured. */
    ProfileKeeper(KubernetesCalls calls, KubernetesSettings settings, Clock clock) {
        this.look = new NetworkLook(calls, clock);
        this.clock = clock;
        this.canary = settings.tiers().contains(CanarySettings.TIER)
                ? Optional.of(new Canary(
                        new CanaryCluster(calls),
                        settings.canary(),
                        () -> profile().makeup(),
                        clock))
                : Optional.empty();
    }

    ClusterProfile profile() {
        return new ClusterProfile(discovered, measured());
    }

    /** Looks again where the last look is too long ago. One that fails leaves what is known, with its time. */
    void refresh(Instant deadline) {
        Instant old = clock.instant().minus(FRESH);
        if (discovered.filter(seen -> seen.at().isAfter(old)).isEmpty()
                && look.look(deadline) instanceof Looked.Whole whole) {
            discovered = Optional.of(whole.discovered());
        }
    }

    /** Goes on with a canary that runs, or starts one that is due. */
    void tend(Instant deadline) {
        canary.ifPresent(one -> one.tend(deadline));
    }

    Optional<Measured> measured() {
        return canary.flatMap(Canary::measured);
    }

    void recall(Measured earlier) {
        canary.ifPresent(one -> one.recall(earlier));
    }

    Measuring measure() {
        return canary.map(one -> switch (one.ask()) {
                    case Canary.Asked.Running running -> measuring(running);
                    case Canary.Asked.NotNow not -> new Measuring.Refused(not.why());
                })
                .orElseGet(() -> new Measuring.Refused("tier " + CanarySettings.TIER
                        + " is off on this connection: an operator adds it to the connection's tiers"));
    }

    private static Measuring measuring(Canary.Asked.Running running) {
        return new Measuring.Running(running.since(), running.until());
    }

    /** As people are told it, with {@code more} at its end. */
    Profile told(Optional<Profile.Fact> more) {
        ClusterProfile now = profile();
        String doubt = now.doubt(clock.instant());
        return new Profile(
                Stream.concat(ProfileFacts.of(now).stream(), more.stream()).toList(),
                doubt.isEmpty() ? Optional.empty() : Optional.of("it was measured " + doubt),
                canary.flatMap(Canary::running).map(one -> new Measuring.Running(one.since(), one.until())),
                canary.flatMap(Canary::last).flatMap(ProfileKeeper::failed));
    }

    private static Optional<Profile.Failed> failed(CanaryRun.Ended last) {
        return switch (last) {
            case CanaryRun.Ended.Saw _ -> Optional.empty();
            case CanaryRun.Ended.SawNothing nothing ->
                Optional.of(new Profile.Failed("unproven: " + nothing.why(), nothing.at()));
        };
    }
}
