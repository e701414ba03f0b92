package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On a real API server. */
class FreezeServiceAccountIT extends FreezeServiceAccountContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }

    @Test
    void accountThatWeCallWith_isNeverFrozen() {
        ServerGrounds server = (ServerGrounds) grounds();
        var reference = new Reference("real-cluster", Where.SERVICE_ACCOUNT, "default/" + server.account(), Map.of());
        var found = (Resolved.Found) server.connection().resolve(reference, Grounds.deadline());
        Action freeze = server.connection().action(actionName());
        assertThat(freeze.inspect(server.call(found.target(), freeze.spec())))
                .isEqualTo(new Inspected.Refused("it is the account that we call the API server with"));
    }
}
