package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection.Watching;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What containments stand on is heard of when somebody touches it, and can be put back then. */
abstract class DisturbancesContract {
    private Grounds grounds;
    private final Alarm alarm = new Alarm();

    abstract Grounds open();

    @BeforeEach
    void openGrounds() {
        grounds = open();
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    private record Held(Action action, Call call, Before before, Watching watching) {}

    private Held held(String action, String kind, String id) {
        grounds.connection().warm(Grounds.deadline());
        Action made = grounds.connection().action(action);
        Resolved found = grounds.connection()
                .resolve(new Reference(grounds.connection().name(), kind, id, Map.of()), Grounds.deadline());
        Target target = ((Resolved.Found) found).target();
        Call call = grounds.call(target, made.spec());
        Before before = ((Inspected.Found) made.inspect(call)).before();
        assertThat(made.apply(call, before)).isInstanceOf(Outcome.Done.class);
        Watching watching = grounds.connection().watch(call, action, alarm::ring);
        alarm.settle();
        return new Held(made, call, before, watching);
    }

    private void touchedAndPutBack(Held held, Runnable touch) {
        touch.run();
        alarm.assertRings();
        Inspected.Found drifted = (Inspected.Found) held.action().standing(held.call());
        assertThat(drifted.alreadySo()).isFalse();
        assertThat(held.action().apply(held.call(), drifted.before())).isInstanceOf(Outcome.Done.class);
        assertThat(((Inspected.Found) held.action().standing(held.call())).alreadySo())
                .isTrue();
    }

    @Test
    void policyThatIsTakenAway() {
        Held held = held("kubernetes.isolate-pod", Pod.KIND, grounds.namespace() + "/" + grounds.bare());
        touchedAndPutBack(held, () -> grounds.admin().delete(grounds.policies() + "/" + StandingPolicy.NAME));
    }

    @Test
    void policyThatTakesThePlaceOfSomebodyElses() {
        Policies.open(grounds, StandingPolicy.NAME);
        Held held = held("kubernetes.isolate-pod", Pod.KIND, grounds.namespace() + "/" + grounds.bare());
        touchedAndPutBack(
                held, () -> grounds.admin().delete(grounds.policies() + "/" + StandingPolicy.own(held.call())));
    }

    @Test
    void policyOfANamespaceThatIsTakenAway() {
        Held held = held("kubernetes.isolate-namespace", Where.NAMESPACE, grounds.namespace());
        String name = OwnObject.name(held.action().spec(), held.call());
        touchedAndPutBack(held, () -> grounds.admin().delete(grounds.policies() + "/" + name));
    }

    @Test
    void podThatIsRelabelled() {
        Held held = held("kubernetes.isolate-pod", Pod.KIND, grounds.namespace() + "/" + grounds.bare());
        touchedAndPutBack(
                held,
                () -> grounds.admin()
                        .merge(
                                grounds.path("toolbox"),
                                "{\"metadata\":{\"labels\":{\"killswitch.dev/quarantine\":null}}}"));
    }

    @Test
    void quotaOfOursThatIsEdited() {
        Held held = held("kubernetes.freeze-namespace", Where.NAMESPACE, grounds.namespace());
        touchedAndPutBack(
                held,
                () -> grounds.admin()
                        .merge(
                                "/api/v1/namespaces/" + grounds.namespace()
                                        + "/resourcequotas/killswitch-freeze-namespace-"
                                        + held.call().target().uid(),
                                "{\"spec\":{\"hard\":{\"pods\":\"7\"}}}"));
    }

    @Test
    void accountThatIsMadeAgain() {
        String accounts = "/api/v1/namespaces/" + grounds.namespace() + "/serviceaccounts";
        String guest = "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"guest\"}}";
        grounds.admin().create(accounts, guest);
        Held held = held("kubernetes.freeze-serviceaccount", Where.SERVICE_ACCOUNT, grounds.namespace() + "/guest");
        touchedAndPutBack(held, () -> grounds.admin().create(accounts, guest));
        assertThat(grounds.admin().get(accounts + "/guest")).isEmpty();
        assertThat(held.action().release(held.call(), held.before())).isInstanceOf(Released.Replaced.class);
    }

    @Test
    void nodeThatTakesPodsAgain() {
        String node = grounds.node();
        Held held = held("kubernetes.cordon-node", Where.NODE, node);
        touchedAndPutBack(
                held, () -> grounds.admin().merge("/api/v1/nodes/" + node, "{\"spec\":{\"unschedulable\":false}}"));
    }

    @Test
    void whatNobodyWatchesAnyMore_isNotHeardOf() {
        String node = grounds.node();
        Held held = held("kubernetes.cordon-node", Where.NODE, node);
        var others = new Alarm();
        Watching other = grounds.connection().watch(held.call(), "kubernetes.cordon-node", others::ring);
        held.watching().close();
        grounds.admin().merge("/api/v1/nodes/" + node, "{\"spec\":{\"unschedulable\":false}}");
        others.assertRings();
        assertThat(alarm.hasRung()).isFalse();
        other.close();
    }
}
