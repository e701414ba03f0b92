package dev.killswitch.review;

import static dev.killswitch.review.History.byPerson;
import static dev.killswitch.review.History.entity;
import static dev.killswitch.review.History.isolate;
import static dev.killswitch.review.History.timed;

import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Rung;
import dev.killswitch.incident.Event;
import dev.killswitch.plan.Decision;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Incidents of every sort, made by hand. */
final class Histories {
    private static final Duration MS = Duration.ofMillis(1);
    private static final Proof READ_BACK =
            new Proof.ProvenForNew("the key reads back as Inactive", "sessions minted before", null);

    private Histories() {}

    /** By the name that their golden files have. */
    static Map<String, History> all() {
        var all = new LinkedHashMap<String, History>();
        all.put("isolated-replicas", isolatedReplicas());
        all.put("climbed", climbed());
        all.put("contained-user", containedUser());
        all.put("ordered-protected", orderedProtected());
        all.put("refused", refused());
        all.put("person-only", personOnly());
        all.put("aimless", aimless());
        all.put("released-by-two", releasedByTwo());
        all.put("unknown-outcome", unknownOutcome());
        all.put("expired", expired());
        all.put("killed-and-drifted", killedAndDrifted());
        all.put("hostile", hostile());
        return all;
    }

    /** A rule isolates two pods of a ReplicaSet: one proven, one with traffic left, and nobody has measured the plugin. */
    static History isolatedReplicas() {
        Step one = isolate("1", "payments/api-7f9c-aaaaa");
        Step two = isolate("2", "payments/api-7f9c-bbbbb");
        Step three = isolate("3", "payments/api-7f9c-ccccc");
        return new History()
                .alert(
                        "a-1",
                        Decision.ACT,
                        "3 steps go on",
                        "payments/api-7f9c-aaaaa",
                        "payments/api-7f9c-bbbbb",
                        "payments/api-7f9c-ccccc")
                .intend(one)
                .intend(two)
                .intend(three)
                .after(MS)
                .apply(one, "audit-1")
                .apply(two, "audit-2")
                .apply(three, "audit-3")
                .after(Duration.ofSeconds(2))
                .prove(one, new Proof.Proven("a connection from outside was refused"))
                .prove(two, new Proof.Partial(List.of("egress to 10.0.0.0/8 by policy allow-dns")))
                .prove(three, new Proof.Unproven("no profile of the network plugin has been measured"));
    }

    /** A pod that a policy leaves open in part, so that the rule takes the next: the policy goes, and then it is closed. */
    static History climbed() {
        var rule = new Step.Authority.Rule("exfil-burst", History.DIGEST);
        String open = "NetworkPolicy wide lets in every port from anywhere";
        var policy = new Reference("prod-eu", "kubernetes.networkpolicy", "payments/wide", Map.of());
        Step pod = History.step(
                "1",
                "kubernetes.isolate-pod",
                Stage.ISOLATE,
                new Reference("prod-eu", "kubernetes.pod", "payments/api-0", Map.of()),
                rule,
                "a-1");
        Step taken = History.climbed(
                History.step("2", "kubernetes.withdraw-network-policy", Stage.ISOLATE, policy, rule, "s-1"),
                "partial: " + open);
        return new History()
                .alert("a-1", Decision.ACT, "1 step goes on", "payments/api-0")
                .intend(pod)
                .apply(pod, "audit-1")
                .after(MS)
                .prove(
                        pod,
                        new Proof.Partial(
                                List.of(open), new Rung("kubernetes.withdraw-network-policy", List.of(policy))))
                .intend(taken)
                .apply(taken, "audit-2")
                .after(MS)
                .prove(pod, new Proof.Proven("label and policies are as they should be"))
                .prove(taken, new Proof.Proven("what was withdrawn is gone"));
    }

    /** A recipe of a rule: the user is denied, and the fan-out adds one step for each of two keys. */
    static History containedUser() {
        Step deny = History.step(
                "1",
                "aws.deny-user",
                Stage.DENY,
                new Reference("acme", "aws.user", "alice", Map.of("account", "111122223333")),
                new Step.Authority.Rule("exfil-burst", History.DIGEST),
                "a-1");
        Step keyOne = key("2", "AKIAIOSFODNN7EXAMPLE");
        Step keyTwo = key("3", "AKIAI44QH8DHBEXAMPLE");
        return new History()
                .alert(
                        "a-1",
                        Decision.ACT,
                        "1 step goes on",
                        "UnauthorizedAccess:IAMUser/MaliciousIPCaller",
                        List.of(entity("aws.user", "alice"), entity("ip", "198.51.100.7")))
                .intend(deny)
                .apply(deny, "request-1")
                .prove(deny, new Proof.Pending(Duration.ofSeconds(12)))
                .intend(keyOne)
                .intend(keyTwo)
                .apply(keyOne, "request-2")
                .apply(keyTwo, "request-3")
                .after(Duration.ofSeconds(12))
                .prove(
                        deny,
                        new Proof.ProvenForNew(
                                "AWSDenyAll reads back as attached",
                                "data links that were signed before",
                                Instant.parse("2026-08-23T22:00:13Z")))
                .prove(keyOne, READ_BACK)
                .prove(keyTwo, new Proof.Pending(Duration.ofSeconds(4)));
    }

    private static Step key(String n, String id) {
        return History.step(
                n,
                "aws.disable-access-key",
                Stage.CREDENTIAL,
                new Reference("acme", "aws.access-key", id, Map.of()),
                new Step.Authority.Rule("exfil-burst", History.DIGEST),
                "s-1");
    }

    /** A person denies what is protected, by naming the guard and typing the count. */
    static History orderedProtected() {
        Step deny = byPerson("1", "aws.deny-user", "aws.user", "ci-deployer", "o-1", Set.of("protected"));
        return new History()
                .order("aws.deny-user", "aws.user", "ci-deployer", Set.of("protected"), 1)
                .intend(
                        deny,
                        new Verdict.PersonMay(
                                "protected", "arn:aws:iam::*:user/ci-deployer is protected by configuration"))
                .apply(deny, "request-9")
                .after(Duration.ofSeconds(12))
                .prove(
                        deny,
                        new Proof.ProvenForNew(
                                "AWSDenyAll reads back as attached", "sessions of roles it assumed", null));
    }

    /** The cluster says no. */
    static History refused() {
        Step one = isolate("1", "payments/api-7f9c-aaaaa");
        return new History()
                .alert("a-1", Decision.ACT, "1 step goes on", "payments/api-7f9c-aaaaa")
                .intend(one)
                .after(MS)
                .end(one, new Outcome.Refused("no permission patch pods"))
                .page("s-1", "no permission patch pods");
    }

    /** Guards hold automation; a person may. */
    static History personOnly() {
        return new History()
                .alert(
                        "a-1",
                        Decision.PERSON,
                        "budget: rule/exfil-burst has taken 3 of 3 targets within 1h",
                        "payments/api-7f9c-aaaaa")
                .intend(
                        isolate("1", "payments/api-7f9c-aaaaa"),
                        new Verdict.PersonMay("budget", "rule/exfil-burst has taken 3 of 3 targets within 1h"))
                .page("a-1", "a person may isolate payments/api-7f9c-aaaaa");
    }

    /** A rule matched, and what it would be done to is nowhere. */
    private static History aimless() {
        return new History()
                .alert(
                        "a-1",
                        Decision.PERSON,
                        "rule exfil-burst selects nothing that the alert names",
                        "payments/api-7f9c-aaaaa")
                .page("a-1", "rule exfil-burst selects nothing that the alert names");
    }

    /** What a person closed, a second person opens. */
    static History releasedByTwo() {
        Step deny = byPerson("1", "aws.deny-role", "aws.role", "batch", "o-1", Set.of());
        var history = new History()
                .order("aws.deny-role", "aws.role", "batch", Set.of(), 0)
                .intend(deny)
                .apply(deny, "request-9")
                .after(Duration.ofSeconds(12))
                .prove(deny, new Proof.ProvenForNew("AWSDenyAll reads back as attached", "nothing known", null))
                .after(Duration.ofMinutes(20));
        return history.ask(
                        "r-1",
                        "c-1",
                        "p-7f3a",
                        Event.ReleaseNeeds.SECOND_PERSON,
                        history.now().plus(Duration.ofMinutes(10)))
                .after(Duration.ofMinutes(3))
                .approve("r-1")
                .release("r-1", "c-1", new Released.Restored());
    }

    /** The answer was lost, and nobody could look afterwards. */
    static History unknownOutcome() {
        Step one = isolate("1", "payments/api-7f9c-aaaaa");
        return new History()
                .alert("a-1", Decision.ACT, "1 step goes on", "payments/api-7f9c-aaaaa")
                .intend(one)
                .after(MS)
                .start(one, Undo.EXACT)
                .after(Duration.ofSeconds(10))
                .end(one, new Outcome.Unknown("no answer within 10 s"))
                .page("s-1", "no answer within 10 s")
                .prove(one, new Proof.Unproven("the API server did not answer"));
    }

    /** Its time was up: somebody was asked, nobody answered yet. */
    static History expired() {
        Step one = isolate("1", "payments/api-7f9c-aaaaa");
        return new History()
                .alert("a-1", Decision.ACT, "1 step goes on", "payments/api-7f9c-aaaaa")
                .intend(one)
                .after(MS)
                .apply(one, "audit-1")
                .after(Duration.ofSeconds(2))
                .prove(one, new Proof.Proven("a connection from outside was refused"))
                .after(Duration.ofHours(1))
                .event(new Event.ContainmentDue(
                        History.START.plus(Duration.ofHours(1)).plusSeconds(1), "c-1"))
                .page("c-1", "its time is up: release it, or let it stand");
    }

    /** One pod dies for good; another's label is taken off by somebody, put back, and released automatically. */
    static History killedAndDrifted() {
        Step kill = History.step(
                "1",
                "kubernetes.kill-pod",
                Stage.KILL,
                new Reference("prod-eu", "kubernetes.pod", "shop/toolbox", Map.of()),
                new Step.Authority.Rule("exfil-burst", History.DIGEST),
                "a-1");
        Step isolate = timed(isolate("2", "shop/payments-0"), Duration.ofMinutes(30), Step.AtExpiry.RELEASE);
        var history = new History()
                .alert("a-1", Decision.ACT, "2 steps go on", "shop/toolbox", "shop/payments-0")
                .intend(kill)
                .intend(isolate)
                .start(kill, Undo.NONE)
                .after(MS)
                .end(kill, new Outcome.Done("audit-7"))
                .apply(isolate, "audit-8")
                .prove(kill, new Proof.Proven("no pod of that uid is there"))
                .prove(isolate, new Proof.Proven("a connection from outside was refused"))
                .after(Duration.ofMinutes(14));
        history.event(new Event.ContainmentDrifted(history.now(), "c-2", "no longer as we left it"))
                .event(new Event.ContainmentReapplied(history.now().plusMillis(80), "c-2", new Outcome.Done("audit-9")))
                .after(Duration.ofMinutes(16));
        return history.event(new Event.ContainmentDue(history.now(), "c-2"))
                .ask("r-1", "c-2", null, Event.ReleaseNeeds.NOTHING, null)
                .release("r-1", "c-2", new Released.Drifted("quarantine=c-2", "quarantine=<none>"));
    }

    /** A pod isolated by a rule, whose release came to {@code released}. */
    static History ended(Released released) {
        Step one = isolate("1", "shop/payments-0");
        return new History()
                .alert("a-1", Decision.ACT, "1 step goes on", "shop/payments-0")
                .intend(one)
                .after(MS)
                .apply(one, "audit-1")
                .ask("r-1", "c-1", null, Event.ReleaseNeeds.NOTHING, null)
                .release("r-1", "c-1", released);
    }

    /** Everything a sender can write wants to be more than it is. */
    static History hostile() {
        String name =
                "x`|<script>alert(1)</script>\n| 2026 | forged | row |\r\n# forged heading\u2028\u2014 key sig\u202E**b**";
        Step one = isolate("1", name);
        return new History()
                .alert(
                        "a-1",
                        Decision.ACT,
                        "1 step goes on\n— forged",
                        name + " type",
                        List.of(entity("kubernetes.pod", name)))
                .intend(one)
                .after(MS)
                .apply(one, "<img src=x onerror=alert(1)>")
                .prove(one, new Proof.Unproven("](javascript:alert(1)) \u0007 [x"));
    }
}
