package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.range.Fault;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** Whoever writes a role says little, and means much. */
    @Test
    void rightsOfAHugeRole_areCounted_andSomeAreAskedFor() {
        String many = IntStream.range(0, 400).mapToObj(i -> "\"a" + i + "\"").collect(Collectors.joining(","));
        String role = StripRbacSubjectContract.RBAC + "/namespaces/" + range.namespace() + "/roles/writer";
        range.admin().merge(role, """
                {"rules":[{"apiGroups":[],"resources":["pods"],"verbs":["get"]},
                          {"apiGroups":[%1$s],"resources":[%1$s],"verbs":[%1$s],"resourceNames":[%1$s]}]}""".formatted(many));
        Inspected.Found found = found(action(), call());
        assertThat(action().apply(call(), found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(((Proof.ProvenForNew) action().prove(call(), found.before())).how())
                .contains("asked for 6 of 25600000000 rights");
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
