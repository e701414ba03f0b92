package dev.killswitch.provider.kubernetes;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** On a real API server. */
class BlockImageIT extends BlockImageContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }

    @Override
    void await(String what, BooleanSupplier so) {
        ((ServerGrounds) grounds()).plane().await(what, Duration.ofSeconds(20), so);
    }
}
