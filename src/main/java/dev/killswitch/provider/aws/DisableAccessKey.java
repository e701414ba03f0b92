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
import dev.killswitch.provider.aws.Accounts.KeyHome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.iam.model.StatusType;

/**
 * Sets an access key inactive. IAM takes no precondition on it: the status is read again right before the write, and
 * {@link #prove} compares afterwards.
 */
final class DisableAccessKey implements Action {
    static final ActionSpec SPEC = new ActionSpec(
            "aws.disable-access-key",
            new Meaning(
                    "sets one access key inactive",
                    "sessions minted with the key, up to 36 hours; deny its user to end them",
                    "4 seconds where it was measured; AWS promises no time"),
            Kinds.ACCESS_KEY,
            "tier1",
            Stage.CREDENTIAL,
            false,
            Undo.EXACT,
            "key-inactive",
            Duration.ofSeconds(30),
            List.of(),
            List.of("iam:GetAccessKeyLastUsed", "iam:GetUser", "iam:ListAccessKeys", "iam:UpdateAccessKey"),
            new ByHand(
                    List.of(
                            "user=$(aws iam get-access-key-last-used --access-key-id {id} --query UserName --output text)",
                            "aws iam update-access-key --user-name \"${user:?}\" --access-key-id {id} --status Inactive"),
                    List.of(
                            "user=$(aws iam get-access-key-last-used --access-key-id {id} --query UserName --output text)",
                            "aws iam update-access-key --user-name \"${user:?}\" --access-key-id {id} --status Active")),
            List.of("D3-CE"));

    private static final String ACTIVE = StatusType.ACTIVE.toString();
    private static final String INACTIVE = StatusType.INACTIVE.toString();
    /** The longest that GetFederationToken and GetSessionToken give. */
    private static final Duration SESSIONS_MAX = Duration.ofHours(36);

    private final Accounts accounts;
    private final Settling settling;

    DisableAccessKey(Accounts accounts, Settling settling) {
        this.accounts = accounts;
        this.settling = settling;
    }

    /** A key as it is now. */
    private record Now(AwsAccount account, UserName user, String status) {}

    @Override
    public ActionSpec spec() {
        return SPEC;
    }

    @Override
    public Inspected inspect(Call call) {
        Optional<AccessKeyId> parsed = AccessKeyId.parse(call.target().id());
        if (parsed.isEmpty() || parsed.get().kind() == AccessKeyId.Kind.TEMPORARY) {
            return new Inspected.Refused(Refusals.notAKey(parsed));
        }
        AccessKeyId key = parsed.get();
        Optional<Inspected> known = accounts.remembered(key).map(home -> inspect(call, key, home));
        return known.filter(inspected -> !(inspected instanceof Inspected.Gone))
                .orElseGet(() -> accounts.home(key, Optional.empty(), call.deadline())
                        .inspected(home -> inspect(call, key, home)));
    }

    private Inspected inspect(Call call, AccessKeyId key, KeyHome home) {
        return home.owner()
                .map(owner -> inspect(call, key, home, owner))
                .orElseGet(() -> new Inspected.Refused(Refusals.ROOT_KEY));
    }

    private Inspected inspect(Call call, AccessKeyId key, KeyHome home, UserName owner) {
        AwsAccount account = home.account();
        Self self = Self.of(account, owner, call.deadline());
        if (self.refused().isPresent()) {
            return new Inspected.Refused(self.refused().get());
        }
        AwsCalls calls = account.calls();
        return calls.find(owner, call.deadline())
                .then(user -> calls.keys(owner, call.deadline()).map(keys -> found(account, key, user, keys, self)))
                .inspected(found -> found);
    }

    private static Inspected found(
            AwsAccount account, AccessKeyId key, AwsCalls.Holder user, List<AwsCalls.Key> keys, Self self) {
        Optional<AwsCalls.Key> now =
                keys.stream().filter(one -> one.id().equals(key)).findFirst();
        if (now.isEmpty()) {
            return new Inspected.Gone("the user has no such key any more");
        }
        String status = now.get().status();
        long active = keys.stream().filter(one -> one.status().equals(ACTIVE)).count();
        var facts = new Facts(
                Map.of("keys-of-user", keys.size(), "active-keys-of-user", (int) active),
                self.sensitive(),
                Set.of(user.arn()));
        var before = new Befores.OfKey(account.id(), (UserName) user.principal(), status);
        return new Inspected.Found(before.written(), facts, Undo.EXACT, !status.equals(ACTIVE));
    }

    @Override
    public Outcome apply(Call call, Before before) {
        Befores.OfKey was = Befores.OfKey.read(before);
        if (!was.status().equals(ACTIVE)) {
            return new Outcome.AlreadyDone();
        }
        var key = new AccessKeyId(call.target().id());
        return now(was, key, call.deadline()).outcome(now -> {
            if (!now.user().equals(was.user())) {
                return new Outcome.Changed("its user has another name now");
            }
            if (now.status().equals(INACTIVE)) {
                return new Outcome.AlreadyDone();
            }
            return now.status().equals(ACTIVE) ? disabled(call, now, key) : new Outcome.Changed(now.status());
        });
    }

    private Outcome disabled(Call call, Now now, AccessKeyId key) {
        if (now.account().isKnownToBeUs(now.user())) {
            return new Outcome.Refused(Refusals.OURSELVES);
        }
        Outcome outcome = now.account().calls().setStatus(now.user(), key, StatusType.INACTIVE, call.deadline());
        if (outcome instanceof Outcome.Done) {
            settling.begun(call.target().uid());
        }
        return outcome;
    }

    @Override
    public Proof prove(Call call, Before before) {
        var key = new AccessKeyId(call.target().id());
        return now(Befores.OfKey.read(before), key, call.deadline()).proof(settling.needed(), now -> {
            if (now.status().equals(ACTIVE)) {
                settling.ended(call.target().uid());
                return new Proof.Unproven("the key reads back as active");
            }
            Instant begun = settling.begun(call.target().uid());
            return settling.pending(begun)
                    .orElseGet(() -> new Proof.ProvenForNew(
                            "the key reads back as " + now.status()
                                    + "; IAM enforces that some seconds after it says so",
                            "sessions minted with the key before (deny the user to end them), and roles it assumed",
                            begun.plus(SESSIONS_MAX)));
        });
    }

    @Override
    public Released release(Call call, Before before) {
        Befores.OfKey was = Befores.OfKey.read(before);
        var key = new AccessKeyId(call.target().id());
        return now(was, key, call.deadline()).released(now -> {
            if (!was.status().equals(ACTIVE) || now.status().equals(ACTIVE)) {
                settling.ended(call.target().uid());
                return new Released.Restored();
            }
            if (!now.status().equals(INACTIVE)) {
                return new Released.Drifted(INACTIVE, now.status());
            }
            settling.ended(call.target().uid());
            return Answer.released(
                    now.account().calls().setStatus(now.user(), key, StatusType.ACTIVE, call.deadline()));
        });
    }

    /** The key as its user's list has it; where that user is gone or has another name now, its owner is asked for. */
    private Answer<Now> now(Befores.OfKey was, AccessKeyId key, Instant deadline) {
        return accounts.recorded(was.account()).then(account -> {
            Answer<Now> listed = listed(account, was.user(), key, deadline);
            if (!(listed instanceof Answer.None<Now>)) {
                return listed;
            }
            return account.calls()
                    .owner(key, deadline)
                    .then(owner -> owner.filter(user -> !user.equals(was.user()))
                            .map(user -> listed(account, user, key, deadline))
                            .orElse(listed));
        });
    }

    private static Answer<Now> listed(AwsAccount account, UserName user, AccessKeyId key, Instant deadline) {
        return account.calls()
                .keys(user, deadline)
                .then(keys -> keys.stream()
                        .filter(one -> one.id().equals(key))
                        .findFirst()
                        .<Answer<Now>>map(one -> new Answer.Got<>(new Now(account, user, one.status())))
                        .orElseGet(() -> new Answer.None<>("the user has no such key any more")));
    }
}
