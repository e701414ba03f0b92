package dev.killswitch.provider.kubernetes;

import dev.killswitch.provider.kubernetes.Discovered.Plugin;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known of a cluster's network: what its API tells, and what was measured. */
record ClusterProfile(Optional<Discovered> discovered, Optional<Measured> measured) {
    static final ClusterProfile NOTHING = new ClusterProfile(Optional.empty(), Optional.empty());

    /** The APIs in which a deny beats every allow; none also where nobody has looked yet. */
    Set<DenyApi> denyApis() {
        var there = EnumSet.noneOf(DenyApi.class);
        for (DenyApi api : DenyApi.values()) {
            if (discovered.filter(one -> one.has(api)).isPresent()) {
                there.add(api);
            }
        }
        return there;
    }

    Optional<Plugin> plugin() {
        return discovered.flatMap(Discovered::plugin);
    }

    /** What was measured, where it still counts. */
    Optional<Measured> believed(Instant now) {
        return measured.filter(_ -> doubt(now).isEmpty());
    }

    /** Why what was measured does not count any more; blank where it does. */
    String doubt(Instant now) {
        if (measured.isEmpty()) {
            return "";
        }
        Instant at = measured.get().at();
        if (at.isAfter(now)) {
            return "at a time that is still to come, so that a clock was set back";
        }
        if (at.plus(Verdict.BELIEVED).isBefore(now)) {
            return "more than " + Verdict.BELIEVED.toHours() + " h ago";
        }
        return changed(measured.get().of());
    }

    private String changed(Makeup then) {
        Makeup now = makeup();
        if (!then.cluster().equals(now.cluster())) {
            return then.cluster().isEmpty() || now.cluster().isEmpty()
                    ? "where nobody can tell now whether it was this cluster"
                    : "in another cluster, which had this one's name";
        }
        if (!then.plugin().equals(now.plugin())) {
            return "with another build of the network plugin than now";
        }
        return then.apis().equals(now.apis()) ? "" : "while other policy APIs were served than now";
    }

    /** As it is now. */
    Makeup makeup() {
        boolean plain = discovered
                .filter(one -> one.serves(Discovered.POLICY_API, "networkpolicies"))
                .isPresent();
        return new Makeup(
                discovered.map(Discovered::cluster).orElse(""),
                plugin().map(one -> one.where() + " " + one.build()).orElse(""),
                Stream.concat(
                                plain ? Stream.of(Discovered.POLICY_API) : Stream.empty(),
                                denyApis().stream().map(DenyApi::groupVersion).distinct())
                        .collect(Collectors.joining(", ")));
    }

    /** Whether one replica can be told from the others: as measured, else as its documentation has it where it enforces. */
    Known isolatesOne(Instant now) {
        Known seen = believed(now).map(Measured::isolatesOne).orElse(Known.UNKNOWN);
        return seen != Known.UNKNOWN
                ? seen
                : plugin().filter(one -> one.enforces() != Known.NO)
                        .map(one -> one.kind().isolatesOne())
                        .orElse(Known.UNKNOWN);
    }

    /** Where that is known from. */
    String isolatesOneSource(Instant now) {
        return believed(now)
                .filter(one -> one.isolatesOne() != Known.UNKNOWN)
                .map(one -> "as measured at " + one.at())
                .or(() -> plugin().map(one -> one.kind().word() + ", by " + one.where()))
                .orElse("not known");
    }
}
