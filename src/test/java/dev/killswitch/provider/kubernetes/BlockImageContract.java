package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class BlockImageContract extends AdmissionContract {
    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    @Override
    String actionName() {
        return "kubernetes.block-image";
    }

    @Override
    String targetId(Grounds grounds) {
        return repository(grounds);
    }

    /** Policies are of the whole cluster: each test has its own. */
    private static String repository(Grounds grounds) {
        return "registry.example/" + grounds.namespace() + "/app";
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        throw new AssertionError("an image is no object");
    }

    @Override
    protected boolean targetCanBeGone() {
        return false;
    }

    /** Waits for what was asked of the server to come about. */
    abstract void await(String what, BooleanSupplier so);

    private int create(String name, String image) {
        return grounds()
                .admin()
                .send(
                        "POST",
                        "/api/v1/namespaces/" + grounds().namespace() + "/pods?dryRun=All",
                        "application/json",
                        """
                        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"},
                         "spec":{"containers":[{"name":"app","image":"%s"}]}}""".formatted(name, image))
                .status();
    }

    private Before applied(Call call) {
        Before before = ((Inspected.Found) action().inspect(call)).before();
        assertThat(action().apply(call, before)).isInstanceOf(Outcome.Done.class);
        return before;
    }

    @Test
    void newPodsOfTheRepository_areRefused_whateverTheTag_andNoOthers() {
        String repository = repository(grounds());
        assertThat(create("new", repository + ":2")).isEqualTo(201);
        Before before = applied(call());
        await("the policy was looked at", () -> action().prove(call(), before) instanceof Proof.ProvenForNew);
        await("new pods are refused", () -> create("new", repository + ":2") == 403);
        assertThat(create("new", repository + "@" + DIGEST)).isEqualTo(403);
        assertThat(create("new", repository)).isEqualTo(403);
        assertThat(create("new", repository.replace("registry.", "Registry.") + ":2"))
                .isEqualTo(403);
        assertThat(create("new", repository.replace("example/", "example:443/") + ":2"))
                .isEqualTo(403);
        assertThat(create("new", repository + "-too:2")).isEqualTo(201);

        assertThat(action().release(call(), before)).isInstanceOf(Released.Restored.class);
        await("new pods are let in", () -> create("new", repository + ":2") == 201);
    }

    @Test
    void digest_isRefusedFromWhateverRepository() {
        String digest =
                "sha256:" + Names.digest(grounds().namespace() + "/digest").repeat(2);
        var call = call("registry.example/app@" + digest);
        Before before = applied(call);
        await("new pods are refused", () -> create("new", "mirror.example/another@" + digest) == 403);
        assertThat(create("new", "registry.example/app:1")).isEqualTo(201);
        assertThat(action().release(call, before)).isInstanceOf(Released.Restored.class);
    }

    @Test
    void podThatHasTheImage_isCounted_andCanStillBeRelabelled() {
        String pod = grounds().bare();
        String image = grounds()
                .admin()
                .get(grounds().path(pod))
                .orElseThrow()
                .at("/spec/containers/0/image")
                .asText();
        var call = call(image.substring(0, image.lastIndexOf(':')));
        var found = (Inspected.Found) action().inspect(call);
        assertThat(found.facts().names())
                .contains("kubernetes.namespace/" + grounds().namespace());
        assertThat(found.facts().blast().get("pods")).isPositive();
        assertThat(action().apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        await("new pods are refused", () -> create("new", image) == 403);
        assertThat(grounds()
                        .admin()
                        .merge(grounds().path(pod), "{\"metadata\":{\"labels\":{\"looked-at\":\"yes\"}}}")
                        .at("/metadata/labels/looked-at")
                        .asText())
                .isEqualTo("yes");
        assertThat(action().release(call, found.before())).isInstanceOf(Released.Restored.class);
    }
}
