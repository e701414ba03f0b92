package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.range.Fault;
import org.junit.jupiter.api.Test;

/** On the range. */
class StripRbacSubjectTest extends StripRbacSubjectContract {
    private static final String BIND = "bind roles.rbac.authorization.k8s.io";

    private RangeGrounds range;

    @Override
    Grounds open() {
        range = new RangeGrounds();
        range.deny(BIND);
        return range;
    }

    /** The range knows but one caller. */
    @Override
    void asBinder(Runnable act) {
        range.allow(BIND);
        act.run();
        range.deny(BIND);
    }

    @Override
    Grounds binding() {
        return new RangeGrounds();
    }

    @Test
    void whomWeActAs_isRefused() {
        bind(grounds(), "ours", "{\"kind\":\"User\",\"name\":\"range\"}," + account(grounds()));
        var ours = target(grounds(), Where.ROLE_BINDING, grounds().namespace() + "/ours");
        assertThat(action().inspect(grounds().call(ours, action().spec())))
                .isEqualTo(new Inspected.Refused("it names whom we act as, or a group of ours"));
    }

    @Test
    void bindingThatIsMadeAgain_isTakenAwayAgain() {
        assertThat(action().apply(call(), found(action(), call()).before())).isInstanceOf(Outcome.Done.class);
        assertThat(((Inspected.Found) action().standing(call())).alreadySo()).isTrue();
        bind(grounds(), "writers", account(grounds()));
        Inspected.Found again = (Inspected.Found) action().standing(call());
        assertThat(again.alreadySo()).isFalse();
        assertThat(action().apply(call(), again.before())).isInstanceOf(Outcome.Done.class);
        assertThat(grounds().admin().get(targetPath(grounds(), target()))).isEmpty();
    }

    @Test
    void deleteThatIsPutOff_takesTheBindingForOthersAwayAgain() {
        range.admin()
                .merge(
                        targetPath(range, target()),
                        "{\"subjects\":[" + account(range) + ",{\"kind\":\"User\",\"name\":\"ann\"}]}");
        range.allow(BIND);
        String untouched = world();
        var before = found(action(), call()).before();
        range.faults().next("DELETE .*/writers", new Fault.Status(429));
        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Busy.class);
        assertThat(world()).isEqualTo(untouched);
        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Done.class);
    }
}
