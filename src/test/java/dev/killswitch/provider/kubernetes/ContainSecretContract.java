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
abstract class ContainSecretContract extends ObjectActionContract {
    private static final String HELD = "aHVudGVyMg==";

    @Override
    String actionName() {
        return "kubernetes.contain-secret";
    }

    @Override
    String targetId(Grounds grounds) {
        create(grounds);
        return grounds.namespace() + "/db";
    }

    /** What it holds stands in an annotation too, as {@code kubectl} and others leave it there. */
    private static void create(Grounds grounds) {
        grounds.admin().create("/api/v1/namespaces/" + grounds.namespace() + "/secrets", """
                        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"db","annotations":{"copy":"%1$s"}},
                         "data":{"password":"%1$s"}}""".formatted(HELD));
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(targetPath(grounds, target));
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return "/api/v1/namespaces/" + grounds.namespace() + "/secrets/db";
    }

    @Override
    protected void changedByOthers() {
        throw new AssertionError("not asked of an action that ends its target");
    }

    private void pod(String name, String more, String container) {
        grounds().admin().create("/api/v1/namespaces/" + grounds().namespace() + "/pods", """
                        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"},"spec":{"nodeName":"%s"%s,
                         "containers":[{"name":"app","image":"example.invalid/app:1"%s}]}}""".formatted(
                        name, grounds().nodeOfPods(), more, container));
    }

    @Test
    void whoeverUsesIt_isCounted_inWhicheverWay() {
        pod("mounts", ",\"volumes\":[{\"name\":\"v\",\"secret\":{\"secretName\":\"db\"}}]", "");
        pod(
                "projects",
                ",\"volumes\":[{\"name\":\"v\",\"projected\":{\"sources\":[{\"secret\":{\"name\":\"db\"}}]}}]",
                "");
        pod(
                "reads",
                "",
                ",\"env\":[{\"name\":\"P\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"db\",\"key\":\"password\"}}}]");
        pod("reads-all", "", ",\"envFrom\":[{\"secretRef\":{\"name\":\"db\"}}]");
        pod("pulls", ",\"imagePullSecrets\":[{\"name\":\"db\"}]", "");
        pod("uses-another", ",\"imagePullSecrets\":[{\"name\":\"db-2\"}]", "");
        grounds()
                .admin()
                .create(
                        "/api/v1/namespaces/" + grounds().namespace() + "/serviceaccounts",
                        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"puller\"},"
                                + "\"imagePullSecrets\":[{\"name\":\"db\"}]}");
        Inspected.Found found = (Inspected.Found) action().inspect(call());
        assertThat(found.facts().blast())
                .containsEntry("secrets", 1)
                .containsEntry("pods", 5)
                .containsEntry("serviceaccounts", 1);
        assertThat(action().apply(call(), found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(((Proof.ProvenForNew) action().prove(call(), found.before())).survives())
                .contains("5 pods that used it keep it")
                .contains("until its issuer revokes it, which was not done from here");
        assertThat(((Released.ByHand) action().release(call(), found.before())).commands())
                .contains("# then start again, so that they get it: mounts, projects, pulls, reads, reads-all");
    }

    @Test
    void whatItHolds_isInNoRecord() {
        Inspected.Found found = (Inspected.Found) action().inspect(call());
        action().apply(call(), found.before());
        assertThat(found + " " + action().prove(call(), found.before()) + " "
                        + action().release(call(), found.before()))
                .doesNotContain(HELD);
    }

    @Test
    void secretThatSomebodyMadeAgain_isToldAsSuch() {
        Before before = ((Inspected.Found) action().inspect(call())).before();
        action().apply(call(), before);
        create(grounds());
        assertThat(((Proof.Partial) action().prove(call(), before)).stillWorks())
                .singleElement()
                .asString()
                .startsWith("a Secret of that name is there again");
        String theirs = world();
        assertThat(action().release(call(), before)).isInstanceOf(Released.Replaced.class);
        assertThat(world()).isEqualTo(theirs);
    }

    @Test
    void whoMakesItAgain_isTold() {
        grounds()
                .admin()
                .merge(
                        targetPath(grounds(), target()),
                        "{\"metadata\":{\"annotations\":{\"argocd.argoproj.io/tracking-id\":\"shop\"}}}");
        Inspected.Found found = (Inspected.Found) action().inspect(call());
        assertThat(found.facts().blast()).containsEntry("put-back-by-argo-cd", 1);
        action().apply(call(), found.before());
        assertThat(((Proof.ProvenForNew) action().prove(call(), found.before())).survives())
                .contains("Argo CD may put it back");
    }
}
