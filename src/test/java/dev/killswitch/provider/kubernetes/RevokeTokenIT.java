package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** On a real API server. */
class RevokeTokenIT extends RevokeTokenContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }

    @Test
    void tokenOfAPod_diesWithIt() {
        String token = tokens().mint(
                        accounts() + "/default", "toolbox", call().target().uid());
        assertThat(killed(token, found(token)).how()).contains("the pod of that uid has been gone for 15 s");
    }
}
