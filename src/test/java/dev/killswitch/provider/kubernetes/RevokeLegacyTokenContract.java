package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Before;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class RevokeLegacyTokenContract extends ObjectActionContract {
    private static final String LABEL = "kubernetes.io/legacy-token-invalid-since";

    @Override
    String actionName() {
        return "kubernetes.revoke-legacy-token";
    }

    @Override
    String targetId(Grounds grounds) {
        create(grounds, "old-token", "kubernetes.io/service-account-token");
        grounds.await(
                "the token is made",
                () -> grounds.admin()
                        .get(path(grounds, "old-token"))
                        .orElseThrow()
                        .at("/data")
                        .has("token"));
        return grounds.namespace() + "/old-token";
    }

    private static void create(Grounds grounds, String name, String type) {
        grounds.admin()
                .create(
                        "/api/v1/namespaces/" + grounds.namespace() + "/secrets",
                        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"" + name
                                + "\",\"annotations\":{\"kubernetes.io/service-account.name\":\"default\"}},\"type\":\""
                                + type + "\"}");
    }

    private static String path(Grounds grounds, String name) {
        return "/api/v1/namespaces/" + grounds.namespace() + "/secrets/" + name;
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(targetPath(grounds, target));
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return path(grounds, "old-token");
    }

    @Override
    protected void changedByOthers() {
        grounds()
                .admin()
                .merge(
                        targetPath(grounds(), target()),
                        "{\"metadata\":{\"labels\":{\"" + LABEL + "\":\"2020-02-02\"}}}");
    }

    @Test
    void token_isRefused_untilItsRelease() {
        JsonNode secret = grounds().admin().get(targetPath(grounds(), target())).orElseThrow();
        String token =
                new String(Base64.getDecoder().decode(secret.at("/data/token").asText()), StandardCharsets.UTF_8);
        var tokens = new Tokens(grounds().admin());
        assertThat(tokens.isBelieved(token)).isTrue();
        Before before = ((Inspected.Found) action().inspect(call())).before();
        assertThat(before.json()).doesNotContain(token);

        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Done.class);
        assertThat(tokens.dies(token)).isTrue();
        assertThat(action().prove(call(), before)).isInstanceOf(Proof.ProvenForNew.class);

        assertThat(action().release(call(), before)).isInstanceOf(Released.Restored.class);
        grounds().await("the token is believed again", () -> tokens.isBelieved(token));
    }

    @Test
    void secretOfAnotherType_isNotWrittenTo() {
        create(grounds(), "password", "Opaque");
        String path = path(grounds(), "password");
        JsonNode theirs = grounds().admin().get(path).orElseThrow();
        var call = grounds().call(grounds().target(Where.SECRET, "password"), action().spec());
        Before before = ((Inspected.Found) action().inspect(call)).before();
        assertThat(action().apply(call, before))
                .isEqualTo(new Outcome.Refused("it is not of type kubernetes.io/service-account-token"));
        assertThat(grounds().admin().get(path)).contains(theirs);
    }
}
