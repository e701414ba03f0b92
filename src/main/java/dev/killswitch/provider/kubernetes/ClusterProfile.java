package dev.killswitch.provider.kubernetes;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What is known of a cluster's network: what its API tells, and what was measured. */
record ClusterProfile(Optional<Discovered> discovered) {
    static final ClusterProfile NOTHING = new ClusterProfile(Optional.empty());

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
}
