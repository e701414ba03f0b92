package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.config.Document;
import dev.killswitch.config.Problems;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the range: the contract, and a proof that takes its time. */
class RevokePodTokenTest extends PodActionContract {
    private Instant now;
    private RangeGrounds range;
    private Connection connection;

    @Override
    Grounds open() {
        return new RangeGrounds();
    }

    @Override
    String pod(Grounds grounds) {
        return grounds.bare();
    }

    @Override
    String actionName() {
        return "kubernetes.revoke-pod-token";
    }

    @BeforeEach
    void openWithAClockOfOurOwn() {
        now = Instant.now();
        range = new RangeGrounds();
        Map<String, ?> settings = Map.of(
                "url", range.uri().toString(), "token-file", range.token().toString(), "tiers", List.of("kill"));
        connection = new KubernetesProvider()
                .open(
                        "range-cluster",
                        Document.of("connection", settings, new Problems()).root(),
                        ((InstantSource) () -> now).withZone(ZoneOffset.UTC));
    }

    @AfterEach
    void closeIt() {
        connection.close();
        range.close();
    }

    @Test
    void tokenOfAPodThatIsGone_isProvenDead_onceNobodyCanBelieveItAnyMore() {
        Action revoke = connection.action(actionName());
        Call call = range.call(range.target("toolbox"), revoke.spec());
        Before before = ((Inspected.Found) revoke.inspect(call)).before();
        assertThat(revoke.apply(call, before)).isInstanceOf(Outcome.Done.class);
        assertThat(revoke.prove(call, before)).isEqualTo(new Proof.Pending(Duration.ofSeconds(15)));
        now = now.plusSeconds(9);
        assertThat(revoke.prove(call, before)).isEqualTo(new Proof.Pending(Duration.ofSeconds(6)));
        now = now.plusSeconds(6);
        assertThat(revoke.prove(call, before)).isInstanceOf(Proof.ProvenForNew.class);
    }

    @Test
    void tokenOfAPodThatAFinalizerKeeps_isProvenDead_aMinuteAfterItsTime() {
        range.admin().merge(range.path("toolbox"), "{\"metadata\":{\"finalizers\":[\"example.org/keep\"]}}");
        Action revoke = connection.action(actionName());
        Call call = range.call(range.target("toolbox"), revoke.spec());
        Before before = ((Inspected.Found) revoke.inspect(call)).before();
        assertThat(revoke.apply(call, before)).isInstanceOf(Outcome.Done.class);
        assertThat(revoke.apply(call, before)).isEqualTo(new Outcome.AlreadyDone());
        assertThat(revoke.prove(call, before)).isInstanceOf(Proof.Pending.class);
        now = now.plusSeconds(80);
        Call later = new Call(call.target(), call.parameters(), call.mark(), now.plusSeconds(20));
        assertThat(revoke.prove(later, before)).isInstanceOf(Proof.ProvenForNew.class);
    }

    @Test
    void awsCredentialsByPodIdentity_areSeenByTheTokenForThem() {
        range.admin().create("/api/v1/namespaces/shop/pods", """
                        {"metadata":{"name":"uploader"},"spec":{"serviceAccountName":"web","volumes":[{"name":"t","projected":
                          {"sources":[{"serviceAccountToken":{"audience":"pods.eks.amazonaws.com","path":"t"}}]}}]}}""");
        Action revoke = connection.action(actionName());
        Inspected.Found found = (Inspected.Found) revoke.inspect(range.call(range.target("uploader"), revoke.spec()));
        assertThat(found.facts().blast()).containsEntry("clouds-not-reached", 1);
        assertThat(found.facts().notes())
                .singleElement()
                .asString()
                .contains("--namespace shop --service-account web has it");
    }

    @Test
    void cloudThatTrustsItsAccount_isNamed() {
        String role = "arn:aws:iam::111122223333:role/toolbox";
        range.admin()
                .merge(
                        "/api/v1/namespaces/shop/serviceaccounts/default",
                        "{\"metadata\":{\"annotations\":{\"eks.amazonaws.com/role-arn\":\"" + role + "\"}}}");
        Action revoke = connection.action(actionName());
        Inspected.Found found = (Inspected.Found) revoke.inspect(range.call(range.target("toolbox"), revoke.spec()));
        assertThat(found.facts().blast()).containsEntry("clouds-not-reached", 1);
        assertThat(found.facts().notes()).singleElement().asString().contains("ks kill role " + role);
        assertThat(found.before().json()).contains(role);
    }
}
