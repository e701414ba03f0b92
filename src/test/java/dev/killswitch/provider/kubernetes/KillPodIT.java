package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import org.junit.jupiter.api.Test;

/** The contract on a real API server, whose nodes confirm what is deleted. */
class KillPodIT extends PodActionContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }

    @Override
    String pod(Grounds grounds) {
        return grounds.bare();
    }

    @Override
    String actionName() {
        return "kubernetes.kill-pod";
    }

    @Test
    void killedPod_isProvenGone_onceItsNodeHasConfirmed() {
        try (var grounds = new ServerGrounds()) {
            String name = grounds.stateful();
            Action kill = grounds.connection().action("kubernetes.kill-pod");
            Call call = grounds.call(grounds.target(name), kill.spec());
            var before = ((Inspected.Found) kill.inspect(call)).before();
            assertThat(kill.apply(call, before)).isInstanceOf(Outcome.Done.class);
            var pod = grounds.plane()
                    .admin()
                    .pods()
                    .inNamespace(grounds.namespace())
                    .withName(name);
            grounds.plane()
                    .await(
                            pod,
                            now -> now == null
                                    || !now.getMetadata()
                                            .getUid()
                                            .equals(call.target().uid()));
            assertThat(kill.prove(call, before)).isInstanceOf(Proof.Proven.class);
            assertThat(kill.apply(call, before)).isEqualTo(new Outcome.AlreadyDone());
        }
    }
}
