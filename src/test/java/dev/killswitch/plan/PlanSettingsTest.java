package dev.killswitch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import dev.killswitch.plan.Budgets.Budget;
import dev.killswitch.plan.Names.Sort;
import dev.killswitch.plan.ReleasePolicy.Eyes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanSettingsTest {
    private final Problems problems = new Problems();

    private PlanSettings read(String... lines) {
        Document document = Document.read("k.yaml", String.join("\n", lines), problems);
        PlanSettings settings = PlanSettings.read(document.root(), Fixture.CONNECTIONS);
        document.finish();
        return settings;
    }

    private List<String> told() {
        return problems.found().stream().map(Problems.Problem::toString).toList();
    }

    @Test
    void nothingWritten_isTheUsual() {
        assertThat(read("")).isEqualTo(PlanSettings.USUAL);
        assertThat(told()).isEmpty();
    }

    @Test
    void everyKey_isRead() {
        PlanSettings settings = read(
                "protected:",
                "  - {connection: prod-eu, namespaces: [payments-db], pods: [shop/db-*], serviceaccounts: [shop/ci]}",
                "  - {connection: acme, arns: ['arn:aws:iam::*:role/deployer'], users: [ann], roles: [batch]}",
                "  - {accounts: ['999999999999'], groups: [admins]}",
                "budgets: {automation: {targets: 3, per: 1h}, person: {confirm-above: 5, per: 2m}}",
                "alerts: {stale-after: 5m, near: 10m}",
                "release: {contained-by-rule: two-persons, contained-by-person: after-wait, own-within: 1m,"
                        + " alone-after: 2m, let-go: 3h}");
        assertThat(told()).isEmpty();
        assertThat(settings.names().configured()).hasSize(3);
        assertThat(settings.names().configured().getFirst().globs())
                .isEqualTo(Map.of(
                        Sort.NAMESPACES, List.of(new Glob("payments-db")),
                        Sort.PODS, List.of(new Glob("shop/db-*")),
                        Sort.SERVICEACCOUNTS, List.of(new Glob("shop/ci"))));
        assertThat(settings.names().configured().getLast().connection()).isNull();
        assertThat(settings.budgets())
                .isEqualTo(new Budgets(new Budget(3, Duration.ofHours(1)), new Budget(5, Duration.ofMinutes(2))));
        assertThat(settings.staleAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.near()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.release())
                .isEqualTo(new ReleasePolicy(
                        Eyes.TWO_PERSONS,
                        Eyes.AFTER_WAIT,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        Duration.ofHours(3)));
    }

    /** A slip here would leave unprotected what somebody believes protected. */
    @Test
    void everyMistake_isToldAtOnce() {
        read(
                "protected:",
                "  - {connection: prod-eu1, namespaces: [a]}",
                "  - {connection: prod-eu, namespace: [a]}",
                "  - {connection: prod-eu, pods: ['']}",
                "budgets: {automation: {targets: 0, per: 0s}, person: {confirm-above: x, per: 30d}}",
                "alerts: {stale-after: 0s}",
                "release: {contained-by-rule: nobody, alone-after: 48h}");
        assertThat(told()).hasSize(11);
        assertThat(told().getFirst()).startsWith("k.yaml:2:").contains("prod-eu1");
    }

    @Test
    void listInConfiguration_addsAndNeverShortens() {
        Protected names =
                read("protected: [{connection: prod-eu, namespaces: [shop]}]").names();
        assertThat(names.judge("prod-eu", Map.of(Sort.NAMESPACES, Set.of("shop"))))
                .hasSize(1);
        assertThat(names.judge("acme", Map.of(Sort.NAMESPACES, Set.of("shop")))).isEmpty();
        for (String builtIn : List.of("kube-system", "KUBE-SYSTEM", "tigera-operator", "kyverno", "cert-manager")) {
            assertThat(names.judge("prod-eu", Map.of(Sort.NAMESPACES, Set.of(builtIn))))
                    .as(builtIn)
                    .singleElement()
                    .satisfies(
                            verdict -> assertThat(Guard.PROTECTED.said(verdict)).isTrue());
        }
    }
}
