package dev.killswitch.provider.aws;

import dev.killswitch.action.Target;
import dev.killswitch.provider.aws.AwsCalls.Holder;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The accounts of one connection, and what lives where in them. Clients are made when first used. Thread-safe. */
final class Accounts {
    /** A key that does not say its account is looked for in so many: each costs a call. */
    private static final int ASKED_MAX = 10;
    /** More than are looked at between a reference and its inspection; the oldest go. */
    private static final int REMEMBERED_MAX = 1_000;

    private final String connection;
    private final List<AccountId> ids;
    private final List<String> regions;
    private final Function<AccountId, AwsAccount> made;
    private final Map<AccountId, AwsAccount> accounts = new ConcurrentHashMap<>();
    private @Nullable AwsCalls base;
    private final Map<AccessKeyId, Home> found = new LinkedHashMap<>();

    Accounts(String connection, AwsSettings settings, AwsClients clients, Clock clock) {
        this.connection = connection;
        this.ids = settings.accounts();
        this.regions = settings.regions();
        this.made = id -> {
            AwsCalls calls = clients.in(id, clock);
            Function<Instant, Answer<AwsCalls.Caller>> base =
                    settings.roleIn(id).isPresent()
                            ? deadline -> base(clients, clock).caller(deadline)
                            : calls::caller;
            return new AwsAccount(id, calls, base, region -> clients.ec2(id, region, clock));
        };
    }

    private synchronized AwsCalls base(AwsClients clients, Clock clock) {
        AwsCalls made = base == null ? clients.base(clock) : base;
        base = made;
        return made;
    }

    /** Where a credential was found; without {@code owner} it is the root user's. */
    record Home(AwsAccount account, Optional<UserName> owner) {}

    /** Which principal of which account is meant; it may not exist. */
    record Meant(AwsAccount account, Principal principal) {
        /** The very one of that name: one that was made anew since is another. */
        Answer<Holder> held(String uid, Instant deadline) {
            return account.calls()
                    .find(principal, deadline)
                    .then(holder -> holder.uid().equals(uid)
                            ? new Answer.Got<>(holder)
                            : new Answer.None<>("the one of that name is another since: " + holder.uid()));
        }
    }

    /** A thing of EC2, and whom to ask about it. */
    record Place(AwsAccount account, Ec2Calls calls, Ec2Arn arn) {}

    /** Where a target of EC2 is: its uid says it. */
    Answer<Place> of(Target target) {
        Optional<Ec2Arn> arn = Ec2Arn.parse(target.uid());
        return arn.map(found -> recorded(found.account())
                        .map(account -> new Place(account, account.ec2(found.region()), found)))
                .orElseGet(() -> new Answer.None<>("its uid is no ARN of EC2"));
    }

    /** A live role of an account. */
    record RoleHome(AwsAccount account, Holder role) {}

    List<AwsAccount> all() {
        return ids.stream().map(this::made).toList();
    }

    /** Empty for one that is not ours to act in. */
    Optional<AwsAccount> of(AccountId id) {
        return ids.contains(id) ? Optional.of(made(id)) : Optional.empty();
    }

    /** Every account and region that a thing of EC2 may be in. */
    List<Ec2Arn> everywhere(String kind, String id) {
        return ids.stream()
                .flatMap(account -> regions.stream().map(region -> new Ec2Arn(region, account, kind, id)))
                .toList();
    }

    /** Whether we act where that thing is. */
    Answer<AwsAccount> ours(Ec2Arn arn) {
        if (!regions.contains(arn.region())) {
            return new Answer.None<>("it is in region " + arn.region() + ", where connection " + connection
                    + " does not act: its regions are " + String.join(", ", regions));
        }
        return of(arn.account())
                .<Answer<AwsAccount>>map(Answer.Got::new)
                .orElseGet(() -> new Answer.None<>(foreign("it", arn.account())));
    }

    /** As {@link #of}, for what was recorded before: the account may have been taken out of the configuration since. */
    Answer<AwsAccount> recorded(AccountId id) {
        return of(id).<Answer<AwsAccount>>map(Answer.Got::new)
                .orElseGet(() -> new Answer.Away<>(
                        "account " + id + " is not among the accounts of connection " + connection + " any more"));
    }

    private AwsAccount made(AccountId id) {
        return accounts.computeIfAbsent(id, made);
    }

    /** Where a key was found before, so that its inspection need not ask again; who uses it sees whether it is so still. */
    Optional<Home> remembered(AccessKeyId key) {
        synchronized (found) {
            return Optional.ofNullable(found.get(key));
        }
    }

    private Answer<Home> remember(AccessKeyId key, Answer<Home> answer) {
        synchronized (found) {
            found.remove(key);
            answer.optional().ifPresent(home -> found.put(key, home));
            if (found.size() > REMEMBERED_MAX) {
                found.remove(found.keySet().iterator().next());
            }
        }
        return answer;
    }

    /** Finds a key's account, mostly from its id alone, and asks there whose it is. */
    Answer<Home> home(AccessKeyId key, Optional<AccountId> hint, Instant deadline) {
        return remember(key, asked(key, hint, deadline));
    }

    private Answer<Home> asked(AccessKeyId key, Optional<AccountId> hint, Instant deadline) {
        Optional<AccountId> inside = key.account();
        if (inside.isPresent()) {
            return of(inside.get())
                    .map(account -> home(account, key, deadline))
                    .orElseGet(() -> new Answer.None<>(foreign("the key", inside.get())));
        }
        return anywhere(
                hint,
                "the key is from before 2019 and does not say its account; name the account",
                account -> home(account, key, deadline));
    }

    private static Answer<Home> home(AwsAccount account, AccessKeyId key, Instant deadline) {
        return account.calls().owner(key, deadline).map(owner -> new Home(account, owner));
    }

    /** Finds another credential: by its user where one is named, else, of a service credential, by asking for all. */
    Answer<Home> home(Credential kind, String text, Optional<AccountId> hint, Instant deadline) {
        Optional<CredentialName> name = CredentialName.parse(text);
        if (name.isEmpty()) {
            return new Answer.None<>(named(kind));
        }
        Optional<String> user = name.get().user();
        if (user.isPresent()) {
            return meant(Kinds.USER, user.get(), hint)
                    .map(meant -> new Home(meant.account(), Optional.of((UserName) meant.principal())));
        }
        if (kind != Credential.SERVICE_CREDENTIAL) {
            return new Answer.None<>(named(kind));
        }
        return anywhere(
                hint,
                "the credential does not say its account; name the account, or its user by ARN",
                account -> holder(account, name.get().id(), deadline)
                        .then(owner -> owner.<Answer<Home>>map(
                                        found -> new Answer.Got<>(new Home(account, Optional.of(found))))
                                .orElseGet(() -> new Answer.None<>("no user has it"))));
    }

    private static String named(Credential kind) {
        return "an " + kind.kind()
                + " is named by its user and its id, as alice/…, or by the ARN of its user and its id";
    }

    /** Who has a service credential. */
    static Answer<Optional<UserName>> holder(AwsAccount account, String id, Instant deadline) {
        return account.calls()
                .credentials()
                .allServiceCredentials(deadline)
                .map(all -> all.stream()
                        .filter(one -> one.id().equals(id))
                        .map(CredentialCalls.Owned::owner)
                        .findFirst());
    }

    /** Whose session it is; {@code named} may be the name of the role of one that is named by the role's id. */
    Answer<RoleHome> role(Session session, Optional<String> named, Optional<AccountId> hint, Instant deadline) {
        Optional<String> id = session.roleId();
        Optional<Answer<RoleHome>> byName = session.role()
                .or(() -> named)
                .map(name -> meant(Kinds.ROLE, name, hint)
                        .then(meant -> meant.account()
                                .calls()
                                .find(meant.principal(), deadline)
                                .map(role -> new RoleHome(meant.account(), role))));
        return byName.filter(answer -> id.isEmpty()
                        || answer.optional()
                                .filter(home -> home.role().uid().equals(id.get()))
                                .isPresent())
                .orElseGet(() -> anywhere(
                        hint,
                        "the session does not say its account; name the account, or its role by ARN",
                        account -> role(account, id.orElseThrow(), deadline)));
    }

    private static Answer<RoleHome> role(AwsAccount account, String id, Instant deadline) {
        return account.calls()
                .roleOf(id, deadline)
                .then(role -> role.<Answer<RoleHome>>map(found -> new Answer.Got<>(new RoleHome(account, found)))
                        .orElseGet(() -> new Answer.None<>("no role has the id " + id)));
    }

    /** In the first account that has it. */
    private <T> Answer<T> anywhere(Optional<AccountId> hint, String tooMany, Function<AwsAccount, Answer<T>> look) {
        List<AccountId> candidates = hint.filter(ids::contains).map(List::of).orElse(ids);
        if (candidates.size() > ASKED_MAX) {
            return new Answer.None<>(tooMany);
        }
        Answer<T> said = new Answer.None<>("no account of connection " + connection + " knows it");
        for (AccountId id : candidates) {
            Answer<T> here = look.apply(made(id));
            if (here instanceof Answer.Got<T>) {
                return here;
            }
            said = here instanceof Answer.None<T> ? said : here;
        }
        return said;
    }

    /** Reads a name or ARN; calls nothing. */
    Answer<Meant> meant(String kind, String id, Optional<AccountId> hint) {
        if (id.startsWith("arn:")) {
            Optional<IamArn> arn = IamArn.parse(id)
                    .filter(parsed -> kind.equals(parsed.principal().kind()));
            return arn.map(parsed -> in(parsed.account(), parsed.principal()))
                    .orElseGet(() -> new Answer.None<>("it is not the ARN of an " + kind));
        }
        Optional<Principal> principal = Principal.of(kind, id);
        if (principal.isEmpty()) {
            return new Answer.None<>("an " + kind + " is named by 1 to 64 of A-Z a-z 0-9 _+=,.@- or by its ARN");
        }
        if (hint.isPresent()) {
            return in(hint.get(), principal.get());
        }
        return ids.size() == 1
                ? in(ids.getFirst(), principal.get())
                : new Answer.None<>("connection " + connection + " has " + ids.size() + " accounts; give the ARN");
    }

    private Answer<Meant> in(AccountId id, Principal principal) {
        return of(id).<Answer<Meant>>map(account -> new Answer.Got<>(new Meant(account, principal)))
                .orElseGet(() -> new Answer.None<>(foreign("it", id)));
    }

    private String foreign(String what, AccountId account) {
        return what + " belongs to account " + account + ", where connection " + connection + " does not act";
    }

    /** How people name it: by its name where that says everything, else by its ARN. */
    String shown(Holder holder) {
        return ids.size() == 1 ? holder.principal().name() : holder.arn();
    }
}
