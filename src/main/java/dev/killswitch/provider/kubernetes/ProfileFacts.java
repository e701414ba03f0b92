package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Profile.Basis;
import dev.killswitch.action.Profile.Fact;
import dev.killswitch.provider.kubernetes.Discovered.Plugin;
import dev.killswitch.provider.kubernetes.Discovered.Plugins;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A cluster's profile in words, each with where it is known from. */
final class ProfileFacts {
    private static final String CANARY = "a canary in " + CanaryPods.NAMESPACE;
    private static final String API = "what the API server serves";

    private final ClusterProfile profile;
    private final List<Fact> facts = new ArrayList<>();

    private ProfileFacts(ClusterProfile profile) {
        this.profile = profile;
    }

    static List<Fact> of(ClusterProfile profile) {
        return new ProfileFacts(profile).read();
    }

    private List<Fact> read() {
        cluster();
        apis();
        plugin();
        yesOrNo("enforces", ProfileFacts::enforces, Plugin::enforces);
        measured("refuses-new-within", one -> one.enforces() ? one.slowest().toMillis() + " ms" : "never");
        measured("stays-open", one -> one.open().isEmpty() ? "nothing that was tried" : String.join(", ", one.open()));
        measured("not-tried", one -> one.untried().isEmpty() ? "nothing" : String.join("; ", one.untried()));
        yesOrNo(
                "severs-open-connections",
                one -> one.severs().word(),
                plugin -> plugin.kind().severs());
        yesOrNo(
                "isolates-one-replica",
                one -> one.isolatesOne().word(),
                plugin -> plugin.kind().isolatesOne());
        measured("filters-own-node", one -> one.filtersOwnNode().word());
        measured("restores", one -> one.restores().word());
        return facts;
    }

    private static String enforces(Measured measured) {
        if (!measured.enforces()) {
            return "no";
        }
        return measured.open().isEmpty() ? "yes" : "in part";
    }

    private void cluster() {
        String uid = profile.discovered().map(Discovered::cluster).orElse("");
        Optional<Instant> at = profile.discovered().map(Discovered::at);
        if (uid.isEmpty()) {
            unknown("cluster", at.isEmpty() ? "nobody has looked yet" : "namespace kube-system cannot be seen", at);
        } else {
            known("cluster", uid, "the uid of namespace kube-system", at);
        }
    }

    private void apis() {
        Optional<Instant> at = profile.discovered().map(Discovered::at);
        if (profile.discovered().isEmpty()) {
            unknown("policy-api", "nobody has looked yet", at);
            unknown("deny-apis", "nobody has looked yet", at);
            return;
        }
        boolean plain = profile.discovered().get().serves(Discovered.POLICY_API, "networkpolicies");
        known("policy-api", plain ? Discovered.POLICY_API : "none", API, at);
        String deny = profile.denyApis().stream()
                .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-') + " (" + one.groupVersion() + ")")
                .collect(Collectors.joining(", "));
        known("deny-apis", deny.isEmpty() ? "none" : deny, API + "; that somebody implements it is not said", at);
    }

    private void plugin() {
        Optional<Instant> at = profile.discovered().map(Discovered::at);
        Optional<Plugin> plugin = profile.plugin();
        if (plugin.isPresent()) {
            known("network-plugin", plugin.get().kind().word(), daemonSet(plugin.get()), at);
            return;
        }
        String why = profile.discovered()
                .map(one -> switch (one.plugins()) {
                    case Plugins.Hidden hidden -> "not allowed to look: no permission " + hidden.permission();
                    case Plugins.Seen _ -> "none of the DaemonSets that are known by name" + hint(one);
                })
                .orElse("nobody has looked yet");
        unknown("network-plugin", why, at);
    }

    /** What is served tells of what was installed once. */
    private static String hint(Discovered discovered) {
        List<String> served = List.of(DenyApi.CILIUM, DenyApi.CALICO, DenyApi.ANTREA).stream()
                .map(DenyApi::groupVersion)
                .collect(Collectors.toCollection(ArrayList::new));
        served.add(Discovered.AWS);
        served.add(Discovered.OVN);
        served.retainAll(discovered.served().keySet());
        return served.isEmpty() ? "" : "; its API serves " + String.join(", ", served);
    }

    private static String daemonSet(Plugin plugin) {
        return "DaemonSet " + plugin.where();
    }

    private void yesOrNo(String name, Function<Measured, String> seen, Function<Plugin, Known> documented) {
        Optional<Measured> measured = profile.measured();
        Known known = profile.plugin().map(documented).orElse(Known.UNKNOWN);
        boolean saw = measured.map(seen)
                .filter(word -> !word.equals(Known.UNKNOWN.word()))
                .isPresent();
        if (saw || known == Known.UNKNOWN) {
            measured(name, seen);
        } else {
            known(
                    name,
                    known.word(),
                    "what is documented of "
                            + profile.plugin().orElseThrow().kind().word(),
                    profile.discovered().map(Discovered::at));
        }
    }

    private void measured(String name, Function<Measured, String> seen) {
        Optional<Measured> measured = profile.measured();
        String says = measured.map(seen).orElse(Known.UNKNOWN.word());
        if (measured.isEmpty() || says.equals(Known.UNKNOWN.word())) {
            unknown(
                    name,
                    measured.isEmpty() ? "nothing was measured" : "the canary could not tell",
                    measured.map(Measured::at));
        } else {
            facts.add(new Fact(name, says, Basis.MEASURED, CANARY, measured.map(Measured::at)));
        }
    }

    private void known(String name, String says, String source, Optional<Instant> at) {
        facts.add(new Fact(name, says, Basis.KNOWN, source, at));
    }

    private void unknown(String name, String source, Optional<Instant> at) {
        facts.add(new Fact(name, Known.UNKNOWN.word(), Basis.UNKNOWN, source, at));
    }
}
