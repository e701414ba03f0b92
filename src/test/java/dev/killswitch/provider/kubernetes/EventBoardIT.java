package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.Action;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Notice;
import dev.killswitch.action.Notice.What;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import dev.killswitch.servers.ControlPlane;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What whoever owns a thing reads of it, by Kubernetes's own client, from a real API server. */
class EventBoardIT {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final Call.Told TOLD = new Call.Told("rule shell", AT, AT.plusSeconds(14_400), "#on-call");

    private static final List<String> RIGHTS = Stream.concat(
                    Specs.ISOLATE_POD.permissions().stream(), EventBoard.PERMISSIONS.stream())
            .toList();

    private static Outcome post(Grounds grounds, What what, String action, Target target, String more) {
        var notice = new Notice(what, action, target, new Call.Mark("c-1", "i-1", TOLD), AT, more);
        return grounds.connection().board().orElseThrow().post(notice, Grounds.deadline());
    }

    private static String kubectl(ServerGrounds grounds, String... arguments) {
        ControlPlane.Answer answer = grounds.plane().kubectl(List.of(arguments), "");
        assertThat(answer.succeeded()).as(answer.output()).isTrue();
        return answer.output();
    }

    @Test
    void describeOfAnIsolatedPod_answersWhatWhySinceUntilTheWayBackAndWhomToAsk() {
        try (var grounds = new ServerGrounds(Stream.concat(RIGHTS.stream(), Stream.of("list pods"))
                .distinct()
                .toList())) {
            String pod = grounds.bare();
            Action isolate = grounds.connection().action(Specs.ISOLATE_POD.name());
            Target target = grounds.target(pod);
            var call = new Call(
                    target,
                    grounds.call(target, isolate.spec()).parameters(),
                    new Call.Mark("c-1", "i-1", TOLD),
                    Grounds.deadline());
            Before before = ((Inspected.Found) isolate.inspect(call)).before();
            assertThat(isolate.apply(call, before)).isInstanceOf(Outcome.Done.class);
            assertThat(post(grounds, What.APPLIED, isolate.spec().name(), target, ""))
                    .isInstanceOf(Outcome.Done.class);

            String told = kubectl(grounds, "-n", grounds.namespace(), "describe", "pod", pod);
            assertThat(told)
                    .contains("killswitch.dev/quarantine=c-1")
                    .containsPattern(
                            "Warning +Contained +.* +killswitch +Killswitch: kubernetes.isolate-pod takes one pod"
                                    + " off the network")
                    .contains("for incident i-1, by rule shell, since 2026-03-01T10:00:00Z, until 2026-03-01T14:00:00Z")
                    .contains("why: ks why c-1; let it go: ks release c-1; ask: #on-call");

            assertThat(isolate.release(call, before)).isEqualTo(new Released.Restored());
            post(grounds, What.RELEASED, isolate.spec().name(), target, "it is as it was before");
            assertThat(kubectl(grounds, "-n", grounds.namespace(), "describe", "pod", pod))
                    .containsPattern("Normal +Released +.* +killswitch +Killswitch let it go");
        }
    }

    @Test
    void sameAgain_isCounted_inOneEvent() {
        try (var grounds = new ServerGrounds(Stream.concat(EventBoard.PERMISSIONS.stream(), Stream.of("get pods"))
                .toList())) {
            Target target = grounds.target(grounds.bare());
            for (int time = 0; time < 3; time++) {
                assertThat(post(grounds, What.REFUSED, Specs.ISOLATE_POD.name(), target, "protected: it is"))
                        .isInstanceOf(Outcome.Done.class);
            }

            assertThat(kubectl(grounds, "-n", grounds.namespace(), "get", "events", "-o", "jsonpath={.items[*].count}"))
                    .isEqualTo("3");
            assertThat(kubectl(grounds, "-n", grounds.namespace(), "describe", "pod", "toolbox"))
                    .containsPattern("NotContained +.*\\(x3 over .*killswitch");
        }
    }

    @Test
    void longestText_isTaken_alsoInAnyScript() {
        try (var grounds = new ServerGrounds(Stream.concat(EventBoard.PERMISSIONS.stream(), Stream.of("get pods"))
                .toList())) {
            Target target = grounds.target(grounds.bare());
            assertThat(post(grounds, What.APPLIED, Specs.ISOLATE_POD.name(), target, "漢".repeat(2_000)))
                    .isInstanceOf(Outcome.Done.class);
        }
    }

    @Test
    void describeOfANode_tellsOfItsCordon() {
        try (var grounds = new ServerGrounds(EventBoard.PERMISSIONS)) {
            String name = grounds.node();
            String uid = grounds.admin()
                    .get("/api/v1/nodes/" + name)
                    .orElseThrow()
                    .at("/metadata/uid")
                    .asText();
            var node = new Target("real-cluster", Where.NODE, name, uid);

            assertThat(post(grounds, What.APPLIED, CordonNode.SPEC.name(), node, ""))
                    .isInstanceOf(Outcome.Done.class);

            assertThat(kubectl(grounds, "describe", "node", name))
                    .containsPattern("Contained +.*Killswitch: kubernetes.cordon-node");
        }
    }

    @Test
    void whoeverOwnsANamespace_findsItsFreezeThere() {
        try (var grounds = new ServerGrounds(EventBoard.PERMISSIONS)) {
            var namespace = new Target("real-cluster", Where.NAMESPACE, grounds.namespace(), "u-1");

            assertThat(post(grounds, What.APPLIED, FreezeNamespace.SPEC.name(), namespace, ""))
                    .isInstanceOf(Outcome.Done.class);

            assertThat(kubectl(grounds, "-n", grounds.namespace(), "get", "events"))
                    .contains("namespace/" + grounds.namespace(), "Contained", "ask: #on-call");
        }
    }

    @Test
    void withoutTheRight_nothingIsTold_andThatIsAllThatComesOfIt() {
        try (var grounds = new ServerGrounds(List.of("get pods"))) {
            Target target = grounds.target(grounds.bare());

            assertThat(post(grounds, What.APPLIED, Specs.ISOLATE_POD.name(), target, ""))
                    .isEqualTo(new Outcome.Refused("no permission create events"));
        }
    }

    @Test
    void namespaceThatIsGone_takesNoEvent() {
        try (var grounds = new ServerGrounds(Stream.concat(EventBoard.PERMISSIONS.stream(), Stream.of("get pods"))
                .toList())) {
            Target target = grounds.target(grounds.bare());
            var gone = new Target(target.connection(), target.kind(), "no-such-namespace/toolbox", target.uid());

            assertThat(post(grounds, What.APPLIED, Specs.ISOLATE_POD.name(), gone, ""))
                    .isInstanceOf(Outcome.Gone.class);
        }
    }
}
