package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.engine.Previews.Preview;
import dev.killswitch.incident.StepState;
import dev.killswitch.plan.PlannedStep;
import dev.killswitch.plan.Step;
import dev.killswitch.plan.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepViewTest {
    private static final Instant AT = Instant.parse("2026-08-23T10:00:02Z");

    private static PlannedStep planned(Verdict... objections) {
        var step = new Step(
                "s-1",
                "i-1",
                "c-1",
                "aws.disable-access-key",
                new Reference("acme", "aws.access-key", "AKIAEXAMPLE", Map.of()),
                Parameters.NONE,
                new Step.Authority.Person("p-1", Set.of("stale")),
                Step.Course.of(Stage.CREDENTIAL));
        return new PlannedStep(step, List.of(objections));
    }

    private static StepView ended(Outcome outcome, StepState.State state) {
        return StepView.of(new StepState(planned(), state, AT, null, AT, outcome, null, List.of(1L)));
    }

    private static StepView previewed(@Nullable Outcome trouble) {
        return StepView.of(new Preview(planned(), null, null, trouble, null));
    }

    @Test
    void heldOnTheLiveThing_namesTheGuardAndWhatMakesItStepAside() {
        StepView view = ended(new Outcome.Refused("protected", "user/x is protected"), StepState.State.REFUSED);
        assertThat(view.guards())
                .containsExactly(new GuardView(
                        "protected",
                        "user/x is protected",
                        "\"protected\" in override, and the count of things in confirm"));
        assertThat(view.verdict()).isEqualTo("person");
        assertThat(view.why()).isEqualTo("protected: user/x is protected");
        assertThat(view.containment()).isNull();
    }

    @Test
    void heldForEverybody_isNever() {
        StepView view = ended(new Outcome.Refused("ourselves", "it is us"), StepState.State.REFUSED);
        assertThat(view.verdict()).isEqualTo("never");
    }

    @Test
    void refusedByTheSystem_saysWhy_andNoGuard() {
        StepView view = ended(new Outcome.Refused("a temporary key"), StepState.State.REFUSED);
        assertThat(view.guards()).isEmpty();
        assertThat(view.why()).isEqualTo("a temporary key");
    }

    @Test
    void done_hasAContainment_andNoWhy() {
        StepView view = ended(new Outcome.Done("r-1"), StepState.State.APPLIED);
        assertThat(view.containment()).isEqualTo("c-1");
        assertThat(view.why()).isNull();
    }

    @Test
    void overriddenGuard_needsNothingMore() {
        StepView view = StepView.of(planned(new Verdict.PersonMay("stale", "20 min old")));
        assertThat(view.guards()).containsExactly(new GuardView("stale", "20 min old", null));
        assertThat(view.state()).isEqualTo("intended");
    }

    @Test
    void previewOfWhatIsNotThere_wouldNotBeDone() {
        StepView view = previewed(new Outcome.Gone("nothing is called x"));
        assertThat(view.state()).isEqualTo("gone");
        assertThat(view.verdict()).isEqualTo("never");
        assertThat(view.why()).isEqualTo("nothing is called x");
    }

    @ParameterizedTest
    @CsvSource({"refused, Refused", "failed, Busy"})
    void previewInTrouble_wouldNotBeDone(String state, String sort) {
        Outcome trouble = sort.equals("Busy")
                ? new Outcome.Busy("no answer", Duration.ZERO)
                : new Outcome.Refused("these are our own credentials");
        assertThat(previewed(trouble).state()).isEqualTo(state);
        assertThat(previewed(trouble).verdict()).isEqualTo("never");
        assertThat(previewed(null).state()).isEqualTo("intended");
        assertThat(previewed(null).verdict()).isEqualTo("act");
    }
}
