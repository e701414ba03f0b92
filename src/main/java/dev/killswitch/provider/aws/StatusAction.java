package dev.killswitch.provider.aws;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Target;
import dev.killswitch.provider.aws.Accounts.Home;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.iam.model.StatusType;

/**
 * Sets a credential of a user inactive, and active again. IAM takes no precondition on it: the status is read again right
 * before the write, and {@link #prove} compares afterwards. What differs from action to action is a {@link Flag}.
 */
final class StatusAction implements Action {
    private static final String ACTIVE = StatusType.ACTIVE.toString();
    private static final String INACTIVE = StatusType.INACTIVE.toString();

    private final Flag flag;
    private final Accounts accounts;
    private final Settling settling;

    StatusAction(Flag flag, Accounts accounts, Settling settling) {
        this.flag = flag;
        this.accounts = accounts;
        this.settling = settling;
    }

    /** One kind of credential, and what its status means. Immutable. */
    interface Flag {
        ActionSpec spec();

        Credential kind();

        /** Why this is never done to {@code target}, whoever asks: its id alone says so. */
        default Optional<String> refusal(Target target) {
            return Optional.empty();
        }

        /** Where it was found before; whoever uses it sees whether it is so still. */
        default Optional<Home> remembered(Target target, Accounts accounts) {
            return Optional.empty();
        }

        /** Where it is. */
        Answer<Home> home(Target target, Accounts accounts, Instant deadline);

        /** Who has it now, where AWS tells that of the credential alone; none where it does not. */
        default Answer<Optional<UserName>> owner(AwsAccount account, String id, Instant deadline) {
            return new Answer.None<>("nobody tells whose it is");
        }

        /** What goes on in spite of it. */
        Survivors survivors();
    }

    /** The credential as it is now. */
    private record Now(AwsAccount account, UserName user, String status) {}

    @Override
    public ActionSpec spec() {
        return flag.spec();
    }

    @Override
    public Inspected inspect(Call call) {
        Target target = call.target();
        Optional<String> refusal = flag.refusal(target);
        if (refusal.isPresent()) {
            return new Inspected.Refused(refusal.get());
        }
        Optional<Inspected> known = flag.remembered(target, accounts).map(home -> inspect(call, home));
        return known.filter(inspected -> !(inspected instanceof Inspected.Gone))
                .orElseGet(() -> flag.home(target, accounts, call.deadline()).inspected(home -> inspect(call, home)));
    }

    private Inspected inspect(Call call, Home home) {
        return home.owner()
                .map(owner -> inspect(call, home.account(), owner))
                .orElseGet(() -> new Inspected.Refused(Refusals.ROOT_KEY));
    }

    private Inspected inspect(Call call, AwsAccount account, UserName owner) {
        Self self = Self.of(account, owner, call.deadline());
        if (self.refused().isPresent()) {
            return new Inspected.Refused(self.refused().get());
        }
        AwsCalls calls = account.calls();
        return calls.find(owner, call.deadline())
                .then(user -> calls.credentials()
                        .of(owner, flag.kind(), call.deadline())
                        .map(all -> found(call, account, user, all, self)))
                .inspected(found -> found);
    }

    private Inspected found(
            Call call, AwsAccount account, AwsCalls.Holder user, List<CredentialCalls.One> all, Self self) {
        Optional<CredentialCalls.One> now =
                all.stream().filter(one -> one.id().equals(call.target().uid())).findFirst();
        if (now.isEmpty()) {
            return new Inspected.Gone(gone());
        }
        String status = now.get().status();
        long active = all.stream().filter(one -> one.status().equals(ACTIVE)).count();
        String plural = flag.kind().plural();
        var facts = new Facts(
                Map.of(plural + "-of-user", all.size(), "active-" + plural + "-of-user", (int) active),
                self.sensitive(),
                Set.of(user.arn()));
        var before = new Befores.OfStatus(account.id(), (UserName) user.principal(), status);
        return new Inspected.Found(before.written(), facts, Undo.EXACT, !status.equals(ACTIVE));
    }

    private String gone() {
        return "the user has no such " + flag.kind().word() + " any more";
    }

    @Override
    public Outcome apply(Call call, Before before) {
        Befores.OfStatus was = Befores.OfStatus.read(before);
        if (!was.status().equals(ACTIVE)) {
            return new Outcome.AlreadyDone();
        }
        return now(was, call).outcome(now -> {
            if (!now.user().equals(was.user())) {
                return new Outcome.Changed("its user has another name now");
            }
            if (now.status().equals(INACTIVE)) {
                return new Outcome.AlreadyDone();
            }
            return now.status().equals(ACTIVE) ? disabled(call, now) : new Outcome.Changed(now.status());
        });
    }

    private Outcome disabled(Call call, Now now) {
        if (now.account().isKnownToBeUs(now.user())) {
            return new Outcome.Refused(Refusals.OURSELVES);
        }
        Outcome outcome = set(call, now, StatusType.INACTIVE);
        if (outcome instanceof Outcome.Done) {
            settling.begun(call.target().uid());
        }
        return outcome;
    }

    private Outcome set(Call call, Now now, StatusType status) {
        return now.account()
                .calls()
                .credentials()
                .set(now.user(), flag.kind(), call.target().uid(), status, call.deadline());
    }

    @Override
    public Proof prove(Call call, Before before) {
        return now(Befores.OfStatus.read(before), call).proof(settling.needed(), now -> {
            if (now.status().equals(ACTIVE)) {
                settling.ended(call.target().uid());
                return new Proof.Unproven("the " + flag.kind().word() + " reads back as active");
            }
            return settling.proof(
                    call.target().uid(),
                    "the " + flag.kind().word() + " reads back as " + now.status(),
                    flag.survivors());
        });
    }

    @Override
    public Released release(Call call, Before before) {
        Befores.OfStatus was = Befores.OfStatus.read(before);
        return now(was, call).released(now -> {
            if (!was.status().equals(ACTIVE) || now.status().equals(ACTIVE)) {
                settling.ended(call.target().uid());
                return new Released.Restored();
            }
            if (!now.status().equals(INACTIVE)) {
                return new Released.Drifted(INACTIVE, now.status());
            }
            settling.ended(call.target().uid());
            return Answer.released(set(call, now, StatusType.ACTIVE));
        });
    }

    /** As its user's list has it; where that user is gone or has another name now, who has it is asked for. */
    private Answer<Now> now(Befores.OfStatus was, Call call) {
        return accounts.recorded(was.account()).then(account -> {
            Answer<Now> listed = listed(account, was.user(), call);
            if (!(listed instanceof Answer.None<Now>)) {
                return listed;
            }
            return switch (flag.owner(account, call.target().uid(), call.deadline())) {
                case Answer.Got<Optional<UserName>> got ->
                    got.value()
                            .filter(user -> !user.equals(was.user()))
                            .map(user -> listed(account, user, call))
                            .orElse(listed);
                case Answer.None<Optional<UserName>> _ -> listed;
                case Answer.Forbidden<Optional<UserName>> no -> new Answer.Forbidden<>(no.permission());
                case Answer.Away<Optional<UserName>> away -> new Answer.Away<>(away.why());
            };
        });
    }

    private Answer<Now> listed(AwsAccount account, UserName user, Call call) {
        return account.calls()
                .credentials()
                .of(user, flag.kind(), call.deadline())
                .then(all -> all.stream()
                        .filter(one -> one.id().equals(call.target().uid()))
                        .findFirst()
                        .<Answer<Now>>map(one -> new Answer.Got<>(new Now(account, user, one.status())))
                        .orElseGet(() -> new Answer.None<>(gone())));
    }
}
