package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.killswitch.action.Action;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.range.Fault;
import dev.killswitch.range.Fault.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each call of each action, with each fault before and after the change. */
class FaultsTest {
    private static final String POD = "/pods/toolbox";
    private static final String POLICIES = "/networkpolicies";
    private static final Duration HANG_SEEN = Duration.ofMillis(400);

    private RangeGrounds grounds;

    @BeforeEach
    void open() {
        grounds = new RangeGrounds();
    }

    @AfterEach
    void close() {
        grounds.close();
    }

    static Stream<Arguments> writes() {
        var wait = new Fault.Status(429, Optional.of(Duration.ofSeconds(7)));
        return Stream.of(
                arguments("isolate-pod", "PATCH .*" + POD, new Fault.Status(403), Outcome.Refused.class),
                arguments("isolate-pod", "PATCH .*" + POD, new Fault.Status(400), Outcome.Refused.class),
                arguments("isolate-pod", "PATCH .*" + POD, new Fault.Status(409), Outcome.Busy.class),
                arguments("isolate-pod", "PATCH .*" + POD, wait, Outcome.Busy.class),
                arguments("isolate-pod", "PATCH .*" + POD, new Fault.Status(500), Outcome.Unknown.class),
                arguments("isolate-pod", "PATCH .*" + POD, new Fault.Status(503), Outcome.Unknown.class),
                arguments("isolate-pod", "PATCH .*" + POD, new Fault.Drop(Moment.BEFORE), Outcome.Unknown.class),
                arguments("isolate-pod", "PATCH .*" + POD, new Fault.Drop(Moment.AFTER), Outcome.Unknown.class),
                arguments("isolate-pod", "PATCH .*" + POD, new Fault.Hang(Moment.BEFORE), Outcome.Unknown.class),
                arguments("isolate-pod", "PATCH .*" + POD, new Fault.Hang(Moment.AFTER), Outcome.Unknown.class),
                arguments("isolate-pod", "POST .*" + POLICIES, new Fault.Status(403), Outcome.Refused.class),
                arguments("isolate-pod", "POST .*" + POLICIES, new Fault.Status(409), Outcome.Busy.class),
                arguments("isolate-pod", "POST .*" + POLICIES, wait, Outcome.Busy.class),
                arguments("isolate-pod", "POST .*" + POLICIES, new Fault.Status(500), Outcome.Busy.class),
                arguments("isolate-pod", "POST .*" + POLICIES, new Fault.Drop(Moment.AFTER), Outcome.Busy.class),
                arguments("isolate-pod", "POST .*" + POLICIES, new Fault.Hang(Moment.BEFORE), Outcome.Busy.class),
                arguments("kill-pod", "GET .*" + POD, new Fault.Status(403), Outcome.Refused.class),
                arguments("kill-pod", "GET .*" + POD, new Fault.Status(500), Outcome.Busy.class),
                arguments("kill-pod", "DELETE .*" + POD, new Fault.Status(403), Outcome.Refused.class),
                arguments("kill-pod", "DELETE .*" + POD, new Fault.Status(409), Outcome.Busy.class),
                arguments("kill-pod", "DELETE .*" + POD, wait, Outcome.Busy.class),
                arguments("kill-pod", "DELETE .*" + POD, new Fault.Status(500), Outcome.Unknown.class),
                arguments("kill-pod", "DELETE .*" + POD, new Fault.Drop(Moment.BEFORE), Outcome.Unknown.class),
                arguments("kill-pod", "DELETE .*" + POD, new Fault.Drop(Moment.AFTER), Outcome.Unknown.class),
                arguments("kill-pod", "DELETE .*" + POD, new Fault.Hang(Moment.AFTER), Outcome.Unknown.class));
    }

    /** What is said is true: an outcome that says "nothing was written" means so, and the next call ends it right. */
    @ParameterizedTest
    @MethodSource("writes")
    void write_isToldAsItIs_andTheNextOneEndsIt(
            String name, String line, Fault fault, Class<? extends Outcome> expected) {
        Action action = grounds.connection().action("kubernetes." + name);
        Call call = call(action);
        Before before = ((Inspected.Found) action.inspect(call)).before();
        String untouched = world();
        grounds.faults().next(line, fault);

        Outcome outcome = action.apply(fault instanceof Fault.Hang ? soon(call) : call, before);
        assertThat(outcome).isInstanceOf(expected);
        if (fault instanceof Fault.Status(int code, Optional<Duration> asked)) {
            assertThat(world()).isEqualTo(untouched);
            asked.ifPresent(
                    wait -> assertThat(outcome).isEqualTo(new Outcome.Busy("the API server answered " + code, wait)));
        }

        boolean tookHold = !world().equals(untouched);
        assertThat(action.apply(call, before)).isInstanceOf(tookHold ? Outcome.AlreadyDone.class : Outcome.Done.class);
        assertThat(world()).isNotEqualTo(untouched);
    }

    /** What stands in its name and is not as ours should be is looked at once more. */
    @Test
    void lookAtTheStandingPolicy_isToldAsItIs() {
        grounds.admin().create(grounds.policies(), """
                        {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"killswitch-quarantine"},
                         "spec":{"podSelector":{},"policyTypes":["Ingress"]}}""");
        String line = "GET .*" + POLICIES + "/";
        write_isToldAsItIs_andTheNextOneEndsIt("isolate-pod", line, new Fault.Status(500), Outcome.Busy.class);
    }

    static Stream<Arguments> reads() {
        return Stream.of(
                arguments("GET .*" + POD, new Fault.Status(403), new Inspected.Forbidden("get pods")),
                arguments("GET .*" + POD, new Fault.Status(500), unreachable("the API server answered 500")),
                arguments("GET .*" + POD, new Fault.Status(429), unreachable("the API server answered 429")),
                arguments(
                        "GET .*" + POD,
                        new Fault.Drop(Moment.AFTER),
                        unreachable("the connection to the API server broke")),
                arguments(
                        "GET .*" + POLICIES + "$",
                        new Fault.Status(403),
                        new Inspected.Forbidden("list networkpolicies.networking.k8s.io")),
                arguments("GET .*" + POLICIES + "$", new Fault.Status(500), unreachable("the API server answered 500")),
                arguments("GET .*" + POD, new Fault.Status(404), new Inspected.Gone("no such pod")));
    }

    private static Inspected unreachable(String why) {
        return new Inspected.Unreachable(why);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void inspect_saysWhatIsWrong(String line, Fault fault, Inspected expected) {
        Action isolate = grounds.connection().action("kubernetes.isolate-pod");
        Call call = call(isolate);
        grounds.faults().next(line, fault);
        assertThat(isolate.inspect(call)).isEqualTo(expected);
    }

    /** The client reads the token anew and tries once more: then it is told. */
    @Test
    void credentialsThatAreNotAccepted_areTold() {
        Action isolate = grounds.connection().action("kubernetes.isolate-pod");
        Call call = call(isolate);
        Before before = ((Inspected.Found) isolate.inspect(call)).before();
        String says = "the API server does not accept our credentials (401)";
        grounds.faults().next("GET .*" + POD, 2, new Fault.Status(401));
        assertThat(isolate.inspect(call)).isEqualTo(unreachable(says));
        grounds.faults().next("PATCH .*" + POD, 2, new Fault.Status(401));
        assertThat(isolate.apply(call, before)).isEqualTo(new Outcome.Refused(says));
        assertThat(isolate.apply(call, before)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void inspect_thatHangs_endsByItsDeadline() {
        Action isolate = grounds.connection().action("kubernetes.isolate-pod");
        Call call = soon(call(isolate));
        grounds.faults().next("GET .*" + POD, new Fault.Hang(Moment.BEFORE));
        assertThat(isolate.inspect(call)).isInstanceOf(Inspected.Unreachable.class);
    }

    @Test
    void deadlineThatHasPassed_sendsNothing() {
        Action isolate = grounds.connection().action("kubernetes.isolate-pod");
        Call call = call(isolate);
        Before before = ((Inspected.Found) isolate.inspect(call)).before();
        grounds.faults().clear();
        var late = new Call(call.target(), call.parameters(), call.mark(), Instant.now());
        assertThat(isolate.inspect(late)).isEqualTo(unreachable("the deadline has passed"));
        assertThat(isolate.apply(late, before)).isInstanceOf(Outcome.Busy.class);
        assertThat(isolate.prove(late, before)).isInstanceOf(Proof.Pending.class);
        assertThat(isolate.release(late, before)).isInstanceOf(Released.Retry.class);
        assertThat(grounds.faults().seen()).isEmpty();
    }

    static Stream<Fault> faultsOfARelease() {
        return Stream.of(
                new Fault.Status(403),
                new Fault.Status(409),
                new Fault.Status(422),
                new Fault.Status(429),
                new Fault.Status(500),
                new Fault.Drop(Moment.BEFORE),
                new Fault.Drop(Moment.AFTER));
    }

    @ParameterizedTest
    @MethodSource("faultsOfARelease")
    void release_isTriedAgain_andThenPutsBack(Fault fault) {
        Action isolate = grounds.connection().action("kubernetes.isolate-pod");
        Call call = call(isolate);
        String untouched = world();
        Before before = ((Inspected.Found) isolate.inspect(call)).before();
        isolate.apply(call, before);
        grounds.faults().next("PATCH .*" + POD, fault);
        assertThat(isolate.release(call, before)).isInstanceOf(Released.Retry.class);
        assertThat(isolate.release(call, before)).isEqualTo(new Released.Restored());
        assertThat(world()).isEqualTo(untouched);
    }

    @Test
    void serverThatIsDown_isUnreachable_andNothingWasWritten() {
        Action isolate = grounds.connection().action("kubernetes.isolate-pod");
        Call call = call(isolate);
        Before before = ((Inspected.Found) isolate.inspect(call)).before();
        grounds.stopServer();
        assertThat(isolate.inspect(call)).isInstanceOf(Inspected.Unreachable.class);
        assertThat(isolate.apply(call, before)).isInstanceOf(Outcome.Busy.class);
        assertThat(grounds.connection().resolve(RangeGrounds.reference("shop/toolbox"), Grounds.deadline()))
                .isInstanceOf(Resolved.Unreachable.class);
    }

    private Call call(Action action) {
        return grounds.call(grounds.target("toolbox"), action.spec());
    }

    private static Call soon(Call call) {
        return new Call(
                call.target(), call.parameters(), call.mark(), Instant.now().plus(HANG_SEEN));
    }

    private String world() {
        return grounds.admin()
                .get(grounds.path("toolbox"))
                .map(pod -> pod.path("metadata").toString())
                .map(metadata -> metadata.replaceAll("\"resourceVersion\":\"[0-9]+\",?", ""))
                .orElse("gone");
    }
}
