package dev.killswitch.provider.aws;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Param;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import dev.killswitch.provider.aws.Ec2Calls.Group;
import dev.killswitch.provider.aws.Ec2Calls.Interface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Leaves a network interface the quarantine group of its VPC alone. EC2 takes no precondition on the groups: they are read
 * again right before the write, and {@link #prove} compares afterwards.
 */
final class IsolateInterface implements Action {
    static final String FLOWS = "flows";
    static final String CUT = "cut";
    static final String LEAVE = "leave";

    static final ActionSpec SPEC = new ActionSpec(
            "aws.isolate-interface",
            new Meaning(
                    "takes a network interface of an instance off the network: its security groups are swapped for the group "
                            + Quarantine.NAME + " of its VPC, which lets nothing through; where the VPC has a group "
                            + Quarantine.OPEN
                            + " too, it stands in that one for a moment, so that connections that are open"
                            + " end as well",
                    "without " + Quarantine.OPEN
                            + ", connections that are open, up to five days; with it, those that AWS"
                            + " tracks whatever the groups say: through NAT gateways, transit gateways, load balancers, and"
                            + " ICMP. In any case names asked of the VPC's resolver, the instance's credentials, and"
                            + " interfaces that are attached later",
                    "seconds for new connections; AWS promises no time"),
            Kinds.NETWORK_INTERFACE,
            "tier3",
            Stage.ISOLATE,
            false,
            Undo.EXACT,
            "isolated",
            Duration.ofSeconds(30),
            List.of(Param.choice(
                    FLOWS,
                    List.of(CUT, LEAVE),
                    CUT,
                    CUT + ": open connections end too, where the VPC has a group " + Quarantine.OPEN
                            + ", for which it is open to all for a moment; " + LEAVE
                            + ": it is never open, and they go on")),
            List.of("ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", Ec2Calls.SET_GROUPS),
            new ByHand(
                    List.of(
                            "aws ec2 describe-network-interfaces --network-interface-ids {id} --query"
                                    + " 'NetworkInterfaces[0].Groups[].GroupId' --output text | tee groups-before.txt",
                            "vpc=$(aws ec2 describe-network-interfaces --network-interface-ids {id} --query"
                                    + " 'NetworkInterfaces[0].VpcId' --output text)",
                            "quarantine=$(aws ec2 describe-security-groups --filters Name=vpc-id,Values=\"${vpc:?}\""
                                    + " Name=group-name,Values=" + Quarantine.NAME
                                    + " --query 'SecurityGroups[0].GroupId' --output text)",
                            "aws ec2 modify-network-interface-attribute --network-interface-id {id} --groups"
                                    + " \"${quarantine:?}\""),
                    List.of("aws ec2 modify-network-interface-attribute --network-interface-id {id} --groups"
                            + " $(cat groups-before.txt)")),
            List.of("D3-NI"));

    private static final String ALWAYS =
            "names asked of the VPC's resolver, the instance's credentials, and interfaces that are attached later";
    private static final String UNCUT = "connections that were open before, up to five days; " + ALWAYS;
    private static final String AFTER_CUT = "connections that AWS tracks whatever the groups say (through NAT gateways,"
            + " transit gateways, load balancers) and ICMP; " + ALWAYS;

    private final Accounts accounts;
    private final Quarantine quarantine;
    private final Settling settling;

    IsolateInterface(Accounts accounts, Quarantine quarantine, Settling settling) {
        this.accounts = accounts;
        this.quarantine = quarantine;
        this.settling = settling;
    }

    /** The interface as it is, and where. */
    private record Now(AwsAccount account, Ec2Calls calls, Interface one) {
        boolean has(List<String> groups) {
            return new HashSet<>(one.groups()).equals(new HashSet<>(groups));
        }

        String groups() {
            return String.join(", ", one.groups());
        }
    }

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Inspected inspect(Call call) {
        Target target = call.target();
        return accounts.of(target)
                .then(place -> place.calls()
                        .networkInterface(place.arn().id(), call.deadline())
                        .map(one -> inspect(call, place, one)))
                .inspected(inspected -> inspected);
    }

    private Inspected inspect(Call call, Accounts.Place place, Interface one) {
        if (one.isManaged()) {
            return new Inspected.Refused(Refusals.OF_A_SERVICE);
        }
        Self self = Self.of(place.account(), one.instance(), call.deadline());
        if (self.refused().isPresent()) {
            return new Inspected.Refused(self.refused().get());
        }
        return Quarantine.find(place.calls(), one.vpc(), call.deadline())
                .inspected(found -> found.isolating()
                        .map(group -> found(call, place, one, group, found.opening(), self))
                        .orElseGet(() -> new Inspected.Refused(Quarantine.missing(one.vpc()))));
    }

    private static Inspected found(
            Call call, Accounts.Place place, Interface one, Group isolating, Optional<Group> opening, Self self) {
        Now now = new Now(place.account(), place.calls(), one);
        boolean cuts = call.parameters().text(FLOWS).equals(CUT);
        Optional<String> open = opening.filter(_ -> cuts).map(Group::id);
        var notes = new ArrayList<String>();
        isolating.rules().forEach(rule -> notes.add(Quarantine.NAME + " lets through: " + rule));
        if (cuts && opening.isEmpty()) {
            notes.add("its VPC has no group " + Quarantine.OPEN + ": connections that are open go on");
        }
        var names = new HashSet<String>(Set.of(place.arn().toString()));
        one.instance()
                .ifPresent(id -> names.add(place.arn().of(Kinds.INSTANCE, id).toString()));
        var facts = new Facts(
                Map.of("security-groups", one.groups().size(), "other-addresses", Math.max(0, one.addresses() - 1)),
                self.sensitive(),
                names,
                notes);
        // What it had before it was opened by somebody is not to be seen.
        boolean isAstray = opening.filter(group -> now.has(List.of(group.id()))).isPresent();
        if (isAstray) {
            notes.add("it stands in " + Quarantine.OPEN + ", and what it had before is not known");
        }
        var before = new Befores.OfInterface(one.instance().orElse(""), one.groups(), isolating.id(), open.orElse(""));
        return new Inspected.Found(
                before.written(),
                facts.noting(notes),
                isAstray ? Undo.BY_HAND : Undo.EXACT,
                now.has(List.of(isolating.id())));
    }

    @Override
    public Outcome apply(Call call, Before before) {
        Befores.OfInterface was = Befores.OfInterface.read(before);
        return now(call).outcome(now -> {
            if (now.has(List.of(was.quarantine()))) {
                return new Outcome.AlreadyDone();
            }
            if (!now.one().instance().orElse("").equals(was.instance())) {
                return new Outcome.Changed("it belongs to another instance now: "
                        + now.one().instance().orElse("none"));
            }
            if (!now.has(was.groups()) && !now.has(List.of(was.open()))) {
                return new Outcome.Changed("it has other groups now: " + now.groups());
            }
            if (now.account().isKnownToBeOurs(was.instance())) {
                return new Outcome.Refused(Refusals.OUR_INSTANCE);
            }
            Outcome outcome = quarantine.close(now.calls(), now.one(), was, call.deadline());
            if (outcome instanceof Outcome.Done) {
                settling.begun(call.target().uid());
            }
            return outcome;
        });
    }

    @Override
    public Proof prove(Call call, Before before) {
        Befores.OfInterface was = Befores.OfInterface.read(before);
        return now(call).proof(settling.needed(), now -> {
            if (!now.has(List.of(was.quarantine()))) {
                settling.ended(call.target().uid());
                return new Proof.Unproven("its groups read back as " + now.groups());
            }
            return Quarantine.find(now.calls(), now.one().vpc(), call.deadline())
                    .proof(settling.needed(), found -> proof(call, now, was, found));
        });
    }

    private Proof proof(Call call, Now now, Befores.OfInterface was, Quarantine.Found found) {
        Optional<Group> group = found.isolating().filter(one -> one.id().equals(was.quarantine()));
        if (group.isEmpty()) {
            return new Proof.Unproven(
                    "the group " + was.quarantine() + " is not called " + Quarantine.NAME + " any more");
        }
        if (!group.get().rules().isEmpty()) {
            return new Proof.Partial(group.get().rules());
        }
        var survivors = new Survivors(quarantine.hasCut(now.one().id(), was) ? AFTER_CUT : UNCUT);
        return settling.proof(
                call.target().uid(),
                "it reads back with " + Quarantine.NAME + " alone, which lets nothing through",
                Settling.OF_EC2,
                survivors);
    }

    @Override
    public Released release(Call call, Before before) {
        Befores.OfInterface was = Befores.OfInterface.read(before);
        return now(call).released(now -> {
            if (was.groups().equals(List.of(was.open()))) {
                return new Released.ByHand(List.of("aws ec2 modify-network-interface-attribute --network-interface-id "
                        + now.one().id() + " --groups <the groups that it is to have>"));
            }
            if (now.has(was.groups())) {
                ended(call, was);
                return new Released.Restored();
            }
            if (!now.has(List.of(was.quarantine())) && !now.has(List.of(was.open()))) {
                return new Released.Drifted(Quarantine.NAME + " " + was.quarantine(), now.groups());
            }
            ended(call, was);
            return Answer.released(now.calls().setGroups(now.one().id(), was.groups(), call.deadline()));
        });
    }

    private void ended(Call call, Befores.OfInterface was) {
        settling.ended(call.target().uid());
        quarantine.ended(call.target().id(), was);
    }

    private Answer<Now> now(Call call) {
        return accounts.of(call.target())
                .then(place -> place.calls()
                        .networkInterface(place.arn().id(), call.deadline())
                        .map(one -> new Now(place.account(), place.calls(), one)));
    }
}
