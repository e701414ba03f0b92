package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Parameters;
import dev.killswitch.action.Proof;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KillPodTest {
    private RangeGrounds grounds;
    private Action kill;

    @BeforeEach
    void open() {
        grounds = new RangeGrounds();
        kill = grounds.connection().action("kubernetes.kill-pod");
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    @Test
    void podThatIsGone_isProven() {
        Call call = call("toolbox", Map.of());
        Before before = found(call).before();
        assertThat(kill.prove(call, before)).isEqualTo(new Proof.Unproven("the pod is still there"));
        kill.apply(call, before);
        assertThat(kill.prove(call, before)).isInstanceOf(Proof.Proven.class);
    }

    @Test
    void successorOfTheSameName_isNotKilled() {
        Call call = call("payments-0", Map.of());
        Before before = found(call).before();
        assertThat(kill.apply(call, before)).isInstanceOf(Outcome.Done.class);
        String successor = uid("payments-0");
        assertThat(successor).isNotEqualTo(call.target().uid());
        assertThat(kill.apply(call, before)).isEqualTo(new Outcome.AlreadyDone());
        assertThat(kill.prove(call, before)).isInstanceOf(Proof.Proven.class);
        assertThat(uid("payments-0")).isEqualTo(successor);
    }

    @Test
    void podThatAFinalizerKeeps_isPending() {
        grounds.admin().merge(grounds.path("toolbox"), "{\"metadata\":{\"finalizers\":[\"example.org/keep\"]}}");
        Call call = call("toolbox", Map.of());
        Before before = found(call).before();
        assertThat(kill.apply(call, before)).isInstanceOf(Outcome.Done.class);
        assertThat(kill.prove(call, before)).isEqualTo(new Proof.Pending(Duration.ofSeconds(1)));
        assertThat(kill.apply(call, before)).isEqualTo(new Outcome.AlreadyDone());
        assertThat(found(call).alreadySo()).isTrue();
    }

    @Test
    void deleteThatGivesItAnHour_isNotWhatWeWant() {
        grounds.admin().merge(grounds.path("toolbox"), "{\"metadata\":{\"finalizers\":[\"example.org/keep\"]}}");
        grounds.admin().send("DELETE", grounds.path("toolbox"), "application/json", "{\"gracePeriodSeconds\":3600}");
        Call call = call("toolbox", Map.of());
        Inspected.Found found = found(call);
        assertThat(found.alreadySo()).isFalse();
        assertThat(kill.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(found(call).alreadySo()).isTrue();
    }

    @Test
    void graceOfNothing_provesNothing() {
        Call call = call("toolbox", Map.of("grace", 0));
        Before before = found(call).before();
        kill.apply(call, before);
        assertThat(kill.prove(call, before)).isInstanceOf(Proof.Unproven.class);
    }

    @Test
    void graceOfAnHour_isRefused() {
        var problems = new Problems();
        Parameters.read(
                kill.spec(),
                Document.of("parameters", Map.of("grace", 3600), problems).root());
        assertThat(problems.found()).hasSize(1).first().asString().contains("60");
    }

    @Test
    void workloadsThatCannotBeRead_doNotHinderAKill() {
        grounds.deny("get replicasets.apps");
        Call call = call(grounds.replica(), Map.of());
        Inspected.Found found = found(call);
        assertThat(found.facts().blast()).isEqualTo(Map.of("pods", 1));
        assertThat(kill.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
    }

    private Call call(String pod, Map<String, ?> given) {
        return new Call(
                grounds.target(pod),
                Grounds.parameters(kill.spec(), given),
                new Call.Mark("c-1", "i-1"),
                Grounds.deadline());
    }

    private Inspected.Found found(Call call) {
        return (Inspected.Found) kill.inspect(call);
    }

    private String uid(String pod) {
        return grounds.admin()
                .get(grounds.path(pod))
                .orElseThrow()
                .at("/metadata/uid")
                .asText();
    }
}
