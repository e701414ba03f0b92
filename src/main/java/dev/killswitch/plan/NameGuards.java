package dev.killswitch.plan;

import dev.killswitch.action.Reference;
import dev.killswitch.alert.EntityIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The guards that need no more than names and the record. */
final class NameGuards {
    private final Protected names;
    private final Map<String, ConnectionSettings> connections;

    NameGuards(Protected names, Map<String, ConnectionSettings> connections) {
        this.names = names;
        this.connections = connections;
    }

    /** What they say; none of it {@link Verdict.Act}. */
    List<Verdict> judge(Wish wish, Situation situation) {
        Reference thing = wish.thing();
        List<Verdict> verdicts = new ArrayList<>();
        if (!namesOne(thing, wish.authority())) {
            verdicts.add(Guard.UNNAMED.says("\"" + Shown.of(thing.id()) + "\" names no " + thing.kind()
                    + ": name exactly one" + form(thing.kind())));
        }
        ConnectionSettings connection = connections.get(thing.connection());
        Set<String> accounts = connection == null ? Set.of() : connection.accounts();
        verdicts.addAll(names.judge(thing.connection(), Things.names(thing, accounts)));
        if (connection != null && !connection.tiers().contains(wish.spec().tier())) {
            verdicts.add(Guard.TIER.says("tier " + wish.spec().tier() + " of "
                    + wish.spec().name() + " is not among the tiers of connection " + connection.name()
                    + ": an operator adds it there"));
        }
        if (wish.authority() instanceof Step.Authority.Rule rule) {
            automation(wish, rule.name(), situation, verdicts);
        }
        return verdicts.stream()
                .filter(verdict -> concerns(verdict, wish.authority()))
                .toList();
    }

    private static boolean namesOne(Reference thing, Step.Authority authority) {
        boolean one = switch (authority) {
            case Step.Authority.Rule _ -> EntityIds.fits(thing.kind(), thing.id());
            case Step.Authority.Person _ -> EntityIds.hasForm(thing.kind(), thing.id());
        };
        return one && thing.id().indexOf('*') < 0;
    }

    /** How things of that kind are named, where that is not by one word. */
    private static String form(String kind) {
        return switch (kind) {
            case "kubernetes.pod" -> ", as namespace/name, uid:…, container:… or ip:…";
            case "kubernetes.serviceaccount", "kubernetes.secret", "kubernetes.networkpolicy" -> ", as namespace/name";
            case "kubernetes.subject" -> ", as User:name, Group:name, ServiceAccount:namespace/name or Credential:…";
            case "kubernetes.image" -> ", as repository or repository@sha256:…";
            case "kubernetes.rolebinding" -> ", as namespace/name, or by its name where it is the cluster's";
            case "kubernetes.workload", "kubernetes.gitops" -> ", as namespace/Kind/name";
            default -> "";
        };
    }

    /** A person goes on past what only holds automation. */
    private static boolean concerns(Verdict verdict, Step.Authority authority) {
        return authority instanceof Step.Authority.Rule || !Guard.LOOKS_PROTECTED.said(verdict);
    }

    private void automation(Wish wish, String rule, Situation situation, List<Verdict> verdicts) {
        String name = wish.thing().connection();
        ConnectionSettings connection = connections.get(name);
        History history = situation.history();
        Mode mode = history.automation(name, connection == null ? Mode.UNSAID : connection.unsaid());
        Sentences.automation(mode, name).ifPresent(verdicts::add);
        String notReady = situation.notReady().get(name);
        if (notReady != null) {
            verdicts.add(Guard.CONNECTION_NOT_READY.says(
                    "connection " + name + " is not ready for automation: " + Shown.of(notReady)));
        }
        if (history.rulesOff().contains(rule)) {
            verdicts.add(Sentences.ruleOff(rule));
        }
        String holder = history.held().get(wish.thingKey() + "#" + wish.spec().effect());
        if (holder != null) {
            verdicts.add(Sentences.alreadyContained(holder));
        }
    }
}
