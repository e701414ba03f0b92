package dev.killswitch.provider.aws;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.ByHand;
import dev.killswitch.action.ActionSpec.Meaning;
import dev.killswitch.action.ActionSpec.Stage;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.provider.aws.Ec2Calls.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Switches an instance's termination protection on, so that nobody ends it by mistake or to hide what was done there. */
final class ProtectInstance implements Action {
    private static final String SURVIVES =
            "its Auto Scaling group and a Spot interruption, which end it all the same, and a shutdown from inside of it";

    static final ActionSpec SPEC = new ActionSpec(
            "aws.protect-instance",
            new Meaning(
                    "switches an instance's termination protection on: AWS refuses to terminate it",
                    SURVIVES,
                    "at once, as far as AWS says"),
            Kinds.INSTANCE,
            "tier3",
            Stage.ISOLATE,
            false,
            Undo.EXACT,
            "termination-protected",
            Duration.ofSeconds(30),
            List.of(),
            List.of("ec2:DescribeInstances", "ec2:DescribeInstanceAttribute", "ec2:ModifyInstanceAttribute"),
            new ByHand(
                    List.of("aws ec2 modify-instance-attribute --instance-id {id} --disable-api-termination"),
                    List.of("aws ec2 modify-instance-attribute --instance-id {id} --no-disable-api-termination"
                            + "  # only where it was off before")),
            List.of("D3-SCP"));

    private final Accounts accounts;
    private final Settling settling;

    ProtectInstance(Accounts accounts, Settling settling) {
        this.accounts = accounts;
        this.settling = settling;
    }

    /** The instance, where it is, and whether it is protected. */
    private record Now(Accounts.Place place, Machine machine, boolean isProtected) {}

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Inspected inspect(Call call) {
        return now(call).inspected(now -> {
            Self self = Self.of(now.place().account(), Optional.of(now.machine().id()), call.deadline());
            if (self.refused().isPresent()) {
                return new Inspected.Refused(self.refused().get());
            }
            List<String> notes = now.machine()
                    .scalingGroup()
                    .map(group -> List.of("it belongs to the Auto Scaling group " + group
                            + ", which may end it all the same once it takes it for unhealthy"))
                    .orElse(List.of());
            var facts = new Facts(
                    Map.of("interfaces", now.machine().interfaces().size()),
                    self.sensitive(),
                    Set.of(now.place().arn().toString()),
                    notes);
            return new Inspected.Found(
                    new Befores.OfProtection(now.isProtected()).written(), facts, Undo.EXACT, now.isProtected());
        });
    }

    @Override
    public Outcome apply(Call call, Before before) {
        return now(call).outcome(now -> {
            if (now.isProtected()) {
                return new Outcome.AlreadyDone();
            }
            if (now.place().account().isKnownToBeOurs(now.machine().id())) {
                return new Outcome.Refused(Refusals.OUR_INSTANCE);
            }
            Outcome outcome = now.place().calls().protect(now.machine().id(), call.deadline());
            if (outcome instanceof Outcome.Done) {
                settling.begun(key(call));
            }
            return outcome;
        });
    }

    private static String key(Call call) {
        return SPEC.name() + " " + call.target().uid();
    }

    @Override
    public Proof prove(Call call, Before before) {
        return now(call).proof(settling.needed(), now -> {
            if (!now.isProtected()) {
                settling.ended(key(call));
                return new Proof.Unproven("the instance reads back without termination protection");
            }
            return settling.proof(
                    key(call),
                    "the instance reads back with termination protection",
                    Settling.OF_EC2,
                    new Survivors(SURVIVES));
        });
    }

    @Override
    public Released release(Call call, Before before) {
        return now(call).released(now -> {
            settling.ended(key(call));
            return Befores.OfProtection.read(before).isProtected() || !now.isProtected()
                    ? new Released.Restored()
                    : Answer.released(
                            now.place().calls().unprotect(now.machine().id(), call.deadline()));
        });
    }

    private Answer<Now> now(Call call) {
        return accounts.of(call.target())
                .then(place -> place.calls()
                        .machine(place.arn().id(), call.deadline())
                        .then(machine -> place.calls()
                                .isProtected(machine.id(), call.deadline())
                                .map(on -> new Now(place, machine, on))));
    }
}
