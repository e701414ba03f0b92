package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Before;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class RotateServiceAccountContract extends ObjectActionContract {
    @Override
    String actionName() {
        return "kubernetes.rotate-serviceaccount";
    }

    /** {@code builder}, with something of each kind that has to come back. */
    @Override
    String targetId(Grounds grounds) {
        createAccount(grounds);
        return grounds.namespace() + "/builder";
    }

    private static void createAccount(Grounds grounds) {
        grounds.admin()
                .create(
                        "/api/v1/namespaces/" + grounds.namespace() + "/serviceaccounts",
                        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"builder\","
                                + "\"annotations\":{\"team\":\"shop\"},\"labels\":{\"app\":\"build\"}},"
                                + "\"imagePullSecrets\":[{\"name\":\"registry\"}],\"automountServiceAccountToken\":false}");
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(targetPath(grounds, target));
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return "/api/v1/namespaces/" + grounds.namespace() + "/serviceaccounts/builder";
    }

    @Override
    protected void changedByOthers() {
        throw new AssertionError("not asked of an action that ends its target");
    }

    /** Somebody else rotated it: what is gone and has no successor is made again. */
    @Override
    protected void targetGone() {
        super.targetGone();
        createAccount(grounds());
    }

    @Test
    void oldTokensDie_andNewOnesAreBelieved() {
        String path = targetPath(grounds(), target());
        var tokens = new Tokens(grounds().admin());
        String stolen = tokens.mint(path);
        assertThat(tokens.isBelieved(stolen)).isTrue();
        Before before = before();

        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Done.class);
        assertThat(tokens.isBelieved(tokens.mint(path))).isTrue();
        assertThat(tokens.dies(stolen)).isTrue();

        JsonNode account = grounds().admin().get(path).orElseThrow();
        assertThat(ObjectLook.uid(account)).isNotEqualTo(target().uid());
        assertThat(account.at("/metadata/annotations/team").asText()).isEqualTo("shop");
        assertThat(account.at("/metadata/labels/app").asText()).isEqualTo("build");
        assertThat(account.at("/imagePullSecrets/0/name").asText()).isEqualTo("registry");
        assertThat(account.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(((Proof.ProvenForNew) action().prove(call(), before)).how()).contains(ObjectLook.uid(account));
    }

    @Test
    void oldAccountThatIsGone_isMadeAgain_byTheNextCall() {
        Before before = before();
        grounds().remove(targetPath(grounds(), target()));
        assertThat(action().prove(call(), before)).isInstanceOf(Proof.Unproven.class);
        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Done.class);
        assertThat(action().prove(call(), before)).isInstanceOf(Proof.ProvenForNew.class);
        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.AlreadyDone.class);
    }

    @Test
    void oldAccountThatIsGone_isMadeAgain_byARelease() {
        Before before = before();
        grounds().remove(targetPath(grounds(), target()));
        assertThat(action().release(call(), before)).isInstanceOf(Released.Replaced.class);
        assertThat(action().release(call(), before)).isInstanceOf(Released.Impossible.class);
    }

    @Test
    void defaultAccount_isCompleted_whoeverMakesItFirst() {
        String path = "/api/v1/namespaces/" + grounds().namespace() + "/serviceaccounts/default";
        grounds().admin().merge(path, "{\"metadata\":{\"labels\":{\"app\":\"all\"}}}");
        Target account = grounds().target(Where.SERVICE_ACCOUNT, "default");
        var call = grounds().call(account, action().spec());
        Before before = ((Inspected.Found) action().inspect(call)).before();

        assertThat(action().apply(call, before)).isInstanceOf(Outcome.Done.class);
        JsonNode successor = grounds().admin().get(path).orElseThrow();
        assertThat(ObjectLook.uid(successor)).isNotEqualTo(account.uid());
        assertThat(successor.at("/metadata/labels/app").asText()).isEqualTo("all");
        assertThat(((Proof.ProvenForNew) action().prove(call, before)).survives())
                .doesNotContain("somebody else");
    }

    @Test
    void accountOfSomebodyElse_isLeftAlone_andToldSo() {
        Before before = before();
        targetGone();
        String theirs = world();
        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.AlreadyDone.class);
        assertThat(world()).isEqualTo(theirs);
        assertThat(((Proof.ProvenForNew) action().prove(call(), before)).survives())
                .contains("somebody else");
    }

    private Before before() {
        return ((Inspected.Found) action().inspect(call())).before();
    }
}
