package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class DenySubjectWritesContract extends AdmissionContract {
    @Override
    String actionName() {
        return "kubernetes.deny-subject-writes";
    }

    @Override
    String targetId(Grounds grounds) {
        grounds.admin()
                .create(
                        "/api/v1/namespaces/" + grounds.namespace() + "/serviceaccounts",
                        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"builder\"}}");
        return "ServiceAccount:" + grounds.namespace() + "/builder";
    }

    @Override
    String targetPath(Grounds grounds, Target target) {
        return "/api/v1/namespaces/" + grounds.namespace() + "/serviceaccounts/builder";
    }

    /** Left as it was, a new account of that name would be denied for ever. */
    @Test
    void releaseOfAnAccountThatIsGone_leavesNoPolicyBehind() {
        String untouched = world();
        var before = ((Inspected.Found) action().inspect(call())).before();
        assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Done.class);
        targetGone();
        assertThat(action().release(call(), before)).isInstanceOf(Released.Restored.class);
        assertThat(world()).isEqualTo(untouched);
    }

    @Test
    void user_isDeniedByName() {
        Call call = call("User:alice@" + grounds().namespace() + ".example");
        var before = ((Inspected.Found) action().inspect(call)).before();
        assertThat(action().apply(call, before)).isInstanceOf(Outcome.Done.class);
        assertThat(grounds()
                        .admin()
                        .get(POLICIES + "/" + name(call.target()))
                        .orElseThrow()
                        .at("/spec/matchConditions/0/expression")
                        .asText())
                .isEqualTo("request.userInfo.username == \"alice@" + grounds().namespace() + ".example\"");
        assertThat(action().release(call, before)).isInstanceOf(Released.Restored.class);
    }

    /** As identity providers call people, and as somebody may who wants to end the condition. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "auth0|5f7c~\"auth0|5f7c\"",
                "a+b@example.com~\"a+b@example.com\"",
                "Mallory O'Neil, {ops}~\"Mallory O'Neil, {ops}\"",
                "a\" || true || \"~\"a\\\" || true || \\\"\"",
                "CORP\\mallory~\"CORP\\\\mallory\"",
                "ends\\\"~\"ends\\\\\\\"\"",
                "müller~\"müller\"",
            })
    void user_isDeniedWhateverTheCharactersOfTheName(String name, String literal) {
        Call call = call("User:" + name);
        var before = ((Inspected.Found) action().inspect(call)).before();
        assertThat(action().apply(call, before)).isInstanceOf(Outcome.Done.class);
        assertThat(grounds()
                        .admin()
                        .get(POLICIES + "/" + name(call.target()))
                        .orElseThrow()
                        .at("/spec/matchConditions/0/expression")
                        .asText())
                .isEqualTo("request.userInfo.username == " + literal);
        grounds()
                .await(
                        "no fault is found in the policy",
                        () -> action().prove(call, before) instanceof Proof.ProvenForNew);
        assertThat(action().release(call, before)).isInstanceOf(Released.Restored.class);
    }

    @Test
    void longestName_isDenied_andALongerOneRefused() {
        assertThat(action().inspect(call("User:" + "a".repeat(253)))).isInstanceOf(Inspected.Found.class);
        assertThat(action().inspect(call("User:" + "a".repeat(254)))).isInstanceOf(Inspected.Refused.class);
    }

    @Test
    void credential_isDeniedByItsId_andItsOwnerIsNot() {
        String id = "X509SHA256=" + Names.digest(grounds().namespace()).repeat(2);
        Call call = call("Credential:" + id);
        var before = ((Inspected.Found) action().inspect(call)).before();
        assertThat(action().apply(call, before)).isInstanceOf(Outcome.Done.class);
        assertThat(grounds()
                        .admin()
                        .get(POLICIES + "/" + name(call.target()))
                        .orElseThrow()
                        .at("/spec/matchConditions/0/expression")
                        .asText())
                .startsWith("has(request.userInfo.extra) && ")
                .endsWith(".exists(v, v == \"" + id + "\")");
        grounds()
                .await(
                        "no fault is found in the policy",
                        () -> action().prove(call, before) instanceof Proof.ProvenForNew);
        assertThat(action().release(call, before)).isInstanceOf(Released.Restored.class);
    }

    /** Who is in it is known to nobody here, so that automation stops and asks. */
    @Test
    void group_isDenied_forAPerson_whoIsToldHowFarThatReaches() {
        String name = "dev-" + grounds().namespace();
        grounds().admin().create(StripRbacSubjectContract.RBAC + "/clusterrolebindings", """
                        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"%1$s"},
                         "subjects":[{"kind":"Group","name":"%1$s","apiGroup":"rbac.authorization.k8s.io"}],
                         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"none"}}""".formatted(name));
        Call call = call("Group:" + name);
        var found = (Inspected.Found) action().inspect(call);
        assertThat(found.facts().blast()).isEqualTo(Map.of("groups", 1, "bindings", 1));
        assertThat(found.facts().sensitive()).hasSize(1);
        assertThat(found.facts().notes()).singleElement().asString().contains("it denies every member");
        assertThat(action().apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(grounds()
                        .admin()
                        .get(POLICIES + "/" + name(call.target()))
                        .orElseThrow()
                        .at("/spec/matchConditions/0/expression")
                        .asText())
                .isEqualTo("has(request.userInfo.groups) && \"" + name + "\" in request.userInfo.groups");
        grounds()
                .await(
                        "no fault is found in the policy",
                        () -> action().prove(call, found.before()) instanceof Proof.ProvenForNew);
        assertThat(call("User:" + name).target().uid())
                .isNotEqualTo(call.target().uid());
        assertThat(action().release(call, found.before())).isInstanceOf(Released.Restored.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User:system:masters",
                "User:system:node:node-1",
                "User:system:kube-scheduler",
                "User:system:serviceaccount:shop:web",
                "Group:system:masters",
                "Group:system:authenticated",
                "Group:system:unauthenticated",
                "Group:system:nodes",
                "Group:system:serviceaccounts",
                "Group:system:serviceaccounts:shop",
                "Group:a\nb",
                "User:a\nb",
                "User:a\u200bb",
            })
    void namesOfTheControlPlane_andWhatCannotBePrinted_areRefused(String id) {
        assertThat(action().inspect(call(id))).isInstanceOf(Inspected.Refused.class);
    }

    @Test
    void accountsThatAreNotThere_areNobody() {
        for (String id : List.of(
                "Group:", "Credential:abc", "ServiceAccount:" + grounds().namespace() + "/nobody")) {
            var reference = new Reference(grounds().connection().name(), Subject.KIND, id, Map.of());
            assertThat(grounds().connection().resolve(reference, Grounds.deadline()))
                    .isInstanceOf(Resolved.Nothing.class);
        }
    }
}
