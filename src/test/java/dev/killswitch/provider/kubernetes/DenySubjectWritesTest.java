package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.range.Fault;
import org.junit.jupiter.api.Test;

/** On the range. */
class DenySubjectWritesTest extends DenySubjectWritesContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }

    @Test
    void whomWeActAs_isRefused() {
        assertThat(action().inspect(call("User:range"))).isInstanceOf(Inspected.Refused.class);
        assertThat(action().inspect(call("Group:range-keepers"))).isInstanceOf(Inspected.Refused.class);
        assertThat(action().inspect(call("Group:range"))).isInstanceOf(Inspected.Found.class);
    }

    @Test
    void serverWithoutSuchPolicies_isSaid_andNothingIsWritten() {
        String untouched = world();
        ((RangeGrounds) grounds()).faults().next("GET /apis/admissionregistration.k8s.io/v1$", new Fault.Status(404));
        assertThat(action().inspect(call()))
                .isEqualTo(new Inspected.Refused("the API server has no ValidatingAdmissionPolicy of"
                        + " admissionregistration.k8s.io/v1, which Kubernetes has from 1.30 on"));
        assertThat(world()).isEqualTo(untouched);
    }

    @Test
    void bindingThatDoesNotComeAbout_leavesNothing_andTheNextCallGoesOn() {
        String untouched = world();
        var before = ((Inspected.Found) action().inspect(call())).before();
        ((RangeGrounds) grounds()).faults().next("POST " + BINDINGS, new Fault.Status(429));
        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Busy.class);
        assertThat(world()).isEqualTo(untouched);
        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Done.class);
        assertThat(((Inspected.Found) action().inspect(call())).alreadySo()).isTrue();
        assertThat(action().release(call(), before)).isInstanceOf(Released.Restored.class);
        assertThat(world()).isEqualTo(untouched);
    }

    @Test
    void policyThatSomebodyChanged_provesNothing() {
        var before = ((Inspected.Found) action().inspect(call())).before();
        action().apply(call(), before);
        grounds().admin().merge(POLICIES + "/" + name(target()), "{\"spec\":{\"failurePolicy\":\"Ignore\"}}");
        assertThat(action().prove(call(), before)).isInstanceOf(Proof.Unproven.class);
    }
}
