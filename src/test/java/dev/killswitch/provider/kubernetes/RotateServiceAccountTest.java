package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Before;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.range.Fault;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On the range. */
class RotateServiceAccountTest extends RotateServiceAccountContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }

    @Test
    void accountThatCouldNotBeMadeAgain_isNotTakenAway() {
        Before before = ((Inspected.Found) action().inspect(call())).before();
        String untouched = world();
        range().deny("create serviceaccounts");
        assertThat(action().inspect(call())).isEqualTo(new Inspected.Forbidden("create serviceaccounts"));
        assertThat(action().apply(call(), before))
                .isEqualTo(new Outcome.Refused("it could not be made again: no permission create serviceaccounts"));
        assertThat(world()).isEqualTo(untouched);
    }

    @Test
    void cutBetweenTheTwo_isNotKnown_andTheNextCallGoesOn() {
        Before before = ((Inspected.Found) action().inspect(call())).before();
        range().faults().next("^POST .*/serviceaccounts$", new Fault.Status(429, Optional.of(Duration.ofSeconds(1))));
        assertThat(action().apply(call(), before))
                .isEqualTo(new Outcome.Unknown(
                        "the old account is gone, and none of its name was made: the API server answered 429"));
        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Done.class);
    }

    private RangeGrounds range() {
        return (RangeGrounds) grounds();
    }
}
