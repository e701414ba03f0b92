package dev.killswitch.provider.aws;

import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Rung;
import dev.killswitch.action.Target;
import dev.killswitch.provider.aws.Accounts.Meant;
import dev.killswitch.provider.aws.AwsCalls.Holder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What denying everything to a user and to a role have in common: AWS's own policy {@code AWSDenyAll} is attached. It is
 * there or not, and carries no mark: who attached it between our look and our write cannot be told from ourselves.
 */
final class DenyAll {
    /** AWS attaches these itself where it sees a leaked key, and says not to remove them: seen, never touched. */
    private static final String QUARANTINE = ":iam::aws:policy/AWSCompromisedKeyQuarantine";

    private final Accounts accounts;
    private final Settling settling;
    private final Set<String> tiers;

    /** {@code tiers} are those that are switched on: what is named as stronger should be one that can be taken. */
    DenyAll(Accounts accounts, Settling settling, Set<String> tiers) {
        this.tiers = Set.copyOf(tiers);
        this.accounts = accounts;
        this.settling = settling;
    }

    /** A live principal, and what is attached to it. */
    private record Now(AwsAccount account, Holder holder, Set<String> attached) {
        boolean denied() {
            return attached.contains(policyArn(holder.arn()));
        }
    }

    /** The policy's ARN in the partition of {@code arn}. */
    static String policyArn(String arn) {
        return "arn:" + arn.split(":", 3)[1] + ":iam::aws:policy/AWSDenyAll";
    }

    Inspected inspect(Call call) {
        Target target = call.target();
        return accounts.meant(target.kind(), target.id(), Optional.empty())
                .then(meant -> meant.held(target.uid(), call.deadline())
                        .map(holder -> inspect(meant.account(), holder, call.deadline())))
                .inspected(inspected -> inspected);
    }

    private Inspected inspect(AwsAccount account, Holder holder, Instant deadline) {
        Self self = Self.of(account, holder.principal(), deadline);
        Optional<String> refused = self.refused().or(() -> Refusals.reserved(holder));
        if (refused.isPresent()) {
            return new Inspected.Refused(refused.get());
        }
        return account.calls()
                .attached(holder.principal(), deadline)
                .map(attached -> new Now(account, holder, attached))
                .inspected(now -> {
                    var before = new Befores.OfPrincipal(account.id(), holder.principal(), now.denied());
                    var facts = new Facts(blast(now, deadline), self.sensitive(), Set.of(holder.arn()));
                    return new Inspected.Found(before.written(), facts, Undo.EXACT, now.denied());
                });
    }

    /** Counts for people to see; one that is not to be had is left out. */
    private static Map<String, Integer> blast(Now now, Instant deadline) {
        var blast = new HashMap<String, Integer>();
        blast.put("attached-policies", now.attached().size());
        blast.put("denied-already", now.denied() ? 1 : 0);
        long quarantines =
                now.attached().stream().filter(arn -> arn.contains(QUARANTINE)).count();
        blast.put("quarantined-by-aws", (int) quarantines);
        AwsCalls calls = now.account().calls();
        switch (now.holder().principal()) {
            case UserName user ->
                calls.credentials()
                        .of(user, Credential.ACCESS_KEY, deadline)
                        .optional()
                        .ifPresent(keys -> blast.put("access-keys", keys.size()));
            case RoleName role ->
                calls.instanceProfiles(role, deadline)
                        .optional()
                        .ifPresent(profiles -> blast.put("instance-profiles", profiles.size()));
        }
        return blast;
    }

    Outcome apply(Call call, Before before) {
        if (Befores.OfPrincipal.read(before).denied()) {
            return new Outcome.AlreadyDone();
        }
        return now(call, before).outcome(now -> {
            Principal principal = now.holder().principal();
            if (now.denied()) {
                return new Outcome.AlreadyDone();
            }
            if (now.account().isKnownToBeUs(principal)) {
                return new Outcome.Refused(Refusals.OURSELVES);
            }
            Outcome outcome = now.account()
                    .calls()
                    .attach(principal, policyArn(now.holder().arn()), call.deadline());
            if (outcome instanceof Outcome.Done) {
                settling.begun(call.target().uid());
            }
            return outcome instanceof Outcome.Refused no && AwsErrors.isQuota(no.why())
                    ? new Outcome.Refused(
                                    no.why() + "; next: " + next(principal).name() + ", which needs no attachment")
                            .next(Rung.same(next(principal)))
                    : outcome;
        });
    }

    /** The nearest rung whose tier is on; where none is, the nearest, since a person is told which tier to switch on. */
    private ActionSpec next(Principal principal) {
        List<ActionSpec> rungs = switch (principal) {
            case UserName _ -> List.of(DenyByBoundary.OF_USER, DenyInside.OF_USER);
            case RoleName _ -> List.of(DenyByBoundary.OF_ROLE, DenyInside.OF_ROLE);
        };
        return rungs.stream()
                .filter(spec -> tiers.contains(spec.tier()))
                .findFirst()
                .orElse(rungs.getFirst());
    }

    Proof prove(Call call, Before before, Survivors survivors) {
        return now(call, before).proof(settling.needed(), now -> {
            if (!now.denied()) {
                settling.ended(call.target().uid());
                return new Proof.Unproven("AWSDenyAll does not read back as attached");
            }
            return settling.proof(call.target().uid(), "AWSDenyAll reads back as attached", survivors);
        });
    }

    Released release(Call call, Before before) {
        return now(call, before).released(now -> {
            settling.ended(call.target().uid());
            if (Befores.OfPrincipal.read(before).denied() || !now.denied()) {
                return new Released.Restored();
            }
            return Answer.released(now.account()
                    .calls()
                    .detach(now.holder().principal(), policyArn(now.holder().arn()), call.deadline()));
        });
    }

    private Answer<Now> now(Call call, Before before) {
        Befores.OfPrincipal was = Befores.OfPrincipal.read(before);
        return accounts.recorded(was.account())
                .then(account -> new Meant(account, was.principal())
                        .held(call.target().uid(), call.deadline())
                        .then(holder -> account.calls()
                                .attached(was.principal(), call.deadline())
                                .map(attached -> new Now(account, holder, attached))));
    }
}
