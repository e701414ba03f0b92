package dev.killswitch.provider.aws;

import dev.killswitch.action.Connection.Related;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the things of EC2 that references mean. Their id says neither account nor region: alerts do, or an ARN does. */
final class Ec2Finder {
    private static final String ACCOUNT = "account";
    private static final String REGION = "region";
    /** One that is named by its id alone is looked for in so many accounts and regions: each costs a call. */
    private static final int ASKED_MAX = 10;

    private final String connection;
    private final Accounts accounts;

    Ec2Finder(String connection, Accounts accounts) {
        this.connection = connection;
        this.accounts = accounts;
    }

    Resolved resolve(Reference reference, Instant deadline) {
        Optional<Ec2Arn> arn = Ec2Arn.parse(reference.id());
        if (arn.isPresent() && arn.get().kind().equals(reference.kind())) {
            return resolved(arn.get(), accounts.ours(arn.get()).then(_ -> look(arn.get(), deadline)));
        }
        if (!Ec2Arn.fits(reference.kind(), reference.id())) {
            return new Resolved.Nothing("an " + reference.kind() + " is named by its id, as "
                    + Ec2Arn.example(reference.kind()) + ", or by its ARN");
        }
        return search(reference, deadline);
    }

    private Resolved search(Reference reference, Instant deadline) {
        Optional<AccountId> account =
                Optional.ofNullable(reference.scope().get(ACCOUNT)).flatMap(AccountId::parse);
        Optional<String> region = Optional.ofNullable(reference.scope().get(REGION));
        List<Ec2Arn> candidates = accounts.everywhere(reference.kind(), reference.id()).stream()
                .filter(one -> account.isEmpty() || one.account().equals(account.get()))
                .filter(one -> region.isEmpty() || one.region().equals(region.get()))
                .toList();
        if (candidates.isEmpty()) {
            return new Resolved.Nothing("connection " + connection + " does not act there: in "
                    + account.map(id -> "account " + id).orElse("any account")
                    + region.map(text -> ", region " + text).orElse(""));
        }
        if (candidates.size() > ASKED_MAX) {
            return new Resolved.Nothing("it may be in " + candidates.size()
                    + " accounts and regions; name it by its ARN, as " + candidates.getFirst());
        }
        Resolved said = new Resolved.Nothing("nobody knows it in the accounts and regions of connection " + connection);
        for (Ec2Arn candidate : candidates) {
            Resolved here = resolved(candidate, look(candidate, deadline));
            if (here instanceof Resolved.Found) {
                return here;
            }
            said = here instanceof Resolved.Nothing ? said : here;
        }
        return said;
    }

    /** Whether it is there. */
    private Answer<Ec2Arn> look(Ec2Arn arn, Instant deadline) {
        return accounts.recorded(arn.account()).then(account -> {
            Ec2Calls calls = account.ec2(arn.region());
            return switch (arn.kind()) {
                case Kinds.INSTANCE -> calls.machine(arn.id(), deadline).map(_ -> arn);
                default -> calls.networkInterface(arn.id(), deadline).map(_ -> arn);
            };
        });
    }

    private Resolved resolved(Ec2Arn arn, Answer<Ec2Arn> answer) {
        return switch (answer) {
            case Answer.Got<Ec2Arn> _ ->
                new Resolved.Found(new Target(connection, arn.kind(), arn.id(), arn.toString()));
            case Answer.None<Ec2Arn> none -> new Resolved.Nothing(none.why());
            case Answer.Forbidden<Ec2Arn> no -> new Resolved.Refused("no permission " + no.permission());
            case Answer.Away<Ec2Arn> away -> new Resolved.Unreachable(away.why());
        };
    }

    /** The network interfaces of an instance. */
    Related related(Target target, String kind, Instant deadline) {
        Optional<Ec2Arn> arn = Ec2Arn.parse(target.uid());
        if (arn.isEmpty() || !target.kind().equals(Kinds.INSTANCE) || !kind.equals(Kinds.NETWORK_INTERFACE)) {
            return new Related.Found(List.of());
        }
        Answer<Ec2Calls.Machine> machine = accounts.recorded(arn.get().account())
                .then(account ->
                        account.ec2(arn.get().region()).machine(arn.get().id(), deadline));
        return switch (machine) {
            case Answer.Got<Ec2Calls.Machine> got ->
                new Related.Found(got.value().interfaces().stream()
                        .map(id -> reference(arn.get(), kind, id))
                        .toList());
            case Answer.None<Ec2Calls.Machine> _ -> new Related.Found(List.of());
            case Answer.Forbidden<Ec2Calls.Machine> no -> new Related.Unreachable("no permission " + no.permission());
            case Answer.Away<Ec2Calls.Machine> away -> new Related.Unreachable(away.why());
        };
    }

    private Reference reference(Ec2Arn near, String kind, String id) {
        return new Reference(
                connection, kind, id, Map.of(ACCOUNT, near.account().digits(), REGION, near.region()));
    }
}
