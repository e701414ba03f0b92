package dev.killswitch.plan;

import static dev.killswitch.plan.Fixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.plan.ReleasePolicy.Asked;
import dev.killswitch.plan.ReleasePolicy.Eyes;
import dev.killswitch.plan.ReleasePolicy.How;
import dev.killswitch.plan.ReleasePolicy.Needs;
import dev.killswitch.plan.Step.Authority;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReleasePolicyTest {
    private static final Authority RULE = new Authority.Rule("stolen-key", "digest");
    private static final Authority ANN = new Authority.Person("ann", Set.of());
    private static final Duration LONG_AGO = Duration.ofHours(3);

    private static Needs needs(
            ReleasePolicy policy, Authority closed, Duration standing, Asked asked, Duration waited) {
        return policy.needs(
                closed, asked.at().minus(standing), asked, asked.at().plus(waited));
    }

    private static Needs usual(Authority closed, Duration standing, Asked asked, Duration waited) {
        return needs(ReleasePolicy.USUAL, closed, standing, asked, waited);
    }

    private static Asked asks(String person, String... approvals) {
        return new Asked(person, NOW, List.of(approvals));
    }

    @Test
    void whatARuleClosed_onePersonOpens() {
        assertThat(usual(RULE, LONG_AGO, asks("ann"), Duration.ZERO)).isEqualTo(new Needs.Now(How.ONE_IS_ENOUGH));
    }

    @Test
    void whatAPersonClosed_aSecondOneOpens() {
        assertThat(usual(ANN, LONG_AGO, asks("bob"), Duration.ZERO)).isEqualTo(new Needs.Now(How.TWO_AGREE));
    }

    @Test
    void ownContainment_isOpenedAloneSoon_andNotLater() {
        assertThat(usual(ANN, Duration.ofMinutes(15), asks("ann"), Duration.ZERO))
                .isEqualTo(new Needs.Now(How.OWN));
        assertThat(usual(ANN, Duration.ofMinutes(15).plusMillis(1), asks("ann"), Duration.ZERO))
                .isEqualTo(new Needs.SecondPerson(NOW.plus(Duration.ofMinutes(10))));
    }

    @Test
    void approvalByOneself_doesNotCount() {
        assertThat(usual(ANN, LONG_AGO, asks("ann", "ann", "ann"), Duration.ofMinutes(1)))
                .isInstanceOf(Needs.SecondPerson.class);
        assertThat(usual(ANN, LONG_AGO, asks("ann", "bob"), Duration.ofMinutes(1)))
                .isEqualTo(new Needs.Now(How.TWO_AGREE));
    }

    @Test
    void somebodyAlone_goesOnAfterTheWait_andItIsTold() {
        assertThat(usual(ANN, LONG_AGO, asks("ann"), Duration.ofMinutes(10).minusMillis(1)))
                .isInstanceOf(Needs.SecondPerson.class);
        assertThat(usual(ANN, LONG_AGO, asks("ann"), Duration.ofMinutes(10))).isEqualTo(new Needs.Now(How.BROKE_GLASS));
    }

    @Test
    void clockThatWentBack_doesNotMakeItSoon() {
        assertThat(usual(ANN, Duration.ofMinutes(-1), asks("ann"), Duration.ZERO))
                .isInstanceOf(Needs.SecondPerson.class);
    }

    @Test
    void rulesContainments_mayNeedTwoToo() {
        var strict = new ReleasePolicy(
                Eyes.TWO_PERSONS,
                Eyes.TWO_PERSONS,
                Duration.ofMinutes(15),
                Duration.ofMinutes(10),
                Duration.ofHours(24));
        assertThat(needs(strict, RULE, Duration.ofMinutes(1), asks("ann"), Duration.ZERO))
                .isInstanceOf(Needs.SecondPerson.class);
        assertThat(needs(strict, RULE, Duration.ofMinutes(1), asks("ann", "bob"), Duration.ZERO))
                .isEqualTo(new Needs.Now(How.TWO_AGREE));
    }

    @Test
    void waitInPlaceOfASecondPerson_endsByItselfOrByOne() {
        var small = new ReleasePolicy(
                Eyes.ONE_PERSON, Eyes.AFTER_WAIT, Duration.ofMinutes(15), Duration.ofMinutes(10), Duration.ofHours(24));
        assertThat(needs(small, ANN, LONG_AGO, asks("ann"), Duration.ZERO))
                .isEqualTo(new Needs.Wait(NOW.plus(Duration.ofMinutes(10))));
        assertThat(needs(small, ANN, LONG_AGO, asks("ann", "bob"), Duration.ZERO))
                .isEqualTo(new Needs.Now(How.TWO_AGREE));
        assertThat(needs(small, ANN, LONG_AGO, asks("ann"), Duration.ofMinutes(11)))
                .isEqualTo(new Needs.Now(How.BROKE_GLASS));
    }
}
