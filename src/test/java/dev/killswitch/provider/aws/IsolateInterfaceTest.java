package dev.killswitch.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.killswitch.range.Fault;
import dev.killswitch.range.Fault.Moment;
import dev.killswitch.range.aws.PracticeAccount;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an interface gets into the quarantine group, what is said of what stays open, and which one is meant. */
class IsolateInterfaceTest {
    private static final String WRITE = "Action=ModifyNetworkInterfaceAttribute$";
    private static final String CUT = IsolateInterface.CUT;
    private static final String LEAVE = IsolateInterface.LEAVE;

    @TempDir
    private Path directory;

    private OnRange range;
    private Ec2Place ec2;
    private Action action;
    private Target target;

    @BeforeEach
    void open() {
        range = new OnRange(directory);
        ec2 = Ec2Place.onRange(range.place());
        action = ec2.action("aws.isolate-interface");
        target = ec2.networkInterface();
    }

    @AfterEach
    void close() {
        ec2.close();
        range.close();
    }

    @Test
    void withAnOpenGroup_itPassesThroughIt_andWhatSurvivesIsLess() {
        ec2.make(Quarantine.OPEN);
        Before before = found(CUT).before();
        range.faults().clear();
        assertThat(action.apply(call(CUT), before)).isInstanceOf(Outcome.Done.class);
        assertThat(writes()).isEqualTo(2);
        assertThat(groups()).containsExactly(Quarantine.NAME);
        assertThat(action.prove(call(CUT), before))
                .isInstanceOfSatisfying(
                        Proof.ProvenForNew.class,
                        proof -> assertThat(proof.survives()).startsWith("connections that AWS tracks whatever"));
        assertThat(action.release(call(CUT), before)).isEqualTo(new Released.Restored());
        assertThat(groups()).containsExactly("web", "ssh");
    }

    @Test
    void afterARestart_nobodyHasSeenThatItPassedThrough_soTheWorseIsTold() {
        ec2.make(Quarantine.OPEN);
        Before before = found(CUT).before();
        action.apply(call(CUT), before);
        range.reconnect();
        assertThat(range.place().action("aws.isolate-interface").prove(call(CUT), before))
                .isInstanceOfSatisfying(
                        Proof.ProvenForNew.class,
                        proof -> assertThat(proof.survives()).startsWith("connections that were open before"));
    }

    @Test
    void withoutAnOpenGroup_orWhereFlowsAreLeft_itIsNeverOpen_andThatIsSaid() {
        assertThat(found(CUT).facts().notes())
                .containsExactly("its VPC has no group killswitch-open: connections that are open go on");
        ec2.make(Quarantine.OPEN);
        Before before = found(LEAVE).before();
        range.faults().clear();
        action.apply(call(LEAVE), before);
        assertThat(writes()).isEqualTo(1);
        assertThat(action.prove(call(LEAVE), before))
                .isInstanceOfSatisfying(
                        Proof.ProvenForNew.class,
                        proof -> assertThat(proof.survives()).startsWith("connections that were open before"));
    }

    @Test
    void withTooLittleTimeForTwoWrites_itIsNotOpened() {
        ec2.make(Quarantine.OPEN);
        Before before = found(CUT).before();
        range.faults().clear();
        Call soon = Ec2Place.call(target, CUT, Clock.systemUTC().instant().plusSeconds(3));
        assertThat(action.apply(soon, before)).isInstanceOf(Outcome.Done.class);
        assertThat(writes()).isEqualTo(1);
        assertThat(groups()).containsExactly(Quarantine.NAME);
    }

    /** A refusal of the first write is no reason to leave it on the network. */
    @ParameterizedTest
    @ValueSource(ints = {403, 429, 500})
    void openingThatFails_closesAllTheSame(int status) {
        ec2.make(Quarantine.OPEN);
        Before before = found(CUT).before();
        range.faults().next(WRITE, new Fault.Status(status));
        assertThat(action.apply(call(CUT), before)).isInstanceOf(Outcome.Done.class);
        assertThat(groups()).containsExactly(Quarantine.NAME);
    }

    @Test
    void closingThatIsThrottled_isUnknown_andTheNextCallCloses() {
        ec2.make(Quarantine.OPEN);
        Before before = found(CUT).before();
        range.faults().onRequest(WRITE, 1, Moment.AFTER, () -> range.faults().next(WRITE, new Fault.Status(429)));
        assertThat(action.apply(call(CUT), before))
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.why()).contains("killswitch-open still"));
        assertThat(groups()).containsExactly(Quarantine.OPEN);
        assertThat(action.apply(call(CUT), before)).isInstanceOf(Outcome.Done.class);
        assertThat(groups()).containsExactly(Quarantine.NAME);
        assertThat(action.release(call(CUT), before)).isEqualTo(new Released.Restored());
        assertThat(groups()).containsExactly("web", "ssh");
    }

    @Test
    void closingThatIsRefused_putsBackWhatItHad_insteadOfLeavingItOpen() {
        ec2.make(Quarantine.OPEN);
        Before before = found(CUT).before();
        range.faults().onRequest(WRITE, 1, Moment.AFTER, () -> range.faults().next(WRITE, new Fault.Status(403)));
        assertThat(action.apply(call(CUT), before)).isInstanceOf(Outcome.Refused.class);
        assertThat(groups()).containsExactly("web", "ssh");
    }

    /** Left there by a process that died between its two writes, and found by somebody who does not have its record. */
    @Test
    void interfaceThatStandsInTheOpenGroup_isClosed_andItsReleaseIsAPersons() {
        ec2.make(Quarantine.OPEN);
        ec2.set(target.id(), Quarantine.OPEN);
        Inspected.Found found = found(CUT);
        assertThat(found.undo()).isEqualTo(Undo.BY_HAND);
        assertThat(action.apply(call(CUT), found.before())).isInstanceOf(Outcome.Done.class);
        assertThat(groups()).containsExactly(Quarantine.NAME);
        assertThat(action.release(call(CUT), found.before())).isInstanceOf(Released.ByHand.class);
        assertThat(groups()).containsExactly(Quarantine.NAME);
    }

    @Test
    void quarantineGroupWithRules_isPartial_andNamesThem() {
        ec2.admin().deleteSecurityGroup(r -> r.groupId(ec2.id(Quarantine.NAME)));
        ec2.make(Quarantine.NAME);
        Inspected.Found found = found(LEAVE);
        assertThat(found.facts().notes())
                .containsExactly("killswitch-quarantine lets through: out: everything to 0.0.0.0/0");
        action.apply(call(LEAVE), found.before());
        assertThat(action.prove(call(LEAVE), found.before()))
                .isEqualTo(new Proof.Partial(List.of("out: everything to 0.0.0.0/0")));
    }

    @Test
    void vpcWithoutAQuarantineGroup_isRefused_andSaysWhatToMake() {
        ec2.admin().deleteSecurityGroup(r -> r.groupId(ec2.id(Quarantine.NAME)));
        assertThat(action.inspect(call(CUT)))
                .isInstanceOfSatisfying(
                        Inspected.Refused.class,
                        refused -> assertThat(refused.why()).contains("has no security group killswitch-quarantine"));
    }

    @Test
    void quarantineGroupThatWasMadeAnewSince_isLookedForAgain() {
        Before before = found(CUT).before();
        ec2.admin().deleteSecurityGroup(r -> r.groupId(ec2.id(Quarantine.NAME)));
        ec2.make(Quarantine.NAME);
        assertThat(action.apply(call(CUT), before)).isInstanceOf(Outcome.Changed.class);
        assertThat(groups()).containsExactly("web", "ssh");
    }

    @Test
    void groupThatIsGoneSince_makesTheReleaseImpossible_andSaysSo() {
        ec2.make("doomed");
        ec2.set(target.id(), "doomed");
        Before before = found(CUT).before();
        action.apply(call(CUT), before);
        ec2.admin().deleteSecurityGroup(r -> r.groupId(ec2.id("doomed")));
        assertThat(action.release(call(CUT), before))
                .isInstanceOfSatisfying(
                        Released.Impossible.class, no -> assertThat(no.why()).contains("InvalidGroup.NotFound"));
    }

    @Test
    void drift_saysBothValues() {
        Before before = found(CUT).before();
        action.apply(call(CUT), before);
        ec2.set(target.id(), "ssh");
        assertThat(action.release(call(CUT), before))
                .isEqualTo(new Released.Drifted(Quarantine.NAME + " " + ec2.id(Quarantine.NAME), ec2.id("ssh")));
    }

    @Test
    void interfaceOfAService_isRefused() {
        String managed = ec2.admin().describeNetworkInterfaces(r -> {}).networkInterfaces().stream()
                .filter(one -> one.requesterManaged())
                .findFirst()
                .orElseThrow()
                .networkInterfaceId();
        Target service = range.place().target(Kinds.NETWORK_INTERFACE, managed);
        assertThat(action.inspect(Ec2Place.call(service, CUT))).isEqualTo(new Inspected.Refused(Refusals.OF_A_SERVICE));
    }

    @Test
    void target_isPinnedByAccountRegionAndId_andProtectedByItsInstancesName() {
        String arn = "arn:aws:ec2:us-east-1:111122223333:";
        assertThat(target.uid()).isEqualTo(arn + "network-interface/" + target.id());
        assertThat(found(CUT).facts().names())
                .containsExactlyInAnyOrder(target.uid(), arn + "instance/" + ec2.instance());
        assertThat(range.place().target(Kinds.NETWORK_INTERFACE, target.uid())).isEqualTo(target);
    }

    @Test
    void instanceOfAnAlert_isFound_whereItsAccountAndRegionAreOurs() {
        assertThat(resolve(Map.of("account", PracticeAccount.ACCOUNT, "region", PracticeAccount.REGION)))
                .isInstanceOf(Resolved.Found.class);
        assertThat(resolve(Map.of("region", "eu-west-1")))
                .isInstanceOfSatisfying(
                        Resolved.Nothing.class,
                        nothing -> assertThat(nothing.why()).contains("does not act there", "region eu-west-1"));
        assertThat(resolve(Map.of("account", "444455556666"))).isInstanceOf(Resolved.Nothing.class);
    }

    @Test
    void interfacesOfAnInstance_areFound_andATerminatedOneIsGone() {
        Target instance = range.place().target(Kinds.INSTANCE, ec2.instance());
        List<String> ids = ec2.interfaces();
        assertThat(related(instance)).extracting(Reference::id).containsExactlyElementsOf(ids);
        assertThat(related(instance))
                .allSatisfy(one -> assertThat(range.place().connection().resolve(one, Place.soon()))
                        .isInstanceOf(Resolved.Found.class));
        ec2.terminate();
        assertThat(range.place().resolve(Kinds.INSTANCE, ec2.instance())).isInstanceOf(Resolved.Nothing.class);
        assertThat(related(instance)).isEmpty();
    }

    private List<Reference> related(Target instance) {
        return ((Related.Found) range.place().connection().related(instance, Kinds.NETWORK_INTERFACE, Place.soon()))
                .references();
    }

    private Resolved resolve(Map<String, String> scope) {
        return range.place()
                .connection()
                .resolve(new Reference("acme", Kinds.INSTANCE, ec2.instance(), scope), Place.soon());
    }

    private Inspected.Found found(String flows) {
        return (Inspected.Found) action.inspect(call(flows));
    }

    private Call call(String flows) {
        return Ec2Place.call(target, flows);
    }

    private List<String> groups() {
        return ec2.groups(target.id());
    }

    private long writes() {
        return range.faults().seen().stream()
                .filter(line -> line.matches(".*" + WRITE))
                .count();
    }
}
