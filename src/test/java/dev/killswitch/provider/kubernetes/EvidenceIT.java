package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.EvidenceSink;
import dev.killswitch.action.FakeSink;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Target;
import dev.killswitch.incident.EvidenceStore;
import dev.killswitch.servers.ControlPlane;
import dev.killswitch.store.EvidenceFiles;
import dev.killswitch.store.EvidenceSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence from a real API server, with just the rights that it needs. Its nodes are of air: but for one they have no logs. */
class EvidenceIT {
    private static final List<String> RIGHTS =
            List.of("get pods", "list pods", "get replicasets.apps", "list events", "get pods/log");

    @Test
    void replica_leavesItself_itsOwner_andItsEvents_andTheLogIsSaidToBeMissing() {
        try (var grounds = new ServerGrounds(RIGHTS)) {
            String pod = grounds.replica();
            String uid = grounds.target(pod).uid();
            grounds.admin().create("/api/v1/namespaces/" + grounds.namespace() + "/events", """
                    {"apiVersion":"v1","kind":"Event","metadata":{"name":"seen.1"},"reason":"BackOff","message":"was seen",
                     "type":"Warning","involvedObject":{"apiVersion":"v1","kind":"Pod","namespace":"%s","name":"%s","uid":"%s"}}
                    """.formatted(
                            grounds.namespace(), pod, uid));
            var sink = new FakeSink();

            Outcome outcome = grounds.connection().collect(grounds.call(grounds.target(pod), Specs.ISOLATE_POD), sink);

            assertThat(outcome).isEqualTo(new Outcome.Done("3 pieces, 1 left out"));
            assertThat(sink.pieces()).containsOnlyKeys("pod.json", "events.json", "owner.json");
            assertThat(sink.pieces().get("pod.json")).contains(uid, "managedFields");
            assertThat(sink.pieces().get("events.json")).contains("was seen");
            assertThat(sink.pieces().get("owner.json")).contains("\"kind\":\"ReplicaSet\"");
            assertThat(sink.absent()).containsOnlyKeys("log-app.txt");
            assertThat(sink.absent().get("log-app.txt")).startsWith("the API server answered 5");
        }
    }

    /** The API server gets them from the kubelet; what it gives is what the evidence store keeps. */
    @Test
    void logsOfThisRunAndOfTheOneBefore_areKept_andOfAChattyOneTheEnd(@TempDir Path data) {
        try (var grounds = new ServerGrounds(RIGHTS)) {
            grounds.plane().create(grounds.namespace(), """
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: %s}
                    spec:
                      nodeName: %s
                      containers:
                        - {name: app, image: "example.invalid/app:1"}
                        - {name: chatty, image: "example.invalid/app:1"}
                        - {name: mute, image: "example.invalid/app:1"}
                    """.formatted(
                            ControlPlane.TALKER, grounds.plane().nodeWithLogs()));
            var store = EvidenceFiles.open(
                    new EvidenceSettings(data.resolve("evidence"), 1 << 20, 1 << 22, 1 << 23, Duration.ofDays(30)),
                    Optional::empty,
                    () -> new byte[32],
                    Clock.systemUTC());
            var sink = new InStore(store, new FakeSink());

            Outcome outcome = grounds.connection()
                    .collect(grounds.call(grounds.target(ControlPlane.TALKER), Specs.ISOLATE_POD), sink);

            assertThat(outcome).isEqualTo(new Outcome.Done("5 pieces, 1 left out"));
            assertThat(sink.text("log-app.txt"))
                    .isEqualTo(
                            "2026-03-01T12:00:00.000000000Z now 0\n2026-03-01T12:00:01.000000000Z now 1\n2026-03-01T12:00:02.000000000Z now 2\n");
            assertThat(sink.text("log-app-previous.txt"))
                    .isEqualTo("2026-03-01T12:00:00.000000000Z before 0\n2026-03-01T12:00:01.000000000Z before 1\n");
            assertThat(sink.text("log-chatty.txt")).endsWith(" 4999\n").hasSizeBetween(100_000, 256 * 1024);
            assertThat(sink.without().absent()).containsOnlyKeys("log-mute.txt");
        }
    }

    /** A sink such as the engine's: on the disk before the next piece is asked for. */
    private record InStore(EvidenceStore store, FakeSink without) implements EvidenceSink {
        @Override
        public boolean put(String name, String mediaType, byte[] content) {
            return store.keep("c-1", name, mediaType, content) instanceof EvidenceStore.Kept.As;
        }

        @Override
        public void without(String name, String why) {
            without.without(name, why);
        }

        String text(String name) {
            return new String(store.read("c-1", name).orElseThrow().content().bytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void workload_leavesItself_andItsPods_beforeItIsScaledDown() {
        var rights = Stream.concat(RIGHTS.stream(), Stream.of("get deployments.apps", "list replicasets.apps"))
                .toList();
        try (var grounds = new ServerGrounds(rights)) {
            String pod = grounds.replica();
            Target deployment = grounds.target(Where.WORKLOAD, "Deployment/web");
            var sink = new FakeSink();

            Outcome outcome = grounds.connection().collect(grounds.call(deployment, Specs.ISOLATE_POD), sink);

            assertThat(outcome).isEqualTo(new Outcome.Done("6 pieces, 2 left out"));
            assertThat(sink.pieces())
                    .containsKeys("object.json", "events.json", pod + "-pod.json", pod + "-events.json");
            assertThat(sink.pieces().get("object.json")).contains(deployment.uid());
            assertThat(sink.absent()).containsKey(pod + "-log-app.txt").hasSize(2);
        }
    }

    @Test
    void valuesOfVariables_areNotKept_ofThePodNorOfItsOwner() {
        try (var grounds = new ServerGrounds(RIGHTS)) {
            grounds.plane().create(grounds.namespace(), """
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: leaky, annotations: {kubectl.kubernetes.io/last-applied-configuration: "hunter2"}}
                    spec:
                      nodeName: %s
                      containers:
                        - {name: app, image: "example.invalid/app:1", env: [{name: TOKEN, value: hunter2}]}
                    """.formatted(grounds.nodeOfPods()));
            var sink = new FakeSink();

            grounds.connection().collect(grounds.call(grounds.target("leaky"), Specs.ISOLATE_POD), sink);

            assertThat(sink.pieces().get("pod.json")).contains("TOKEN").doesNotContain("hunter2");
        }
    }

    @Test
    void rightThatIsMissing_isNamed_andTheRestIsTakenAllTheSame() {
        try (var grounds = new ServerGrounds(List.of("get pods", "list pods"))) {
            String pod = grounds.replica();
            var sink = new FakeSink();

            grounds.connection().collect(grounds.call(grounds.target(pod), Specs.ISOLATE_POD), sink);

            assertThat(sink.pieces()).containsOnlyKeys("pod.json");
            assertThat(sink.absent())
                    .containsEntry("events.json", "no permission list events")
                    .containsEntry("owner.json", "no permission get replicasets.apps")
                    .containsEntry("log-app.txt", "no permission get pods/log");
        }
    }
}
