package dev.killswitch.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.alert.Entity;
import dev.killswitch.incident.Event;
import dev.killswitch.incident.FakeRegister;
import dev.killswitch.incident.Incident;
import dev.killswitch.ledger.Hash;
import dev.killswitch.plan.Decision;
import dev.killswitch.plan.FactGuard.Moment;
import dev.killswitch.plan.FactGuard.RuleState;
import dev.killswitch.plan.Mode;
import dev.killswitch.plan.ReleasePolicy;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import dev.killswitch.rule.Rulebook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of a thing to which more than one thing was done, or was to be. */
class WhyAgainTest {
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final String POD = "shop/toolbox";
    private static final String LATER = History.INCIDENT + "x";
    private static final Verdict UNRESOLVED = new Verdict.PersonMay("unresolved", "it is in no connection of ours");

    private static List<String> lines(String text, History... newestFirst) {
        List<Incident> incidents =
                List.of(newestFirst).stream().map(History::incident).toList();
        var moment = new Moment(Instant.EPOCH, null, List.of(), Mode.ARMED, RuleState.ON);
        var asOf = new AsOf(
                newestFirst[0].now().plus(Duration.ofMinutes(14)),
                new BuiltOn(1204, Hash.EMPTY_ROOT),
                Rulebook.empty());
        return new Why(new FakeRegister(() -> moment, incidents), ReleasePolicy.USUAL)
                .ask(text, asOf)
                .orElseThrow()
                .lines();
    }

    private static Step byRule(String n, String action, String kind, String id, String cause) {
        return History.step(
                n,
                action,
                Stage.ISOLATE,
                new Reference("acme", kind, id, Map.of()),
                new Step.Authority.Rule("exfil-burst", History.DIGEST),
                cause);
    }

    private static History keySetInactiveAndReleased() {
        Step key = History.byPerson("1", "aws.disable-access-key", "aws.access-key", KEY, "o-1", Set.of());
        return new History()
                .order("aws.disable-access-key", "aws.access-key", KEY, Set.of(), 0)
                .intend(key)
                .apply(key, "request-1")
                .after(Duration.ofMinutes(3))
                .ask("r-1", "c-1", "p-99", Event.ReleaseNeeds.NOTHING, null)
                .release("r-1", "c-1", new Released.Restored());
    }

    private static History alertThatDidNothing(String id) {
        return new History(id)
                .after(Duration.ofMinutes(8))
                .alert("a-9", Decision.PERSON, "unresolved", "Leak", List.of(History.entity("aws.access-key", KEY)))
                .intend(byRule("9", "aws.disable-access-key", "aws.access-key", KEY, "a-9"), UNRESOLVED);
    }

    @Test
    void laterAlertThatDidNothing_doesNotHideWhatWasDone() {
        List<String> lines = lines(KEY, alertThatDidNothing(LATER), keySetInactiveAndReleased());
        assertThat(lines.getFirst())
                .isEqualTo(
                        KEY + " was SET INACTIVE at 10:00:01Z, 21 min ago (applied, not proven), released at"
                                + " 10:03:01Z after 3 min; later, at 10:08:01Z it was NOT SET INACTIVE: held by guard unresolved");
        assertThat(lines.get(1)).startsWith("because  a responder ordered aws.disable-access-key");
        assertThat(lines.get(3)).startsWith("it did   set inactive 1 of 1 access key " + KEY);
        assertThat(lines.get(4)).startsWith("release  nothing stands, " + KEY + " is released");
        assertThat(lines.get(5)).contains("named in " + LATER + " too");
    }

    @Test
    void sameIncident_tellsTheSame() {
        History both = keySetInactiveAndReleased()
                .after(Duration.ofMinutes(5))
                .alert("a-9", Decision.PERSON, "unresolved", "Leak", List.of(History.entity("aws.access-key", KEY)))
                .intend(byRule("9", "aws.disable-access-key", "aws.access-key", KEY, "a-9"), UNRESOLVED);
        assertThat(lines(KEY, both).getFirst())
                .startsWith(KEY + " was SET INACTIVE at 10:00:01Z")
                .contains(", released at 10:03:01Z", "later, at 10:08:01Z it was NOT SET INACTIVE: held by guard");
    }

    private static History isolatedThenKilled() {
        Step isolate = byRule("1", "kubernetes.isolate-pod", "kubernetes.pod", POD, "a-1");
        Step kill = byRule("2", "kubernetes.kill-pod", "kubernetes.pod", POD, "a-1");
        return new History()
                .alert("a-1", Decision.ACT, "2 steps go on", POD)
                .intend(isolate)
                .start(isolate, Undo.EXACT, "uid-toolbox")
                .end(isolate, new Outcome.Done("audit-1"))
                .after(Duration.ofSeconds(47))
                .intend(kill)
                .start(kill, Undo.NONE, "uid-toolbox")
                .end(kill, new Outcome.Done("audit-2"));
    }

    @Test
    void killedAfterItWasIsolated_leadsWithTheKill_andNothingIsLeftToOpen() {
        List<String> lines = lines(POD, isolatedThenKilled());
        assertThat(lines.getFirst())
                .isEqualTo(POD + " was KILLED at 10:00:48Z, 14 min ago (applied, not proven); this cannot be undone;"
                        + " before that ISOLATED at 10:00:01Z");
        assertThat(lines.get(4))
                .isEqualTo("release  nothing stands, " + POD + " is gone, " + POD + " cannot be undone");
    }

    @Test
    void isolationOfAKilledPod_heldUntilThen() {
        assertThat(lines("c-1", isolatedThenKilled()).getFirst())
                .isEqualTo(POD + " was ISOLATED at 10:00:01Z, 14 min ago (applied, not proven), until it was KILLED at"
                        + " 10:00:48Z");
    }

    @Test
    void isolatedKilledAndNamedAgain_tellsAllThree() {
        History again = new History(LATER)
                .after(Duration.ofMinutes(40))
                .alert("a-2", Decision.ACT, "1 step goes on", POD)
                .intend(byRule("9", "kubernetes.isolate-pod", "kubernetes.pod", POD, "a-2"))
                .end(
                        byRule("9", "kubernetes.isolate-pod", "kubernetes.pod", POD, "a-2"),
                        new Outcome.Refused("already-contained", "c-1 brings about the same already"));
        assertThat(lines(POD, again, isolatedThenKilled()).getFirst())
                .startsWith(POD + " was KILLED at 10:00:48Z")
                .contains("before that ISOLATED at 10:00:01Z")
                .endsWith("later, at 10:40:01Z it was NOT ISOLATED: held by guard already-contained");
    }

    @Test
    void userReleased_keysOfTheSameOrderStillInactive_areToldWithIt() {
        History history = Histories.containedUser()
                .after(Duration.ofMinutes(5))
                .ask("r-1", "c-1", "p-99", Event.ReleaseNeeds.NOTHING, null)
                .release("r-1", "c-1", new Released.Restored());
        List<String> lines = lines("alice", history);
        assertThat(lines.getFirst())
                .startsWith("alice was DENIED EVERYTHING at 10:00:01Z")
                .contains(", released at ")
                .contains("AKIAIOSFODNN7EXAMPLE, AKIAI44QH8DHBEXAMPLE were SET INACTIVE at 10:00:01Z, still inactive");
        assertThat(lines.get(4)).startsWith("release  ks release c-2 (and c-3)");
    }

    @Test
    void triedTwice_isOneThing() {
        Step first = byRule("1", "kubernetes.isolate-pod", "kubernetes.pod", POD, "a-1");
        Step second = byRule("2", "kubernetes.isolate-pod", "kubernetes.pod", POD, "a-2");
        History history = new History()
                .alert("a-1", Decision.ACT, "1 step goes on", POD)
                .intend(first)
                .start(first, Undo.EXACT, "uid-toolbox")
                .end(first, new Outcome.Done("audit-1"))
                .alert("a-2", Decision.ACT, "1 step goes on", POD)
                .intend(second)
                .start(second, Undo.EXACT, "uid-toolbox")
                .end(second, new Outcome.AlreadyDone());
        List<String> lines = lines(POD, history);
        assertThat(lines.getFirst()).startsWith(POD + " was ISOLATED");
        assertThat(lines.get(3)).startsWith("it did   denied ingress and egress on 1 of 1 pod " + POD);
    }

    @Test
    void refusedOnTheLiveThing_secondLineNamesTheGuard_andTheCommandWorks() {
        Step key = byRule("1", "aws.disable-access-key", "aws.access-key", KEY, "a-1");
        History history = new History()
                .alert("a-1", Decision.ACT, "1 step goes on", "Leak", List.of(History.entity("aws.access-key", KEY)))
                .intend(key)
                .end(key, new Outcome.Refused("protected", "user/break-glass is protected"));
        List<String> lines = lines(KEY, history);
        assertThat(lines.getFirst()).isEqualTo(KEY + " was NOT SET INACTIVE: held by guard protected");
        assertThat(lines.get(1)).endsWith("; guard protected held it: \"user/break-glass is protected\"");
        assertThat(lines.get(4))
                .isEqualTo("release  nothing stands; to do it by hand: ks kill key " + KEY
                        + " --connection acme --override protected --confirm 1");
    }

    @Test
    void wordsOfAnAlert_areFoundByThem_andToldAsSuch() {
        String words = "shop/$(touch /tmp/pwn)";
        var entity = new Entity(
                "kubernetes.pod",
                words,
                Map.of(),
                Entity.Role.RELATED,
                Entity.Trust.TEXT,
                "/output_fields/k8s.pod.name");
        History history = new History().alert("a-1", Decision.PERSON, "selects nothing", "Shell", List.of(entity));
        assertThat(lines(words, history).getFirst())
                .startsWith("\"" + words + "\" is named by an alert and was left alone; nothing was done at 10:00:01Z");
        assertThat(Timeline.of(history.incident(), Timeline.Extent.ALL)
                        .rows()
                        .getFirst()
                        .what()
                        .plain())
                .contains(", naming \"" + words + "\" (the alert's own words, never a target)");
    }

    @Test
    void whatNeverWas_isNotSaidToHaveComeTooLate() {
        Step kill = History.byPerson("1", "kubernetes.kill-pod", "kubernetes.pod", "shop/none", "o-1", Set.of());
        History history = new History()
                .order("kubernetes.kill-pod", "kubernetes.pod", "shop/none", Set.of(), 0)
                .intend(kill)
                .end(kill, new Outcome.Gone("nothing is called shop/none"));
        assertThat(lines("shop/none", history).getFirst())
                .isEqualTo("shop/none was NOT KILLED: nothing written, there is nothing to do it to:"
                        + " \"nothing is called shop/none\"");
    }
}
