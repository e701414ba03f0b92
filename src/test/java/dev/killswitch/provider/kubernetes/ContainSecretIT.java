package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Inspected;
import dev.killswitch.action.Released;
import org.junit.jupiter.api.Test;

/** On a real API server. */
class ContainSecretIT extends ContainSecretContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }

    /** Who wrote which part is metadata, so that the names of the parts are known, and nothing else of them. */
    @Test
    void release_namesThePartsToMakeAgain() {
        var before = ((Inspected.Found) action().inspect(call())).before();
        action().apply(call(), before);
        assertThat(((Released.ByHand) action().release(call(), before)).commands())
                .contains("kubectl -n " + grounds().namespace()
                        + " create secret generic db --from-file=password=./password");
    }
}
