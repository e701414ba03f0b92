package dev.killswitch.plan;

import static dev.killswitch.plan.Fixture.NOW;
import static dev.killswitch.plan.Fixture.guard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Target;
import dev.killswitch.plan.FactGuard.Moment;
import dev.killswitch.plan.FactGuard.RuleState;
import dev.killswitch.plan.Names.Sort;
import dev.killswitch.plan.Step.Authority;
import dev.killswitch.plan.Step.Course;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactGuardsTest {
    private static final Authority RULE = new Authority.Rule("stolen-key", "digest");
    private static final Authority PERSON = new Authority.Person("p-ann", Set.of());
    private static final Authority OVERRIDING = new Authority.Person("p-ann", Set.of("protected"));
    private static final Facts PLAIN = new Facts(Map.of(), Set.of());
    private static final Moment QUIET = new Moment(NOW, null, List.of(), Mode.ARMED, RuleState.ON);

    private final FactGuard guards = new FactGuards(new PlanSettings(
                    new Protected(
                            List.of(
                                    Names.in("acme", Sort.ARNS, "arn:aws:iam::*:user/ops/oncall-*"),
                                    Names.in("prod-eu", Sort.SERVICEACCOUNTS, "shop/deployer")),
                            List.of()),
                    Budgets.USUAL,
                    PlanSettings.USUAL.staleAfter(),
                    PlanSettings.USUAL.near(),
                    ReleasePolicy.USUAL)
            .ourselves(Names.everywhere(Sort.ARNS, "arn:aws:iam::111122223333:user/killswitch")));

    private Verdict judge(Authority authority, Target target, Facts facts, Moment moment) {
        var reference = new Reference(target.connection(), target.kind(), target.id(), Map.of());
        var step = new Step(
                "s-1", "i-1", "c-1", "any", reference, Parameters.NONE, authority, Course.of(Stage.CREDENTIAL));
        return guards.judge(step, target, facts, moment);
    }

    private static Target key() {
        return new Target("acme", "aws.access-key", "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE");
    }

    private static Target pod(String id) {
        return new Target("prod-eu", "kubernetes.pod", id, "uid-1");
    }

    private static Facts named(String... names) {
        return new Facts(Map.of(), Set.of(), Set.of(names));
    }

    @Test
    void nothingToSay_isAct() {
        assertThat(judge(RULE, key(), PLAIN, QUIET)).isEqualTo(new Verdict.Act());
        assertThat(judge(PERSON, key(), PLAIN, QUIET)).isEqualTo(new Verdict.Act());
    }

    @Test
    void keyOfAProtectedUser_isProtected_asInspectionSawIt() {
        Facts facts = named("arn:aws:iam::111122223333:user/ops/oncall-1");
        assertThat(guard(judge(RULE, key(), facts, QUIET))).isEqualTo("protected");
        assertThat(judge(PERSON, key(), facts, QUIET).allows(PERSON)).isFalse();
        assertThat(judge(OVERRIDING, key(), facts, QUIET).allows(OVERRIDING)).isTrue();
    }

    @Test
    void nameProtectedInOneConnection_isNotInAnother() {
        var elsewhere = new Target("many", "aws.access-key", "AKIAIOSFODNN7EXAMPLE", "u");
        assertThat(judge(RULE, elsewhere, named("arn:aws:iam::222222222222:user/ops/oncall-1"), QUIET))
                .isEqualTo(new Verdict.Act());
    }

    @Test
    void keyOfOurOwnUser_isForNobody() {
        Facts facts = named("arn:aws:iam::111122223333:user/killswitch");
        for (Authority authority : List.of(RULE, PERSON, OVERRIDING)) {
            assertThat(judge(authority, key(), facts, QUIET))
                    .isInstanceOfSatisfying(
                            Verdict.Never.class,
                            never -> assertThat(never.guard()).isEqualTo("ourselves"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes.serviceaccount/shop/deployer", "shop/deployer"})
    void podOfAProtectedServiceAccount_isProtected(String name) {
        assertThat(guard(judge(RULE, pod("shop/web-1"), named(name), QUIET))).isEqualTo("protected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:sts::111122223333:assumed-role/OrganizationAccountAccessRole/somebody",
                "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123",
                "arn:aws-cn:iam::111122223333:role/breakglass/one",
                "arn:aws:iam::111122223333:role/killswitch/Responder"
            })
    void builtInRole_isProtectedByAnyOfItsNames(String arn) {
        var role = new Target("acme", "aws.role", arn, "AROA1");
        assertThat(guard(judge(RULE, role, PLAIN, QUIET))).isEqualTo("protected");
    }

    @Test
    void livePodInAProtectedNamespace_isProtected() {
        assertThat(guard(judge(RULE, pod("kube-system/dns"), PLAIN, QUIET))).isEqualTo("protected");
    }

    @Test
    void sensitiveThing_isForAPersonToSay() {
        var facts = new Facts(Map.of(), Set.of("priority class system-node-critical", "mirror pod"));
        assertThat(judge(RULE, pod("shop/web-1"), facts, QUIET).why())
                .isEqualTo("sensitive: mirror pod, priority class system-node-critical: a person looks first, and gives"
                        + " the order");
        assertThat(judge(PERSON, pod("shop/web-1"), facts, QUIET)).isEqualTo(new Verdict.Act());
    }

    @Test
    void lookalikeNamespace_isForAPersonToSay() {
        assertThat(guard(judge(RULE, pod("openshift-x/web-1"), PLAIN, QUIET))).isEqualTo("looks-protected");
        assertThat(judge(PERSON, pod("openshift-x/web-1"), PLAIN, QUIET)).isEqualTo(new Verdict.Act());
    }

    @Test
    void letGo_holdsAutomationOnly() {
        var moment = new Moment(NOW, NOW.minusSeconds(60), List.of(), Mode.ARMED, RuleState.ON);
        assertThat(guard(judge(RULE, key(), PLAIN, moment))).isEqualTo("let-go");
        assertThat(judge(PERSON, key(), PLAIN, moment)).isEqualTo(new Verdict.Act());
    }

    @Test
    void heldByAnother_isAlreadyContained_andByItselfIsNot() {
        var both = new Moment(NOW, null, List.of("c-1", "c-other"), Mode.ARMED, RuleState.ON);
        assertThat(judge(RULE, key(), PLAIN, both).why()).contains("already-contained: c-other");
        var own = new Moment(NOW, null, List.of("c-1"), Mode.ARMED, RuleState.ON);
        assertThat(judge(RULE, key(), PLAIN, own)).isEqualTo(new Verdict.Act());
        assertThat(judge(PERSON, key(), PLAIN, both)).isEqualTo(new Verdict.Act());
    }

    @Test
    void ruleOrAutomationSwitchedMeanwhile_holds() {
        var off = new Moment(NOW, null, List.of(), Mode.ARMED, RuleState.OFF);
        assertThat(guard(judge(RULE, key(), PLAIN, off))).isEqualTo("rule-off");
        var paused = new Moment(NOW, null, List.of(), Mode.PAUSED, RuleState.ON);
        assertThat(guard(judge(RULE, key(), PLAIN, paused))).isEqualTo("automation-paused");
        var observing = new Moment(NOW, null, List.of(), Mode.OBSERVING, RuleState.ON);
        assertThat(guard(judge(RULE, key(), PLAIN, observing))).isEqualTo("automation-observing");
        for (Moment moment : List.of(off, paused, observing)) {
            assertThat(judge(PERSON, key(), PLAIN, moment)).isEqualTo(new Verdict.Act());
        }
    }

    @Test
    void never_comesBeforeAllElse() {
        var moment = new Moment(NOW, NOW, List.of("c-2"), Mode.PAUSED, RuleState.OFF);
        Facts facts = new Facts(
                Map.of(),
                Set.of("odd"),
                Set.of("arn:aws:iam::111122223333:user/ops/oncall-1", "arn:aws:iam::111122223333:user/killswitch"));
        assertThat(guard(judge(RULE, key(), facts, moment))).isEqualTo("ourselves");
    }
}
