package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.range.Fault;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes on of what is held, and who may let it go. */
class GitOpsHoldTest {
    private final RangeGrounds grounds = GitOps.range();
    private final Action action = grounds.connection().action("kubernetes.gitops-hold");

    @AfterEach
    void close() {
        grounds.close();
    }

    private String path(ResourceKind kind) {
        return kind.base() + "/namespaces/shop/" + kind.plural();
    }

    /** {@code metadata} begins with a comma where it is not blank. */
    private Call made(ResourceKind kind, String spec, String metadata, String status) {
        grounds.admin()
                .create(
                        path(kind),
                        "{\"metadata\":{\"name\":\"shop\"%s},\"spec\":%s,\"status\":%s}"
                                .formatted(metadata, spec, status));
        return grounds.call(grounds.target(Where.GITOPS, kind.kind() + "/shop"), action.spec());
    }

    private Inspected.Found found(Call call) {
        return (Inspected.Found) action.inspect(call);
    }

    private Proof held(Call call) {
        Inspected.Found found = found(call);
        assertThat(action.apply(call, found.before())).isInstanceOf(Outcome.Done.class);
        return action.prove(call, found.before());
    }

    /** What is deployed in the range for people to practise on. */
    @ParameterizedTest
    @CsvSource({
        "argocd/Application/site, site/StatefulSet/front, kubernetes.scale-to-zero, statefulsets/front, /spec/replicas, 1, 0",
        "site/Kustomization/site, site/CronJob/report, kubernetes.suspend-cronjob, cronjobs/report, /spec/suspend, false, true"
    })
    void rangeThatPutsBack_doesNotWhileItIsHeld_andDoesAfterwards(
            String owner, String workload, String name, String path, String field, String before, String after) {
        grounds.range().installGitOps();
        String group = path.startsWith("cron") ? "batch" : "apps";
        String object = "/apis/" + group + "/v1/namespaces/site/" + path;
        Action close = grounds.connection().action(name);
        Call closing = grounds.call(target(Where.WORKLOAD, workload), close.spec());
        assertThat(close.apply(closing, ((Inspected.Found) close.inspect(closing)).before()))
                .isInstanceOf(Outcome.Done.class);
        assertThat(value(object, field)).as("put back at once").isEqualTo(before);

        Call holding = grounds.call(target(Where.GITOPS, owner), action.spec());
        Inspected.Found held = found(holding);
        assertThat(held.facts().blast()).containsEntry("resources", 1);
        assertThat(action.apply(holding, held.before())).isInstanceOf(Outcome.Done.class);
        assertThat(action.prove(holding, held.before())).isInstanceOf(Proof.Proven.class);
        assertThat(close.apply(closing, ((Inspected.Found) close.inspect(closing)).before()))
                .isInstanceOf(Outcome.Done.class);
        assertThat(value(object, field)).as("while it is held").isEqualTo(after);

        assertThat(action.release(holding, held.before())).isInstanceOf(Released.Restored.class);
        assertThat(value(object, field)).as("once it is let go").isEqualTo(before);
    }

    private Target target(String kind, String id) {
        var reference = new Reference("range-cluster", kind, id, Map.of());
        return ((Resolved.Found) grounds.connection().resolve(reference, Grounds.deadline())).target();
    }

    private String value(String object, String field) {
        return grounds.admin().get(object).orElseThrow().at(field).asText();
    }

    @Test
    void applicationWithoutAutomatedSync_isSoAlready() {
        Call call = made(ResourceKind.ARGO_APPLICATION, "{\"syncPolicy\":{\"retry\":{\"limit\":2}}}", "", "{}");
        Inspected.Found found = found(call);
        assertThat(found.alreadySo()).isTrue();
        assertThat(action.prove(call, found.before()))
                .isInstanceOfSatisfying(
                        Proof.Proven.class, proven -> assertThat(proven.how()).startsWith("it has no automated sync"));
        assertThat(action.release(call, found.before())).isInstanceOf(Released.Restored.class);
        assertThat(grounds.admin()
                        .get(path(ResourceKind.ARGO_APPLICATION) + "/shop")
                        .orElseThrow()
                        .at("/spec/syncPolicy"))
                .hasToString("{\"retry\":{\"limit\":2}}");
    }

    @Test
    void automatedSyncThatWentMeanwhile_isAsGood() {
        Call call = made(ResourceKind.ARGO_APPLICATION, "{\"syncPolicy\":{\"automated\":{}}}", "", "{}");
        Inspected.Found found = found(call);
        assertThat(found.alreadySo()).isFalse();
        grounds.admin().merge(path(ResourceKind.ARGO_APPLICATION) + "/shop", "{\"spec\":{\"syncPolicy\":null}}");
        assertThat(action.apply(call, found.before())).isInstanceOf(Outcome.AlreadyDone.class);
    }

    @Test
    void applicationOfAnApplicationSet_isToldToBeWrittenAgain() {
        Call call = made(
                ResourceKind.ARGO_APPLICATION,
                "{\"syncPolicy\":{\"automated\":{\"enabled\":true}}}",
                ",\"ownerReferences\":[{\"apiVersion\":\"argoproj.io/v1alpha1\",\"kind\":\"ApplicationSet\",\"name\":\"all\","
                        + "\"uid\":\"" + grounds.target("toolbox").uid() + "\",\"controller\":true}]",
                "{\"resources\":[{\"kind\":\"Deployment\"},{\"kind\":\"Service\"}]}");
        assertThat(found(call).facts().blast()).isEqualTo(Map.of("resources", 2, "put-back-by-its-applicationset", 1));
        assertThat(held(call))
                .isInstanceOfSatisfying(
                        Proof.Partial.class,
                        partial -> assertThat(partial.stillWorks())
                                .singleElement()
                                .asString()
                                .startsWith("its ApplicationSet writes the sync policy of its template again"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ARGO_APPLICATION | {\"syncPolicy\":{\"automated\":{}}} | {\"operationState\":{\"phase\":\"Running\"}} | the sync that it says is running, to its end",
                "FLUX_KUSTOMIZATION | {} | {\"conditions\":[{\"type\":\"Reconciling\",\"status\":\"True\"}]} | the reconciliation that it says is running, to its end",
            })
    void whatRuns_goesOn(ResourceKind kind, String spec, String status, String survives) {
        assertThat(held(made(kind, spec, "", status)))
                .isInstanceOfSatisfying(
                        Proof.ProvenForNew.class,
                        proven -> assertThat(proven.survives()).isEqualTo(survives));
    }

    @Test
    void kustomizationThatAnotherDeploys_isToldWhoMayLetItGo() {
        Call call = made(
                ResourceKind.FLUX_KUSTOMIZATION,
                "{}",
                ",\"labels\":{\"kustomize.toolkit.fluxcd.io/name\":\"all\",\"kustomize.toolkit.fluxcd.io/namespace\":\"flux-system\"}",
                "{\"inventory\":{\"entries\":[{\"id\":\"a\"}]}}");
        assertThat(found(call).facts().blast()).isEqualTo(Map.of("resources", 1, "put-back-by-flux", 1));
        assertThat(held(call))
                .isInstanceOfSatisfying(
                        Proof.Proven.class, proven -> assertThat(proven.how()).contains("Flux may put it back"));
    }

    @Test
    void kindThatTheClusterMayNotHave_isNothing() {
        try (RangeGrounds bare = new RangeGrounds()) {
            bare.faults().next("GET /apis/helm.toolkit.fluxcd.io/v2$", new Fault.Status(503));
            assertThat(bare.connection()
                            .resolve(
                                    new Reference("range-cluster", Where.GITOPS, "shop/HelmRelease/shop", Map.of()),
                                    Grounds.deadline()))
                    .isEqualTo(new Resolved.Nothing(
                            "no such helm release, or no helmreleases.helm.toolkit.fluxcd.io v2 in this"
                                    + " cluster at all"));
        }
    }
}
