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
import dev.killswitch.provider.aws.BoundaryCalls.Bounded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Denies everything to a user or role by making AWS's own {@code AWSDenyAll} its permissions boundary: it has one at most,
 * and no quota that an attacker could fill. Where another one stood it is replaced, and our rights do not reach for putting it
 * back: that a person does. Like {@link DenyAll} it carries no mark.
 */
final class DenyByBoundary implements Action {
    static final ActionSpec OF_USER = spec(
            "aws.deny-user-by-boundary",
            Kinds.USER,
            "denies a user everything, by a permissions boundary: for where AWSDenyAll cannot be attached, since ten"
                    + " policies are",
            DenyUser.SPEC.meaning().survives(),
            List.of("iam:GetUser", "iam:PutUserPermissionsBoundary", "iam:DeleteUserPermissionsBoundary"));

    static final ActionSpec OF_ROLE = spec(
            "aws.deny-role-by-boundary",
            Kinds.ROLE,
            "denies a role everything, by a permissions boundary: for where AWSDenyAll cannot be attached, since ten"
                    + " policies are",
            DenyRole.SPEC.meaning().survives(),
            List.of("iam:GetRole", "iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary"));

    private final ActionSpec spec;
    private final Survivors survivors;
    private final Accounts accounts;
    private final Settling settling;

    private DenyByBoundary(ActionSpec spec, Survivors survivors, Accounts accounts, Settling settling) {
        this.spec = spec;
        this.survivors = survivors;
        this.accounts = accounts;
        this.settling = settling;
    }

    static DenyByBoundary ofUser(Accounts accounts, Settling settling) {
        return new DenyByBoundary(OF_USER, DenyUser.SURVIVORS, accounts, settling);
    }

    static DenyByBoundary ofRole(Accounts accounts, Settling settling) {
        return new DenyByBoundary(OF_ROLE, DenyRole.SURVIVORS, accounts, settling);
    }

    private static ActionSpec spec(String name, String kind, String does, String survives, List<String> permissions) {
        String word = word(kind);
        return new ActionSpec(
                name,
                new Meaning(does, survives, "4 seconds where it was measured; AWS promises no time"),
                kind,
                "boundary",
                Stage.DENY,
                false,
                Undo.EXACT,
                "denied-by-boundary",
                Duration.ofSeconds(30),
                List.of(),
                permissions,
                new ByHand(
                        List.of(
                                "aws iam get-" + word + " --" + word + "-name {name} --query "
                                        + (word.equals("user") ? "User" : "Role") + ".PermissionsBoundary",
                                putting(word, "{name}", "arn:aws:iam::aws:policy/AWSDenyAll")),
                        List.of("aws iam delete-" + word + "-permissions-boundary --" + word + "-name {name}")),
                List.of("D3-UAP"));
    }

    private static String word(String kind) {
        return kind.substring(kind.indexOf('.') + 1);
    }

    private static String putting(String word, String name, String arn) {
        return "aws iam put-" + word + "-permissions-boundary --" + word + "-name " + name + " --permissions-boundary "
                + arn;
    }

    /** A live principal with its boundary, and where it is. */
    private record Now(AwsAccount account, Bounded bounded) {
        Principal principal() {
            return bounded.holder().principal();
        }

        String denial() {
            return DenyAll.policyArn(bounded.holder().arn());
        }

        boolean denied() {
            return bounded.boundary().equals(Optional.of(denial()));
        }
    }

    @Override
    public ActionSpec spec() {
        return spec;
    }

    @Override
    public Inspected inspect(Call call) {
        return accounts.meant(call.target().kind(), call.target().id(), Optional.empty())
                .then(meant -> now(meant.account(), meant.principal(), call))
                .inspected(now -> inspect(now, call));
    }

    private static Inspected inspect(Now now, Call call) {
        Self self = Self.of(now.account(), now.principal(), call.deadline());
        Optional<String> refused =
                self.refused().or(() -> Refusals.reserved(now.bounded().holder()));
        if (refused.isPresent()) {
            return new Inspected.Refused(refused.get());
        }
        Optional<String> boundary = now.bounded().boundary();
        boolean replaces = boundary.isPresent() && !now.denied();
        var before = new Befores.OfBoundary(now.account().id(), now.principal(), boundary.orElse(""));
        var facts = new Facts(
                Map.of("replaced-boundaries", replaces ? 1 : 0),
                self.sensitive(),
                Set.of(now.bounded().holder().arn()),
                replaces
                        ? List.of("it has the permissions boundary " + boundary.get()
                                + ", which is replaced: a release leaves it to a person to put it back")
                        : List.of());
        return new Inspected.Found(before.written(), facts, replaces ? Undo.BY_HAND : Undo.EXACT, now.denied());
    }

    @Override
    public Outcome apply(Call call, Before before) {
        Befores.OfBoundary was = Befores.OfBoundary.read(before);
        return now(was, call).outcome(now -> {
            if (now.denied()) {
                return new Outcome.AlreadyDone();
            }
            if (!now.bounded().boundary().orElse("").equals(was.boundary())) {
                return new Outcome.Changed(shown(now.bounded()));
            }
            if (now.account().isKnownToBeUs(now.principal())) {
                return new Outcome.Refused(Refusals.OURSELVES);
            }
            Outcome outcome = now.account().calls().boundary().put(now.principal(), now.denial(), call.deadline());
            if (outcome instanceof Outcome.Done) {
                settling.begun(key(call));
            }
            return outcome;
        });
    }

    private static String key(Call call) {
        return call.target().uid() + " boundary";
    }

    private static String shown(Bounded bounded) {
        return bounded.boundary().map(arn -> "the permissions boundary " + arn).orElse("no permissions boundary");
    }

    @Override
    public Proof prove(Call call, Before before) {
        return now(Befores.OfBoundary.read(before), call).proof(settling.needed(), now -> {
            if (!now.denied()) {
                settling.ended(key(call));
                return new Proof.Unproven("it reads back with " + shown(now.bounded()));
            }
            return settling.proof(key(call), "AWSDenyAll reads back as its permissions boundary", survivors);
        });
    }

    @Override
    public Released release(Call call, Before before) {
        Befores.OfBoundary was = Befores.OfBoundary.read(before);
        return now(was, call).released(now -> {
            if (now.bounded().boundary().orElse("").equals(was.boundary())) {
                settling.ended(key(call));
                return new Released.Restored();
            }
            if (!now.denied()) {
                return new Released.Drifted("the permissions boundary " + now.denial(), shown(now.bounded()));
            }
            if (!was.boundary().isEmpty()) {
                String word = word(spec.targetKind());
                return new Released.ByHand(List.of(putting(word, now.principal().name(), was.boundary())));
            }
            settling.ended(key(call));
            return Answer.released(now.account().calls().boundary().delete(now.principal(), call.deadline()));
        });
    }

    private Answer<Now> now(Befores.OfBoundary was, Call call) {
        return accounts.recorded(was.account()).then(account -> now(account, was.principal(), call));
    }

    /** The very one of that name: one that was made anew since is another. */
    private static Answer<Now> now(AwsAccount account, Principal principal, Call call) {
        return account.calls()
                .boundary()
                .of(principal, call.deadline())
                .then(found -> found.holder().uid().equals(call.target().uid())
                        ? new Answer.Got<>(new Now(account, found))
                        : new Answer.None<>("the one of that name is another since: "
                                + found.holder().uid()));
    }
}
