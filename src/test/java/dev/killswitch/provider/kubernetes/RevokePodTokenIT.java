package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Before;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import org.junit.jupiter.api.Test;

/** On a real API server. */
class RevokePodTokenIT extends PodActionContract {
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
        return "kubernetes.revoke-pod-token";
    }

    @Test
    void tokenOfThePod_isDeadSoon_andThatOfItsAccountIsNot() {
        String account = "/api/v1/namespaces/" + grounds().namespace() + "/serviceaccounts/default";
        var tokens = new Tokens(grounds().admin());
        String ofThePod = tokens.mint(account, "toolbox", call().target().uid());
        String ofTheAccount = tokens.mint(account);
        assertThat(tokens.isBelieved(ofThePod)).isTrue();
        Before before = ((Inspected.Found) action().inspect(call())).before();

        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Done.class);
        assertThat(tokens.dies(ofThePod)).isTrue();
        assertThat(tokens.isBelieved(ofTheAccount)).isTrue();
    }
}
