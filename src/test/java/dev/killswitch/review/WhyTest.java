package dev.killswitch.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.Golden;
import dev.killswitch.action.ActionCatalog;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhyTest {
    private static final BuiltOn BUILT_ON = new BuiltOn(1204, Hash.EMPTY_ROOT);
    private static final String DENIED = "User: arn:aws:iam::111122223333:user/alice is not authorized to perform:"
            + " s3:GetObject on resource: \"arn:aws:s3:::data/x\" with an explicit deny in an identity-based policy:"
            + " arn:aws:iam::aws:policy/AWSDenyAll";

    static List<String> names() {
        return List.copyOf(Histories.all().keySet());
    }

    private static History history(String name) {
        return Objects.requireNonNull(Histories.all().get(name));
    }

    private static AsOf asOf(History history) {
        return new AsOf(history.now().plus(Duration.ofMinutes(14)), BUILT_ON, Rulebook.empty());
    }

    private static Answer ask(String text, History... histories) {
        return why(histories).ask(text, asOf(histories[0])).orElseThrow();
    }

    private static Why why(History... histories) {
        List<Incident> incidents =
                List.of(histories).stream().map(History::incident).toList();
        var moment = new Moment(Instant.EPOCH, null, List.of(), Mode.ARMED, RuleState.ON);
        return new Why(new FakeRegister(() -> moment, incidents), ReleasePolicy.USUAL);
    }

    @ParameterizedTest
    @MethodSource("names")
    void incident_answersInSixLines(String name) {
        History history = history(name);
        Answer answer = Why.of(history.incident(), asOf(history), ReleasePolicy.USUAL);
        Golden.assertSame(WhyTest.class, "review/" + name + ".why.txt", answer.text());
    }

    @ParameterizedTest
    @MethodSource("names")
    void sixLines_answerTheFiveQuestions(String name) {
        History history = history(name);
        Answer answer = Why.of(history.incident(), asOf(history), ReleasePolicy.USUAL);
        assertThat(answer.lines()).hasSize(6);
        // What and when, or why not.
        assertThat(answer.answer()).matches(".+ (was|were|may have been) .*(\\d\\d:\\d\\d:\\d\\dZ, .+ ago|NOT ).*");
        // Why.
        assertThat(answer.lines().get(1)).matches("because {2}(rule .+ matched: .+|a responder ordered .+)");
        assertThat(answer.lines().get(2)).matches("from {5}(alert|order) .+ {3}started by: .+");
        // How long.
        assertThat(answer.answer())
                .matches(".*(NOT |nothing was done|until|asked|released at|cannot be undone|its time was up).*");
        // How to release.
        assertThat(answer.lines().get(4)).matches("release {2}(ks (release|approve) .+ may .+|nothing stands.*)");
        assertThat(answer.lines().get(5)).matches("proof {4}ledger L#\\d+.* of 1204, root e3b0c442….*/post-mortem");
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyPrefix_answersToo(String name) {
        History history = history(name);
        for (int length = 1; length <= history.entries().size(); length++) {
            Answer answer = Why.of(history.prefix(length), asOf(history), ReleasePolicy.USUAL);
            assertThat(answer.lines())
                    .hasSize(6)
                    .allSatisfy(line -> assertThat(line.lines()).hasSize(1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payments/api-7f9c-bbbbb",
                "api-7f9c-bbbbb",
                "pod/payments/api-7f9c-bbbbb",
                "c-2",
                "s-2",
                "uid-s-2",
                "Error from server: pods \"api-7f9c-bbbbb\" is forbidden"
            })
    void whatIsInHand_speaksOfThatThingAlone(String hand) {
        Answer answer = ask(hand, Histories.isolatedReplicas());
        assertThat(answer.actions()).extracting(step -> step.id()).containsExactly("s-2");
        assertThat(answer.answer()).startsWith("payments/api-7f9c-bbbbb was ISOLATED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"payments", History.INCIDENT, "a-1", "d-1", "falco:1", "exfil-burst"})
    void namespaceIncidentAlertAndRule_speakOfAllThatFollowed(String hand) {
        Answer answer = ask(hand, Histories.isolatedReplicas());
        assertThat(answer.actions()).hasSize(3);
        assertThat(answer.nearMisses()).extracting(Answer.NearMiss::rule).containsExactly("quiet-night");
        assertThat(answer.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.rule()).isEqualTo("exfil-burst");
            assertThat(rule.values()).isEqualTo(Map.of("alert.severity", "CRITICAL", "alert.opened", "true"));
            assertThat(Objects.requireNonNull(rule.expression()).clauses()).hasSize(2);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "alice, alice was DENIED EVERYTHING",
        "arn:aws:iam::111122223333:user/alice, alice was DENIED EVERYTHING",
        "AKIAI44QH8DHBEXAMPLE, AKIAI44QH8DHBEXAMPLE was SET INACTIVE",
        "198.51.100.7, 198.51.100.7 is named by an alert and was left alone; alice was DENIED EVERYTHING",
    })
    void usersKeysAndAddresses_areFound(String hand, String start) {
        assertThat(ask(hand, Histories.containedUser()).answer()).startsWith(start);
    }

    @Test
    void pastedDenial_findsThePrincipalInIt() {
        History other =
                new History(History.INCIDENT + "x").alert("a-1", Decision.NONE, "nothing to do", "payments/AWSDenyAll");
        assertThat(ask(DENIED, other, Histories.containedUser()).answer()).startsWith("alice was DENIED EVERYTHING");
    }

    @Test
    void sessionOfARole_meansTheRole() {
        Answer answer = ask("arn:aws:sts::111122223333:assumed-role/batch/i-0abc", Histories.releasedByTwo());
        assertThat(answer.answer()).startsWith("batch was DENIED EVERYTHING");
    }

    @Test
    void releaseInHand_speaksOfWhatItOpened() {
        Answer answer = ask("r-1", Histories.killedAndDrifted());
        assertThat(answer.actions()).extracting(step -> step.id()).containsExactly("s-2");
        assertThat(answer.lines().get(4)).contains("left to a person");
    }

    @Test
    void whatStands_comesBeforeWhatIsOver() {
        History over = Histories.releasedByTwo();
        var standing = new History(History.INCIDENT + "x")
                .order("aws.deny-role", "aws.role", "batch", Set.of(), 0)
                .intend(History.byPerson("9", "aws.deny-role", "aws.role", "batch", "o-1", Set.of()));
        Answer answer = ask("batch", over, standing);
        assertThat(answer.incident()).isEqualTo(History.INCIDENT);
        assertThat(answer.others()).containsExactly(History.INCIDENT + "x");
    }

    @Test
    void releaseThatWaits_saysWhoMayAgreeUntilWhen() {
        History history = Histories.releasedByTwo();
        int asked = history.entries().size() - 3;
        Answer answer = Why.of(history.prefix(asked), asOf(history), ReleasePolicy.USUAL);
        assertThat(answer.lines().get(4))
                .isEqualTo(
                        "release  ks approve r-1   (asked for at 10:20:13Z; any other responder or a reviewer may agree;"
                                + " goes on alone at 10:30:13Z); undo exact");
    }

    @Test
    void ownContainment_pastTheTimeForSlips_needsASecondPerson() {
        History history = Histories.orderedProtected();
        var later = new AsOf(History.START.plus(Duration.ofHours(1)), BUILT_ON, Rulebook.empty());
        assertThat(Why.of(history.incident(), later, ReleasePolicy.USUAL)
                        .lines()
                        .get(4))
                .contains(
                        "any other responder may open it at once; who closed it needs one of them or a reviewer to agree,"
                                + " or waits until 11:10:01Z");
    }

    @Test
    void unknownName_isNoAnswer() {
        assertThat(why(Histories.isolatedReplicas()).ask("billing/other", asOf(Histories.refused())))
                .isEmpty();
        assertThat(why(Histories.isolatedReplicas()).ask("  ", asOf(Histories.refused())))
                .isEmpty();
    }

    @Test
    void commandByHand_namesTheGuardToOverride_andThereIsNoneWhereNobodyMay() {
        Step deny = History.step(
                "1",
                "aws.deny-user",
                Stage.DENY,
                new Reference("acme", "aws.user", "ci-deployer", Map.of()),
                new Step.Authority.Rule("exfil-burst", History.DIGEST),
                "a-1");
        var named = new Verdict.PersonMay("protected", "user/ci-deployer is protected");
        assertThat(held(deny, named))
                .isEqualTo("release  nothing stands; to do it by hand:"
                        + " ks kill user ci-deployer --connection acme --override protected --confirm 1");
        assertThat(held(deny, named, new Verdict.Never("ourselves", "it is us")))
                .isEqualTo("release  nothing stands");
    }

    @Test
    void foundNoLongerInForce_namesTheCommandThatClosesItAgain() {
        Step isolate = History.isolate("1", "shop/payments-0");
        History history = new History()
                .alert("a-1", Decision.ACT, "1 step goes on", "shop/payments-0")
                .intend(isolate)
                .apply(isolate, "audit-1");
        assertThat(Why.of(history.incident(), asOf(history), ReleasePolicy.USUAL)
                        .text())
                .doesNotContain("to close it again");

        history.event(new Event.ContainmentDrifted(history.now(), "c-1", "no longer as we left it"));

        assertThat(Why.of(history.incident(), asOf(history), ReleasePolicy.USUAL)
                        .text())
                .contains("found no longer in force since", "ks release c-1")
                .contains("; to close it again: ks isolate pod shop/payments-0 --connection prod-eu\n");

        Step again = History.isolate("2", "shop/payments-0");
        history.intend(again).apply(again, "audit-2");
        assertThat(Why.of(history.incident(), asOf(history), ReleasePolicy.USUAL)
                        .text())
                .contains("ks release c-1 (and c-2)")
                .doesNotContain("to close it again");
    }

    @Test
    void commandThatClosesAgain_saysWhatTheStepWasGiven_andIsNoneWhereThatIsNothingToPaste() {
        assertThat(lost("all"))
                .contains("; to close it again: ks do kubernetes.withdraw-network-policy shop/allow-web"
                        + " --connection prod-eu --param direction=ingress --param rule=all\n");
        assertThat(lost("{\"from\":[]}"))
                .contains("found no longer in force since")
                .doesNotContain("to close it again");
    }

    private static String lost(String rule) {
        Step like = History.isolate("1", "shop/allow-web");
        var withdraw = new Step(
                like.id(),
                like.incident(),
                like.containment(),
                "kubernetes.withdraw-network-policy",
                new Reference("prod-eu", "kubernetes.networkpolicy", "shop/allow-web", Map.of()),
                Parameters.of(Map.of("direction", "ingress", "rule", rule)),
                like.authority(),
                like.course());
        History history = new History()
                .alert("a-1", Decision.ACT, "1 step goes on", "shop/allow-web")
                .intend(withdraw)
                .apply(withdraw, "audit-1");
        history.event(new Event.ContainmentDrifted(history.now(), "c-1", "no longer as we left it"));
        return Why.of(history.incident(), asOf(history), ReleasePolicy.USUAL).text();
    }

    @Test
    void everyAction_isSaidAsPeopleSayIt() {
        assertThat(ActionCatalog.installed().specs())
                .isNotEmpty()
                .extracting(spec -> Verb.of(spec.name()).done())
                .noneMatch(done -> done.startsWith("CONTAINED ("));
    }

    private static String held(Step step, Verdict... objections) {
        History history =
                new History().alert("a-1", Decision.PERSON, "held", "a/b").intend(step, objections);
        return Why.of(history.incident(), asOf(history), ReleasePolicy.USUAL)
                .lines()
                .get(4);
    }

    @Test
    void ledgerOfTheAnswer_isAskedForAfterTheRecordWasRead() {
        var reads = new ArrayList<String>();
        var moment = new Moment(Instant.EPOCH, null, List.of(), Mode.ARMED, RuleState.ON);
        History history = Histories.refused();
        var register = new FakeRegister(() -> moment, List.of(history.incident()), reads::add);
        new Why(register, ReleasePolicy.USUAL).ask("s-1", () -> {
            reads.add("ledger");
            return asOf(history);
        });
        assertThat(reads).containsExactly(History.INCIDENT, "ledger");
    }

    @Test
    void idThatWouldRunInAShell_isInNoCommand() {
        History history = new History()
                .alert("a-1", Decision.PERSON, "held", "x; rm -rf /")
                .intend(History.isolate("1", "x; rm -rf /"), new Verdict.PersonMay("budget", "none left"));
        assertThat(Why.of(history.incident(), asOf(history), ReleasePolicy.USUAL)
                        .lines()
                        .get(4))
                .isEqualTo("release  nothing stands");
    }
}
