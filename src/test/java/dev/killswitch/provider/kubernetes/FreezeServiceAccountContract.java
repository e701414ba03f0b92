package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Before;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class FreezeServiceAccountContract extends ObjectActionContract {
    @Override
    String actionName() {
        return "kubernetes.freeze-serviceaccount";
    }

    @Override
    String targetId(Grounds grounds) {
        grounds.admin()
                .create(
                        "/api/v1/namespaces/" + grounds.namespace() + "/serviceaccounts",
                        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"builder\","
                                + "\"annotations\":{\"team\":\"shop\"}}}");
        return grounds.namespace() + "/builder";
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

    @Test
    void token_isDeadSoon_andStaysDeadOnceTheAccountIsThereAgain() {
        String account = targetPath(grounds(), target());
        var tokens = new Tokens(grounds().admin());
        String stolen = tokens.mint(account);
        assertThat(tokens.isBelieved(stolen)).isTrue();
        Before before = ((Inspected.Found) action().inspect(call())).before();

        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Done.class);
        assertThat(tokens.dies(stolen)).isTrue();
        assertThat(action().prove(call(), before)).isInstanceOf(Proof.ProvenForNew.class);

        assertThat(action().release(call(), before)).isInstanceOf(Released.Replaced.class);
        assertThat(tokens.isBelieved(tokens.mint(account))).isTrue();
        assertThat(tokens.isBelieved(stolen)).isFalse();
    }

    @Test
    void podsThatUseIt_areCounted() {
        grounds()
                .admin()
                .create(
                        "/api/v1/namespaces/" + grounds().namespace() + "/pods",
                        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"build-7\"},\"spec\":{"
                                + "\"serviceAccountName\":\"builder\",\"nodeName\":\""
                                + grounds().nodeOfPods()
                                + "\",\"containers\":[{\"name\":\"build\",\"image\":\"example.invalid/build:7\"}]}}");
        assertThat(((Inspected.Found) action().inspect(call())).facts().blast())
                .containsEntry("pods", 1)
                .doesNotContainKey("clouds-not-reached");
    }

    @Test
    void awsCredentialsByPodIdentity_areSeenByTheTokenForThem() {
        grounds().admin().create("/api/v1/namespaces/" + grounds().namespace() + "/pods", """
                        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"uploader"},"spec":{"nodeName":"%s",
                         "serviceAccountName":"builder","containers":[{"name":"app","image":"example.invalid/app:1"}],
                         "volumes":[{"name":"t","projected":{"sources":[{"serviceAccountToken":
                           {"audience":"pods.eks.amazonaws.com","path":"t"}}]}}]}}""".formatted(
                        grounds().nodeOfPods()));
        Inspected.Found found = (Inspected.Found) action().inspect(call());
        assertThat(found.facts().blast()).containsEntry("clouds-not-reached", 1);
        assertThat(found.facts().notes()).singleElement().asString().contains("EKS Pod Identity");
        action().apply(call(), found.before());
        assertThat(((Proof.ProvenForNew) action().prove(call(), found.before())).survives())
                .contains(PodIdentity.SURVIVES);
    }

    @Test
    void cloudThatTrustsIt_isNamed_andNotToldAsReached() {
        String role = "arn:aws:iam::111122223333:role/builder";
        grounds()
                .admin()
                .merge(
                        targetPath(grounds(), target()),
                        "{\"metadata\":{\"annotations\":{\"eks.amazonaws.com/role-arn\":\"" + role + "\"}}}");
        Inspected.Found found = (Inspected.Found) action().inspect(call());
        assertThat(found.facts().blast()).containsEntry("clouds-not-reached", 1);
        assertThat(found.facts().notes())
                .singleElement()
                .asString()
                .contains("nothing was done there")
                .contains("ks kill role " + role);
        action().apply(call(), found.before());
        assertThat(((Proof.ProvenForNew) action().prove(call(), found.before())).survives())
                .contains(found.facts().notes());
    }
}
