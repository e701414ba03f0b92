package dev.killswitch.provider.aws;

import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.provider.aws.Accounts.Home;
import dev.killswitch.provider.aws.Accounts.Meant;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the live things that references mean, and what belongs to them. */
final class Finder {
    /** Where a reference says which account it means. */
    private static final String ACCOUNT = "account";
    /** Where one to a session says the name of its role. */
    private static final String ROLE = "role";

    private final String connection;
    private final Accounts accounts;
    private final Ec2Finder ec2;

    Finder(String connection, Accounts accounts) {
        this.connection = connection;
        this.accounts = accounts;
        this.ec2 = new Ec2Finder(connection, accounts);
    }

    Resolved resolve(Reference reference, Instant deadline) {
        if (Ec2Arn.isOf(reference.kind())) {
            return ec2.resolve(reference, deadline);
        }
        Optional<AccountId> hint =
                Optional.ofNullable(reference.scope().get(ACCOUNT)).flatMap(AccountId::parse);
        return switch (reference.kind()) {
            case Kinds.ACCESS_KEY -> key(reference.id(), hint, deadline);
            case Kinds.SIGNING_CERTIFICATE, Kinds.SSH_KEY, Kinds.SERVICE_CREDENTIAL ->
                credential(credential(reference.kind()).orElseThrow(), reference.id(), hint, deadline);
            case Kinds.USER, Kinds.ROLE -> principal(reference, hint, deadline);
            case Kinds.SESSION -> session(reference, hint, deadline);
            case Kinds.FEDERATED_USER -> new Resolved.Refused(Refusals.FEDERATED);
            default -> new Resolved.Nothing("connection " + connection + " knows no " + reference.kind());
        };
    }

    private static Optional<Credential> credential(String kind) {
        return Arrays.stream(Credential.values())
                .filter(one -> one.kind().equals(kind))
                .findFirst();
    }

    private Resolved key(String id, Optional<AccountId> hint, Instant deadline) {
        Optional<AccessKeyId> key = AccessKeyId.parse(id);
        if (key.isEmpty()) {
            return new Resolved.Nothing(Refusals.notAKey(key));
        }
        if (key.get().kind() == AccessKeyId.Kind.TEMPORARY) {
            return new Resolved.Refused(Refusals.notAKey(key));
        }
        return resolved(accounts.home(key.get(), hint, deadline)
                .map(home -> home.owner().isPresent() ? found(Kinds.ACCESS_KEY, id, id) : rootKey()));
    }

    private static Resolved rootKey() {
        return new Resolved.Refused(Refusals.ROOT_KEY);
    }

    private Resolved found(String kind, String id, String uid) {
        return new Resolved.Found(new Target(connection, kind, id, uid));
    }

    /** AWS gives each of them an id of its own, which is never given again. */
    private Resolved credential(Credential kind, String text, Optional<AccountId> hint, Instant deadline) {
        String id = text.substring(text.lastIndexOf('/') + 1);
        return resolved(accounts.home(kind, text, hint, deadline)
                .then(home -> owned(home, kind, id, deadline))
                .map(user -> found(kind.kind(), CredentialName.of(accounts.shown(user), id), id)));
    }

    private static Answer<AwsCalls.Holder> owned(Home home, Credential kind, String id, Instant deadline) {
        AwsCalls calls = home.account().calls();
        return home.owner()
                .map(owner -> calls.find(owner, deadline)
                        .then(user -> calls.credentials()
                                .of(owner, kind, deadline)
                                .then(all -> all.stream()
                                                .anyMatch(one -> one.id().equals(id))
                                        ? new Answer.Got<>(user)
                                        : new Answer.None<AwsCalls.Holder>("the user has no such " + kind.word()))))
                .orElseGet(() -> new Answer.None<>(Refusals.ROOT_KEY));
    }

    private Resolved principal(Reference reference, Optional<AccountId> hint, Instant deadline) {
        return resolved(accounts.meant(reference.kind(), reference.id(), hint)
                .then(meant -> meant.account().calls().find(meant.principal(), deadline))
                .map(holder -> found(reference.kind(), accounts.shown(holder), holder.uid())));
    }

    /** Its role is looked for by the id that it says; a name that goes with it only saves the search. */
    private Resolved session(Reference reference, Optional<AccountId> hint, Instant deadline) {
        Optional<Session> session = Session.parse(reference.id());
        if (session.isEmpty()) {
            return new Resolved.Nothing("a session is named by its role and its name, as batch/i-…, or as AROA…:i-…");
        }
        String name = session.get().name();
        Optional<String> role = Optional.ofNullable(reference.scope().get(ROLE));
        return resolved(accounts.role(session.get(), role, hint, deadline)
                .map(home -> found(
                        Kinds.SESSION,
                        accounts.shown(home.role()) + "/" + name,
                        Session.userId(home.role().uid(), name))));
    }

    private static Resolved resolved(Answer<Resolved> answer) {
        return switch (answer) {
            case Answer.Got<Resolved> got -> got.value();
            case Answer.None<Resolved> none -> new Resolved.Nothing(none.why());
            case Answer.Forbidden<Resolved> no -> new Resolved.Refused("no permission " + no.permission());
            case Answer.Away<Resolved> away -> new Resolved.Unreachable(away.why());
        };
    }

    /** The credentials of a user, by kind; the network interfaces of an instance. */
    Related related(Target target, String kind, Instant deadline) {
        if (Ec2Arn.isOf(target.kind())) {
            return ec2.related(target, kind, deadline);
        }
        Optional<Credential> credential = credential(kind);
        if (!target.kind().equals(Kinds.USER) || credential.isEmpty()) {
            return new Related.Found(List.of());
        }
        Answer<List<Reference>> all = accounts.meant(target.kind(), target.id(), Optional.empty())
                .then(meant -> meant.principal() instanceof UserName user
                        ? meant.account()
                                .calls()
                                .credentials()
                                .of(user, credential.get(), deadline)
                                .map(found -> references(target, meant.account(), credential.get(), found))
                        : new Answer.Got<>(List.of()));
        return switch (all) {
            case Answer.Got<List<Reference>> got -> new Related.Found(got.value());
            case Answer.None<List<Reference>> _ -> new Related.Found(List.of());
            case Answer.Forbidden<List<Reference>> no -> new Related.Unreachable("no permission " + no.permission());
            case Answer.Away<List<Reference>> away -> new Related.Unreachable(away.why());
        };
    }

    private List<Reference> references(
            Target user, AwsAccount account, Credential kind, List<CredentialCalls.One> found) {
        var scope = Map.of(ACCOUNT, account.id().digits());
        return found.stream()
                .map(one -> kind == Credential.ACCESS_KEY ? one.id() : CredentialName.of(user.id(), one.id()))
                .map(id -> new Reference(connection, kind.kind(), id, scope))
                .toList();
    }

    /** Whose target it is: evidence is collected of users and roles. */
    Answer<Meant> principal(Target target, Instant deadline) {
        if (Ec2Arn.isOf(target.kind())) {
            return new Answer.None<>("evidence is collected of users and roles");
        }
        Optional<Credential> credential = credential(target.kind());
        if (target.kind().equals(Kinds.SESSION)) {
            return Session.parse(target.id())
                    .flatMap(Session::role)
                    .map(role -> accounts.meant(Kinds.ROLE, role, Optional.empty()))
                    .orElseGet(() -> new Answer.None<>("it names no role"));
        }
        if (credential.isEmpty()) {
            return accounts.meant(target.kind(), target.id(), Optional.empty());
        }
        Answer<Home> home = credential.get() == Credential.ACCESS_KEY
                ? AccessKeyId.parse(target.id())
                        .map(key -> accounts.home(key, Optional.empty(), deadline))
                        .orElseGet(() -> new Answer.None<>(Refusals.notAKey(Optional.empty())))
                : accounts.home(credential.get(), target.id(), Optional.empty(), deadline);
        return home.then(where -> where.owner()
                .<Answer<Meant>>map(owner -> new Answer.Got<>(new Meant(where.account(), owner)))
                .orElseGet(() -> new Answer.None<>(Refusals.ROOT_KEY)));
    }
}
