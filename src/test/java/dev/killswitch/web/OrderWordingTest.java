package dev.killswitch.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Parameters;
import dev.killswitch.action.Reference;
import dev.killswitch.engine.Orders;
import dev.killswitch.incident.Journal.Remember;
import dev.killswitch.plan.Decision;
import dev.killswitch.plan.Order;
import dev.killswitch.plan.Planned;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderWordingTest {
    private static final Orders.Sent SENT = new Orders.Sent(
            new Order(
                    "o-1",
                    "p-1",
                    "kubernetes.isolate-pod",
                    new Reference("prod-eu", "kubernetes.pod", "shop/cart", Map.of()),
                    Parameters.NONE,
                    null,
                    Set.of(),
                    0),
            null,
            "key-1",
            "digest");

    @Test
    void refusalThatIsRememberedUnderAKey_isTheOneThatWasGiven() {
        var planned = new Planned(Decision.REFUSED, null, List.of(), List.of(), "protected: an operator named it");
        Remember remembered = new OrderWording().of(SENT, "i-1", planned);
        assertThat(remembered.status()).isEqualTo(Problem.Kind.HELD.status());
        assertThat(remembered.body()).isEqualTo(JsonText.of(OrderWording.held(planned.steps(), planned.why())));
        assertThat(remembered.body()).contains("an operator named it");
    }
}
