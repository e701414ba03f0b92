package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Rung;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What can be said of an isolation whose objects are as they should be: the API tells no more than that, and what follows
 * from it is decided by the network plugin, of which only the cluster's profile tells. Thread-safe.
 */
final class Verdict {
    /** Plugins are upgraded and set anew; what was measured is believed for a day. */
    static final Duration BELIEVED = Duration.ofHours(24);

    private final Supplier<ClusterProfile> profiles;
    private final Clock clock;

    Verdict(Supplier<ClusterProfile> profiles, Clock clock) {
        this.profiles = profiles;
        this.clock = clock;
    }

    /** Why one pod of that cluster, of {@code workload}, cannot be isolated at all, and what can be done instead. */
    Optional<Inspected.Refused> refusalOfOne(Call call, Optional<String> workload) {
        ClusterProfile profile = profiles.get();
        Optional<Measured> measured = profile.believed(clock.instant());
        if (measured.filter(one -> !one.enforces()).isPresent()) {
            return Optional.of(
                    new Inspected.Refused("the network enforces no network policy, as measured " + at(measured.get())
                                    + ": isolating it would change nothing; kill it instead: ks kill pod "
                                    + call.target().id())
                            .next(Rung.same(Specs.KILL_POD)));
        }
        return profile.isolatesOne(clock.instant()) == Known.NO
                ? Optional.of(new Inspected.Refused(
                        "the network plugin takes the replicas of a workload for one, so that none can be isolated"
                                + " alone (" + profile.isolatesOneSource(clock.instant())
                                + "): isolate its workload instead (ks isolate workload"
                                + workload.map(id -> " " + id).orElse("") + "), or kill it: ks kill pod "
                                + call.target().id(),
                        workload.map(id -> Rung.on(
                                        IsolateWorkload.SPEC, call.target().connection(), List.of(id)))
                                .orElseGet(() -> Rung.same(Specs.KILL_POD))))
                : Optional.empty();
    }

    /** {@code seen} is what is in order, as far as the API can tell. */
    Proof of(Call call, String seen) {
        ClusterProfile profile = profiles.get();
        Instant now = clock.instant();
        String network = "the network plugin of " + call.target().connection();
        if (profile.measured().isEmpty()) {
            return new Proof.Unproven(seen + ", but nothing tells whether " + network
                    + " enforces them: no profile of it has been measured ("
                    + measuring(call) + "); connections that were open may go on"
                    + hint(call, profile));
        }
        Measured measured = profile.measured().get();
        if (profile.believed(now).isEmpty()) {
            return new Proof.Unproven(
                    seen + ", but the profile of " + call.target().connection() + " was measured " + at(measured) + ", "
                            + profile.doubt(now) + ": measure it again (" + measuring(call) + ")");
        }
        if (!measured.enforces()) {
            return new Proof.Unproven(seen + ", but " + network + " does not enforce them, as measured " + at(measured)
                    + ": nothing is contained" + stronger(call));
        }
        List<String> open = open(measured);
        return open.isEmpty() ? proven(seen, measured) : new Proof.Partial(open);
    }

    /** As {@link #of}, where {@code residuals} are what other policies still let through. */
    Proof of(Call call, String seen, List<String> residuals) {
        return besides(of(call, seen), residuals);
    }

    /** As {@link #of(Call, String, List)}, of one pod alone. */
    Proof ofOne(Call call, String seen, List<String> residuals) {
        return besides(ofOne(call, seen), residuals);
    }

    /** A network that was seen not to enforce is no partial isolation; one that nobody has measured counts as one that may. */
    private Proof besides(Proof whole, List<String> residuals) {
        Instant now = clock.instant();
        boolean sees = profiles.get().believed(now).isPresent();
        if (residuals.isEmpty() || (sees && whole instanceof Proof.Unproven)) {
            return whole;
        }
        var stillWorks = new ArrayList<>(residuals);
        if (whole instanceof Proof.Partial partial) {
            stillWorks.addAll(partial.stillWorks());
        }
        return new Proof.Partial(stillWorks);
    }

    private Proof ofOne(Call call, String seen) {
        Instant now = clock.instant();
        ClusterProfile profile = profiles.get();
        return profile.believed(now).isPresent() && profile.isolatesOne(now) == Known.NO
                ? new Proof.Unproven(
                        seen + ", but the network plugin of " + call.target().connection()
                                + " takes the replicas of a workload for one ("
                                + profile.isolatesOneSource(now) + "): others may be cut with it, or none; next:"
                                + " ks isolate workload for all of them, or ks kill pod "
                                + call.target().id())
                : of(call, seen);
    }

    /** A network that is open in part is not closed, however much of it is. */
    private static List<String> open(Measured measured) {
        var open = new ArrayList<String>();
        measured.open().forEach(way -> open.add("new connections " + way + ", as measured " + at(measured)));
        if (measured.filtersOwnNode() == Known.NO) {
            open.add("traffic to its own node, as measured " + at(measured));
        }
        if (!open.isEmpty() && measured.severs() != Known.YES) {
            open.add(survivors(measured));
        }
        return open;
    }

    private static Proof proven(String seen, Measured measured) {
        String how = seen + ", and a canary saw " + at(measured)
                + " that such a network refuses new connections within "
                + measured.slowest().toMillis() + " ms"
                + (measured.severs() == Known.YES ? " and ends those that were open" : "")
                + (measured.untried().isEmpty() ? "" : "; not tried: " + String.join("; ", measured.untried()));
        return measured.severs() == Known.YES
                ? new Proof.Proven(how)
                : new Proof.ProvenForNew(how, survivors(measured), null);
    }

    private static String survivors(Measured measured) {
        return measured.severs() == Known.NO
                ? "connections that were open before: they go on until they close, as measured " + at(measured)
                : "connections that were open before: nothing was measured of them";
    }

    private static String at(Measured measured) {
        return "at " + measured.at().truncatedTo(ChronoUnit.SECONDS);
    }

    /** What its documentation says of a plugin that nobody has measured. */
    private static String hint(Call call, ClusterProfile profile) {
        return profile.plugin()
                .map(plugin -> switch (plugin.enforces()) {
                    case YES -> "; " + plugin.kind().word() + " is there, and should";
                    case NO -> "; " + plugin.kind().word() + " is there, which does not by itself" + stronger(call);
                    case UNKNOWN -> "; " + plugin.kind().word() + " is there, and may";
                })
                .orElse("");
    }

    private static String measuring(Call call) {
        return "ks cluster profile " + call.target().connection() + " --canary";
    }

    /** For whoever cannot have it isolated. */
    private static String stronger(Call call) {
        String id = call.target().id();
        return switch (call.target().kind()) {
            case Pod.KIND -> "; next: ks kill pod " + id;
            case Where.WORKLOAD -> "; next: ks kill workload " + id;
            case Where.NAMESPACE -> "; next: ks freeze namespace " + id + ", then ks kill pod for each of its pods";
            default -> "";
        };
    }
}
