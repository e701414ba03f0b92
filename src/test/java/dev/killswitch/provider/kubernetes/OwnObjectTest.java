package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnObjectTest {
    private RangeGrounds grounds;
    private Action action;
    private Call call;
    private Before edited;
    private String path;

    @BeforeEach
    void quotaOfOursIsEdited() {
        grounds = new RangeGrounds();
        action = grounds.connection().action("kubernetes.freeze-namespace");
        var reference = new Reference("range-cluster", Where.NAMESPACE, "shop", Map.of());
        Target shop = ((Resolved.Found) grounds.connection().resolve(reference, Grounds.deadline())).target();
        call = grounds.call(shop, action.spec());
        action.apply(call, inspect().before());
        path = "/api/v1/namespaces/shop/resourcequotas/killswitch-freeze-namespace-" + shop.uid();
        edit("{\"spec\":{\"hard\":{\"pods\":\"7\"}}}");
        edited = inspect().before();
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    @Test
    void editedOnceMore_isLookedAtAgain() {
        edit("{\"spec\":{\"hard\":{\"pods\":\"8\"}}}");
        assertThat(action.apply(call, edited)).isInstanceOf(Outcome.Changed.class);
        assertThat(pods()).isEqualTo("8");
        assertThat(action.apply(call, inspect().before())).isInstanceOf(Outcome.Done.class);
        assertThat(pods()).isEqualTo("0");
    }

    @Test
    void deletedMeanwhile_isMadeAgain() {
        grounds.admin().delete(path);
        assertThat(action.apply(call, edited)).isInstanceOf(Outcome.Done.class);
        assertThat(pods()).isEqualTo("0");
    }

    /** Without our label it may be somebody's own: it is not written over, and a person is told. */
    @Test
    void takenOver_isLeftAlone() {
        edit("{\"metadata\":{\"labels\":{\"killswitch.dev/managed-by\":null}}}");
        assertThat(action.apply(call, edited)).isInstanceOf(Outcome.Changed.class);
        assertThat(action.inspect(call)).isInstanceOf(Inspected.Refused.class);
        assertThat(pods()).isEqualTo("7");
    }

    private Inspected.Found inspect() {
        return (Inspected.Found) action.inspect(call);
    }

    private void edit(String patch) {
        grounds.admin().merge(path, patch);
    }

    private String pods() {
        return grounds.admin().get(path).orElseThrow().at("/spec/hard/pods").asText();
    }
}
