package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Before;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Released;
import org.junit.jupiter.api.Test;

/** What besides is promised of an object of our own, which others can edit. */
abstract class OwnObjectContract extends ObjectActionContract {
    @Test
    void editedByOthers_isPutRight_andStillReleased() {
        Before first = inspected().before();
        assertThat(action().apply(call(), first)).isInstanceOf(Outcome.Done.class);
        String contained = world();
        changedByOthers();
        assertThat(world()).isNotEqualTo(contained);

        Inspected.Found edited = inspected();
        assertThat(edited.alreadySo()).isFalse();
        assertThat(action().apply(call(), edited.before())).isInstanceOf(Outcome.Done.class);
        assertThat(world()).isEqualTo(contained);
        assertThat(action().apply(call(), edited.before())).isEqualTo(new Outcome.AlreadyDone());
        assertThat(inspected().alreadySo()).isTrue();
        assertThat(action().release(call(), first)).isInstanceOf(Released.Restored.class);
    }

    private Inspected.Found inspected() {
        return (Inspected.Found) action().inspect(call());
    }
}
