package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.servers.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** On a real API server. */
class DenySubjectWritesIT extends DenySubjectWritesContract {
    private static final String CONFIG_MAP =
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"generateName\":\"written-\"}}";

    @Override
    Grounds open() {
        return new ServerGrounds();
    }

    @Test
    void writesOfTheAccount_areRefused_itsReadsAreNot_andAReleaseLetsItWriteAgain() {
        ControlPlane plane = ((ServerGrounds) grounds()).plane();
        String configMaps = "/api/v1/namespaces/" + grounds().namespace() + "/configmaps";
        allow(plane);
        String token = plane.token(grounds().namespace(), "builder");
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(plane.config(token)).build()) {
            Cluster builder = Cluster.of(client);
            plane.await("it may write", Duration.ofSeconds(10), () -> status(builder, configMaps) == 201);

            var before = ((Inspected.Found) action().inspect(call())).before();
            assertThat(action().apply(call(), before)).isInstanceOf(Outcome.Done.class);
            plane.await(
                    "the control plane has looked at the policy",
                    Duration.ofSeconds(20),
                    () -> action().prove(call(), before) instanceof Proof.ProvenForNew);
            plane.await("its writes are refused", Duration.ofSeconds(10), () -> status(builder, configMaps) == 403);
            assertThat(builder.send("GET", configMaps, "application/json", "").status())
                    .isEqualTo(200);
            assertThat(grounds().admin().create(configMaps, CONFIG_MAP).isObject())
                    .isTrue();

            assertThat(action().release(call(), before)).isInstanceOf(Released.Restored.class);
            plane.await("it may write again", Duration.ofSeconds(10), () -> status(builder, configMaps) == 201);
        }
    }

    /** Another token of the same account writes on. */
    @Test
    void writesWithOneToken_areRefused_andWithAnotherNot() {
        ControlPlane plane = ((ServerGrounds) grounds()).plane();
        String configMaps = "/api/v1/namespaces/" + grounds().namespace() + "/configmaps";
        allow(plane);
        String stolen = plane.token(grounds().namespace(), "builder");
        String own = plane.token(grounds().namespace(), "builder");
        String jti = new String(Base64.getUrlDecoder().decode(stolen.split("\\.", -1)[1]), StandardCharsets.UTF_8)
                .replaceFirst("(?s).*\"jti\":\"([^\"]*)\".*", "$1");
        try (KubernetesClient thief = new KubernetesClientBuilder()
                        .withConfig(plane.config(stolen))
                        .build();
                KubernetesClient owner = new KubernetesClientBuilder()
                        .withConfig(plane.config(own))
                        .build()) {
            plane.await("it may write", Duration.ofSeconds(10), () -> status(Cluster.of(thief), configMaps) == 201);
            Call call = call("Credential:JTI=" + jti);
            var before = ((Inspected.Found) action().inspect(call)).before();
            assertThat(action().apply(call, before)).isInstanceOf(Outcome.Done.class);
            plane.await(
                    "its writes are refused",
                    Duration.ofSeconds(20),
                    () -> status(Cluster.of(thief), configMaps) == 403);
            assertThat(status(Cluster.of(owner), configMaps)).isEqualTo(201);
            assertThat(grounds().admin().create(configMaps, CONFIG_MAP).isObject())
                    .isTrue();
            assertThat(action().release(call, before)).isInstanceOf(Released.Restored.class);
        }
    }

    /** Whoever is in it, and nobody else. */
    @Test
    void writesOfAMember_areRefused_andOfOneOfNoGroupNot() {
        ControlPlane plane = ((ServerGrounds) grounds()).plane();
        String configMaps = "/api/v1/namespaces/" + grounds().namespace() + "/configmaps";
        String group = "dev-" + grounds().namespace();
        allow(plane, "{kind: User, name: ann, apiGroup: rbac.authorization.k8s.io}");
        try (KubernetesClient in = plane.as("ann", group);
                KubernetesClient out = plane.as("ann", group + "-2")) {
            plane.await("she may write", Duration.ofSeconds(10), () -> status(Cluster.of(in), configMaps) == 201);
            Call call = call("Group:" + group);
            var before = ((Inspected.Found) action().inspect(call)).before();
            assertThat(action().apply(call, before)).isInstanceOf(Outcome.Done.class);
            plane.await(
                    "her writes as a member are refused",
                    Duration.ofSeconds(20),
                    () -> status(Cluster.of(in), configMaps) == 403);
            assertThat(status(Cluster.of(out), configMaps)).isEqualTo(201);
            assertThat(grounds().admin().create(configMaps, CONFIG_MAP).isObject())
                    .isTrue();
            assertThat(action().release(call, before)).isInstanceOf(Released.Restored.class);
            plane.await("she may write again", Duration.ofSeconds(10), () -> status(Cluster.of(in), configMaps) == 201);
        }
    }

    @Test
    void whomWeActAs_isRefused() {
        String us = ((ServerGrounds) grounds()).account();
        assertThat(action().inspect(call("ServiceAccount:default/" + us))).isInstanceOf(Inspected.Refused.class);
    }

    private static int status(Cluster builder, String configMaps) {
        return builder.send("POST", configMaps, "application/json", CONFIG_MAP).status();
    }

    private void allow(ControlPlane plane) {
        allow(
                plane,
                "{kind: ServiceAccount, name: builder, namespace: " + grounds().namespace() + "}");
    }

    private void allow(ControlPlane plane, String subject) {
        plane.create(grounds().namespace(), """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: builder}
                rules: [{apiGroups: [""], resources: [configmaps], verbs: [create, list]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: builder}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: builder}
                subjects: [%s]
                """.formatted(subject));
    }
}
