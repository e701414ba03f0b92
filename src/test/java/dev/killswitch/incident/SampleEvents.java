package dev.killswitch.incident;

import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Profile;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Rung;
import dev.killswitch.action.Target;
import dev.killswitch.alert.Alert;
import dev.killswitch.alert.Entity;
import dev.killswitch.plan.Decision;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.Order;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of each kind of event, with everything in it that can be. */
public final class SampleEvents {
    public static final Instant AT = Instant.parse("2026-08-23T10:00:02.114Z");
    public static final String INCIDENT = "i-01j9y7c2000000000000000000";
    public static final String ALERT = "a-01j9y7c2000000000000000001";
    public static final String STEP = "s-01j9y7c2000000000000000002";
    public static final String CONTAINMENT = "c-01j9y7c2000000000000000003";
    public static final String RELEASE = "r-01j9y7c2000000000000000004";
    public static final String ORDER = "o-01j9y7c2000000000000000005";
    private static final String DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public static final Target POD = new Target("prod-eu", "kubernetes.pod", "payments/api-7f9c", "0c6f4e7a-uid");

    private SampleEvents() {}

    public static Event.AlertDecided decided() {
        return new Event.AlertDecided(
                AT,
                ALERT,
                "d-01j9y7c2000000000000000006",
                AT.minusMillis(7),
                "falco-prod",
                DIGEST,
                INCIDENT,
                new Event.Seen(
                        "falco:1",
                        "3",
                        "Terminal shell in container",
                        Alert.Activity.OPENED,
                        Alert.Severity.CRITICAL,
                        Instant.parse("2026-08-23T09:58:40Z"),
                        Set.of(Alert.Flag.SAMPLE, Alert.Flag.ALREADY_MITIGATED),
                        List.of(new Entity(
                                "kubernetes.pod",
                                "payments/api-7f9c",
                                Map.of("cluster", "eu", "account", "1"),
                                Entity.Role.TARGET,
                                Entity.Trust.STRUCTURED,
                                "/output_fields/k8s.pod.name"))),
                Decision.ACT,
                List.of(new Event.Matched("exfil-burst", DIGEST, "enforce", "full", "{\"true\":\"alert.opened\"}")),
                List.of(new Event.Missed("other", "alert.severity >= severity.FATAL", "CRITICAL")),
                "rule exfil-burst matched: 1 step");
    }

    public static Event.StepIntended intended() {
        return new Event.StepIntended(AT, new PlannedStep(step(), List.of()));
    }

    public static Step step() {
        return new Step(
                STEP,
                INCIDENT,
                CONTAINMENT,
                "kubernetes.isolate-pod",
                new Reference("prod-eu", "kubernetes.pod", "payments/api-7f9c", Map.of("cluster", "eu")),
                Parameters.of(Map.of("grace", 1L, "wait", Duration.ofSeconds(90), "force", true, "note", "a \"b\"")),
                new Step.Authority.Rule("exfil-burst", DIGEST),
                new Step.Course(
                        Stage.ISOLATE,
                        Set.of("s-2", "s-1"),
                        Duration.ofHours(4),
                        Step.AtExpiry.RELEASE,
                        new Step.Each("aws.disable-access-key", "aws.access-key"),
                        ALERT));
    }

    private static Event.StepIntended refused() {
        Step step = step();
        var person = new Step(
                STEP,
                INCIDENT,
                CONTAINMENT,
                step.action(),
                step.reference(),
                Parameters.NONE,
                new Step.Authority.Person("p-7f3a", Set.of("stale", "protected")),
                Step.Course.of(Stage.KILL));
        return new Event.StepIntended(
                AT,
                new PlannedStep(
                        person,
                        List.of(
                                new Verdict.Never("ourselves", "this is the pod that we run in"),
                                new Verdict.PersonMay("protected", "namespace payments"),
                                new Verdict.Act())));
    }

    private static Event.StepIntended climbed() {
        Step step = step();
        var course = new Step.Course(
                Stage.ISOLATE,
                Set.of(),
                null,
                Step.AtExpiry.ASK,
                null,
                "s-1",
                Set.of("kubernetes.withdraw-network-policy", "kubernetes.kill-pod"),
                "partial: NetworkPolicy wide lets in every port");
        return new Event.StepIntended(
                AT,
                new PlannedStep(
                        new Step(
                                STEP,
                                INCIDENT,
                                CONTAINMENT,
                                "kubernetes.withdraw-network-policy",
                                new Reference("prod-eu", "kubernetes.networkpolicy", "payments/wide", Map.of()),
                                Parameters.NONE,
                                step.authority(),
                                course),
                        List.of()));
    }

    public static Event.StepStarted started() {
        return new Event.StepStarted(
                AT,
                STEP,
                1,
                POD,
                new Before(1, "{\"label\":null}"),
                Undo.EXACT,
                "network-isolation",
                Map.of("replicas-left", 2, "pods", 1));
    }

    public static Event.StepEnded ended(Outcome outcome) {
        return new Event.StepEnded(AT, STEP, outcome);
    }

    public static Event.StepProven proven(Proof proof) {
        return new Event.StepProven(AT, STEP, proof);
    }

    public static Event.ReleaseAsked asked() {
        return new Event.ReleaseAsked(
                AT, RELEASE, CONTAINMENT, "p-7f3a", Event.ReleaseNeeds.WAITS, AT.plusSeconds(600), DIGEST);
    }

    public static Event.OrderGiven ordered() {
        return new Event.OrderGiven(
                AT,
                new Order(
                        ORDER,
                        "p-7f3a",
                        "aws.contain-user",
                        new Reference("acme", "aws.user", "alice", Map.of()),
                        Parameters.of(Map.of("grace", 0L)),
                        Duration.ofHours(4),
                        Set.of("stale", "protected"),
                        51),
                INCIDENT,
                Decision.ACT,
                DIGEST,
                "an order of a person: 2 steps");
    }

    /** One of each kind, several where a kind has several forms. */
    public static List<Event> all() {
        return List.of(
                decided(),
                new Event.DeliveryUnread(AT, "d-1", "falco-prod", DIGEST, "/alerts/0", "expected text, found a number"),
                new Event.DeliveryReplayed(AT, "d-1", "p-7f3a"),
                new Event.InboxDigest(AT, 0, 17, 17, DIGEST),
                ordered(),
                intended(),
                refused(),
                climbed(),
                started(),
                ended(new Outcome.Done("audit-1")),
                ended(new Outcome.AlreadyDone()),
                ended(new Outcome.Changed("label is x")),
                ended(new Outcome.Busy("429", Duration.ofMillis(1500))),
                ended(new Outcome.Gone("no such pod")),
                ended(new Outcome.Refused("403")),
                ended(new Outcome.Refused("protected", "user/x is protected")),
                ended(new Outcome.Refused("a quota is used up").next(new Rung("aws.deny-user-inside", List.of()))),
                ended(new Outcome.Unknown("no answer within 10 s")),
                proven(new Proof.Proven("read back")),
                proven(new Proof.ProvenForNew("policy", "open connections", AT.plusSeconds(3600))),
                proven(new Proof.Partial(List.of("egress to 10.0.0.0/8"))),
                proven(new Proof.Partial(
                        List.of("NetworkPolicy wide lets in every port"),
                        new Rung(
                                "kubernetes.withdraw-network-policy",
                                List.of(new Reference(
                                        "prod-eu", "kubernetes.networkpolicy", "payments/wide", Map.of()))))),
                proven(new Proof.Unproven("no network plugin")),
                proven(new Proof.Pending(Duration.ofSeconds(5))),
                collected(),
                new Event.ContainmentDue(AT, CONTAINMENT),
                new Event.ContainmentDrifted(AT, CONTAINMENT, "label is gone"),
                new Event.ContainmentReapplied(AT, CONTAINMENT, new Outcome.Done("audit-2")),
                asked(),
                new Event.ReleaseApproved(AT, RELEASE, "p-99"),
                new Event.ReleaseBrokeGlass(AT, RELEASE),
                new Event.ReleaseStarted(AT, RELEASE, CONTAINMENT),
                releaseEnded(new Released.Restored()),
                releaseEnded(new Released.Replaced("sgr-2")),
                releaseEnded(new Released.Drifted("a", "b")),
                releaseEnded(new Released.Gone()),
                releaseEnded(new Released.ByHand(List.of("kubectl label pod x y-"))),
                releaseEnded(new Released.Impossible("the key was deleted")),
                releaseEnded(new Released.Retry("503")),
                new Event.ReleaseEnded(AT, RELEASE, CONTAINMENT, null, List.of("c-2", "c-1")),
                new Event.AutomationSet(AT, Mode.PAUSED, "prod-eu", "p-7f3a", DIGEST),
                new Event.AutomationSet(AT, Mode.ARMED, null, null, null),
                new Event.RuleSwitched(AT, "exfil-burst", Event.Position.OFF, "p-7f3a", DIGEST),
                new Event.RulebookChunk(AT, DIGEST, "rules/a.yaml", 0, "Zm9ybWF0OiAxCg=="),
                new Event.RulebookActivated(AT, DIGEST, 2, Map.of("b.yaml", "22", "a.yaml", "11")),
                new Event.RulebookRefused(AT, 1, List.of("a.yaml:1:1: found x; expected y")),
                new Event.SourceSilent(AT, "falco-prod", AT.minusSeconds(600)),
                new Event.SourceSilent(AT, "guardduty", null),
                new Event.SourceHeard(AT, "falco-prod"),
                new Event.Paged(AT, INCIDENT, "the outcome is unknown"),
                new Event.Started(AT, "1.0.0", DIGEST, 2),
                new Event.Stopped(AT),
                new Event.ConfigurationTaken(AT, DIGEST, List.of("prod-us"), List.of("prod-eu"), List.of("lab")),
                new Event.ProfileMeasured(
                        AT,
                        "prod-eu",
                        new Profile.Measurement(
                                AT.minusSeconds(9),
                                Map.of("cluster", "u-1", "network-plugin", "kube-system/cilium cilium:1"),
                                List.of(
                                        new Profile.Saw("closed", List.of("to a pod of the same node")),
                                        new Profile.Saw("not-tried", List.of())))),
                new Event.LedgerGap(AT, AT.minusSeconds(60), AT, "disk full"),
                new Event.ClockJumped(AT, AT.plusSeconds(86_400)));
    }

    public static Event.EvidenceCollected collected() {
        return new Event.EvidenceCollected(
                AT,
                CONTAINMENT,
                List.of(
                        new Event.Piece("pod.json", "application/json", 4711, "sha256:" + DIGEST, Event.Extent.WHOLE),
                        new Event.Piece("log-api.txt", "text/plain", 1 << 20, "sha256:" + DIGEST, Event.Extent.CUT)),
                List.of(new Event.Absent("events.json", "no permission list events")));
    }

    private static Event.ReleaseEnded releaseEnded(Released released) {
        return new Event.ReleaseEnded(AT, RELEASE, CONTAINMENT, released, List.of());
    }
}
