package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of one action, on the range by the test and on a real server by the integration test; we may not bind. */
abstract class StripRbacSubjectContract extends ObjectActionContract {
    static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";

    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

    /** Grounds where we may make bindings, and bind each role. */
    abstract Grounds binding();

    @Override
    String actionName() {
        return "kubernetes.strip-rbac-subject";
    }

    /** {@code builder} may write config maps, by one binding. */
    @Override
    String targetId(Grounds grounds) {
        grounds.admin()
                .create(
                        "/api/v1/namespaces/" + grounds.namespace() + "/serviceaccounts",
                        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"builder\"}}");
        grounds.admin().create(in(grounds) + "/roles", """
                        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"writer"},
                         "rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["create","list"]}]}""");
        bind(grounds, "writers", account(grounds));
        return grounds.namespace() + "/writers";
    }

    private static String in(Grounds grounds) {
        return RBAC + "/namespaces/" + grounds.namespace();
    }

    static String account(Grounds grounds) {
        return "{\"kind\":\"ServiceAccount\",\"name\":\"builder\",\"namespace\":\"" + grounds.namespace() + "\"}";
    }

    private static String user(String name) {
        return "{\"kind\":\"User\",\"name\":\"" + name + "\",\"apiGroup\":\"rbac.authorization.k8s.io\"}";
    }

    private static String group(String name) {
        return "{\"kind\":\"Group\",\"name\":\"" + name + "\",\"apiGroup\":\"rbac.authorization.k8s.io\"}";
    }

    /** Done by somebody who may bind. */
    void asBinder(Runnable act) {
        act.run();
    }

    void bind(Grounds grounds, String name, String subjects) {
        asBinder(() -> grounds.admin().create(in(grounds) + "/rolebindings", """
                        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding",
                         "metadata":{"name":"%s","annotations":{"team":"it's shop"}},"subjects":[%s],
                         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"writer"}}""".formatted(name, subjects)));
    }

    @Override
    List<String> paths(Grounds grounds, Target target) {
        return List.of(targetPath(grounds, target), in(grounds) + "/rolebindings/ks-keep-" + target.uid());
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return in(grounds) + "/rolebindings/writers";
    }

    @Override
    protected void changedByOthers() {
        throw new AssertionError("not asked of an action that ends its target");
    }

    @Override
    protected Call call() {
        return call(grounds(), target(), "ServiceAccount:" + grounds().namespace() + "/builder");
    }

    private Call call(Grounds grounds, Target target, String subject) {
        return new Call(
                target,
                Grounds.parameters(action().spec(), Map.of("subject", subject)),
                new Call.Mark("c-1", "i-1"),
                Grounds.deadline());
    }

    static Target target(Grounds grounds, String kind, String id) {
        var reference = new Reference(grounds.connection().name(), kind, id, Map.of());
        return ((Resolved.Found) grounds.connection().resolve(reference, Grounds.deadline())).target();
    }

    static Inspected.Found found(Action action, Call call) {
        return (Inspected.Found) action.inspect(call);
    }

    private static boolean may(Grounds grounds, String user) {
        return grounds.admin()
                .create(REVIEWS, """
                        {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"%s",
                         "resourceAttributes":{"namespace":"%s","verb":"create","resource":"configmaps"}}}""".formatted(user, grounds.namespace()))
                .at("/status/allowed")
                .asBoolean();
    }

    private static String builder(Grounds grounds) {
        return "system:serviceaccount:" + grounds.namespace() + ":builder";
    }

    /** As if the look had been long ago. */
    private static Before old(Before before) {
        return new Before(before.format(), before.json().replaceFirst("\"at\":[0-9]+", "\"at\":0"));
    }

    @Test
    void rights_areGone_andTheApiServerSaysSo() {
        grounds().await("it may write", () -> may(grounds(), builder(grounds())));
        Inspected.Found found = found(action(), call());
        assertThat(found.undo()).isEqualTo(Undo.BY_HAND);
        assertThat(found.facts().blast())
                .containsEntry("bindings", 1)
                .containsEntry("co-subjects", 0)
                .containsEntry("bindings-left", 0);
        assertThat(found.facts().sensitive()).isEmpty();
        assertThat(action().apply(call(), found.before())).isInstanceOf(Outcome.Done.class);
        var proof = new AtomicReference<Proof>();
        grounds().await("it may not", () -> {
            proof.set(action().prove(call(), found.before()));
            return !(proof.get() instanceof Proof.Pending);
        });
        assertThat(((Proof.ProvenForNew) proof.get()).how()).contains("asked for 2 of 2 rights");
        assertThat(may(grounds(), builder(grounds()))).isFalse();
    }

    @Test
    void rightsByOtherBindingsAndGroups_areCounted_andToldAfterwards() {
        bind(grounds(), "others", account(grounds()));
        bind(grounds(), "all-of-us", group("system:serviceaccounts:" + grounds().namespace()));
        Inspected.Found found = found(action(), call());
        assertThat(found.facts().blast()).containsEntry("bindings-left", 1);
        assertThat(found.facts().blast().get("bindings-by-group")).isPositive();

        assertThat(action().apply(call(), found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(action().prove(call(), found.before())).isInstanceOf(Proof.Pending.class);
        assertThat(((Proof.Partial) action().prove(call(), old(found.before()))).stillWorks())
                .contains("ServiceAccount:" + grounds().namespace() + "/builder may still create configmaps in "
                        + grounds().namespace() + ", by another binding or a group");
    }

    @Test
    void thoseWhoShareIt_loseItToo_whereWeMayNotBind_andAreTold() {
        bind(grounds(), "shared", account(grounds()) + "," + user("ann") + "," + group("system:nodes"));
        Target shared = target(grounds(), Where.ROLE_BINDING, grounds().namespace() + "/shared");
        Call call = call(grounds(), shared, "ServiceAccount:" + grounds().namespace() + "/builder");
        Inspected.Found found = found(action(), call);
        assertThat(found.facts().blast()).containsEntry("co-subjects", 2);
        assertThat(found.facts().sensitive()).singleElement().asString().startsWith("2 others lose it too");
        assertThat(found.facts().names())
                .contains("kubernetes.subject/User:ann", "kubernetes.subject/Group:system:nodes");
        assertThat(action().apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(grounds().admin().get(in(grounds()) + "/rolebindings/ks-keep-" + shared.uid()))
                .isEmpty();
    }

    @Test
    void thoseWhoShareIt_keepIt_whereWeMayBind_andAReleaseMakesItAgain() {
        try (Grounds grounds = binding()) {
            targetId(grounds);
            bind(grounds, "shared", account(grounds) + "," + user("ann"));
            Action action = grounds.connection().action(actionName());
            Target shared = target(grounds, Where.ROLE_BINDING, grounds.namespace() + "/shared");
            Call call = call(grounds, shared, "ServiceAccount:" + grounds.namespace() + "/builder");
            Inspected.Found found = found(action, call);
            assertThat(found.undo()).isEqualTo(Undo.EQUIVALENT);
            assertThat(found.facts().blast()).containsEntry("co-subjects", 0);
            assertThat(found.facts().sensitive()).isEmpty();

            assertThat(action.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
            assertThat(action.apply(call, found.before())).isInstanceOf(Outcome.AlreadyDone.class);
            String keep = in(grounds) + "/rolebindings/ks-keep-" + shared.uid();
            JsonNode kept = grounds.admin().get(keep).orElseThrow();
            assertThat(kept.path("subjects")).hasSize(1);
            assertThat(kept.at("/subjects/0/name").asText()).isEqualTo("ann");
            assertThat(kept.at("/roleRef/name").asText()).isEqualTo("writer");
            grounds.await("ann may write", () -> may(grounds, "ann"));

            assertThat(action.release(call, found.before())).isInstanceOf(Released.Replaced.class);
            assertThat(grounds.admin().get(keep)).isEmpty();
            JsonNode again =
                    grounds.admin().get(in(grounds) + "/rolebindings/shared").orElseThrow();
            assertThat(again.path("subjects")).hasSize(2);
            assertThat(again.at("/metadata/annotations/team").asText()).isEqualTo("it's shop");
            assertThat(action.release(call, found.before())).isInstanceOf(Released.Replaced.class);
        }
    }

    @Test
    void release_offersTheManifest_andSeesItOnceSomebodyHasUsedIt() {
        Before before = found(action(), call()).before();
        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Done.class);
        List<String> commands = ((Released.ByHand) action().release(call(), before)).commands();
        assertThat(commands).singleElement().asString().startsWith("echo '").endsWith("' | kubectl create -f -");
        String manifest = commands.getFirst();
        manifest = manifest.substring("echo '".length(), manifest.length() - "' | kubectl create -f -".length());
        assertThat(manifest).doesNotContain("'");
        String json = manifest;
        asBinder(() -> grounds().admin().create(in(grounds()) + "/rolebindings", json));
        assertThat(action().release(call(), before)).isInstanceOf(Released.Replaced.class);
    }

    @Test
    void bindingOfAnotherContent_thatTookItsName_isSomebodyElses() {
        Before before = found(action(), call()).before();
        action().apply(call(), before);
        bind(grounds(), "writers", user("eve"));
        assertThat(action().release(call(), before)).isInstanceOf(Released.Drifted.class);
    }

    @Test
    void subjectsThatCameAfterTheLook_areNotCutUnseen() {
        Before before = found(action(), call()).before();
        grounds()
                .admin()
                .merge(
                        targetPath(grounds(), target()),
                        "{\"subjects\":[" + account(grounds()) + "," + user("ann") + "]}");
        String theirs = world();
        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Changed.class);
        assertThat(world()).isEqualTo(theirs);
    }

    @Test
    void withNoSubject_itIsTakenFromAll() {
        bind(grounds(), "shared", user("ann") + "," + user("ben"));
        Target shared = target(grounds(), Where.ROLE_BINDING, grounds().namespace() + "/shared");
        Call call = call(grounds(), shared, "");
        Inspected.Found found = found(action(), call);
        assertThat(found.facts().blast()).containsEntry("subjects", 2).doesNotContainKey("co-subjects");
        assertThat(action().apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        grounds().await("neither may write", () -> action().prove(call, found.before()) instanceof Proof.ProvenForNew);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User:ann",
                "Group:system:masters",
                "Group:system:authenticated",
                "User:system:kube-scheduler",
                "builder",
                "Robot:builder",
                "ServiceAccount:builder",
            })
    void subjectsThatItDoesNotName_orThatAreTheSystems_orNobody_areRefused(String subject) {
        bind(grounds(), "broad", group("system:masters") + "," + user("system:kube-scheduler"));
        Target broad = target(grounds(), Where.ROLE_BINDING, grounds().namespace() + "/broad");
        assertThat(action().inspect(call(grounds(), broad, subject))).isInstanceOf(Inspected.Refused.class);
    }

    @Test
    void accountThatIsWrittenAsAUser_isTheAccount() {
        bind(grounds(), "disguised", user(builder(grounds())));
        Target disguised = target(grounds(), Where.ROLE_BINDING, grounds().namespace() + "/disguised");
        Call call = call(grounds(), disguised, "ServiceAccount:" + grounds().namespace() + "/builder");
        assertThat(found(action(), call).facts().blast()).containsEntry("co-subjects", 0);
    }

    @Test
    void bindingsOfASubject_areThoseThatNameIt_whateverTheyAreCalled() {
        bind(grounds(), "of ann: 1+1", user("ann"));
        bind(grounds(), "disguised", user(builder(grounds())));
        String odd = "Odd " + grounds().namespace();
        grounds().admin().create(RBAC + "/clusterrolebindings", """
                        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"%s"},
                         "subjects":[%s],
                         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"none"}}""".formatted(odd, account(grounds())));
        Target subject =
                target(grounds(), Subject.KIND, "ServiceAccount:" + grounds().namespace() + "/builder");
        var related = (Related.Found) grounds().connection().related(subject, Where.ROLE_BINDING, Grounds.deadline());
        assertThat(related.references())
                .extracting(Reference::id)
                .containsExactlyInAnyOrder(
                        grounds().namespace() + "/writers", grounds().namespace() + "/disguised", odd);

        Target binding = target(grounds(), Where.ROLE_BINDING, odd);
        Call call = call(grounds(), binding, "ServiceAccount:" + grounds().namespace() + "/builder");
        Before before = found(action(), call).before();
        assertThat(action().apply(call, before)).isInstanceOf(Outcome.Done.class);
        assertThat(action().prove(call, before))
                .isEqualTo(new Proof.Proven("the binding is gone, and gave nothing to anybody"));
    }
}
