package dev.killswitch.provider.aws;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.EvidenceSink;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.action.Tiers;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The accounts that one set of credentials acts in. */
final class AwsConnection implements Connection {
    /** Where a reference says which account it means. */
    private static final String ACCOUNT = "account";

    private final String name;
    private final AwsClients clients;
    private final Accounts accounts;
    private final Set<String> tiers;
    private final Map<String, Action> actions;

    AwsConnection(String name, AwsSettings settings, Clock clock) {
        this.name = name;
        this.clients = new AwsClients(name, settings);
        this.accounts = new Accounts(name, settings, clients, clock);
        var settling = new Settling(settings.settling(), clock);
        var denyAll = new DenyAll(accounts, settling);
        this.tiers = settings.tiers();
        this.actions = Stream.of(new DenyUser(denyAll), new DenyRole(denyAll), new DisableAccessKey(accounts, settling))
                .map(action -> Tiers.hold(action, tiers, name))
                .collect(Collectors.toUnmodifiableMap(action -> action.spec().name(), Function.identity()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> tiers() {
        return tiers;
    }

    /** One account that knows us is enough here: in one that does not, inspection leaves the decision to a person. */
    @Override
    public Optional<String> notReady() {
        List<AwsAccount> all = accounts.all();
        return all.stream().anyMatch(account -> account.known().isPresent())
                ? Optional.empty()
                : all.stream().findFirst().map(first -> "who we are is not known: " + first.unknown());
    }

    @Override
    public Optional<String> unreachable() {
        return accounts.all().stream()
                .map(AwsAccount::unreachable)
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public void warm(Instant deadline) {
        // Side by side, so that one account that does not answer keeps no other waiting; each ends by the deadline.
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            accounts.all().forEach(account -> each.execute(() -> account.warm(deadline)));
        }
    }

    @Override
    public Resolved resolve(Reference reference, Instant deadline) {
        Optional<AccountId> hint =
                Optional.ofNullable(reference.scope().get(ACCOUNT)).flatMap(AccountId::parse);
        return switch (reference.kind()) {
            case Kinds.ACCESS_KEY -> resolveKey(reference.id(), hint, deadline);
            case Kinds.USER, Kinds.ROLE -> resolvePrincipal(reference, hint, deadline);
            case Kinds.SESSION -> new Resolved.Refused(Refusals.SESSION);
            default -> new Resolved.Nothing("connection " + name + " knows no " + reference.kind());
        };
    }

    private Resolved resolveKey(String id, Optional<AccountId> hint, Instant deadline) {
        Optional<AccessKeyId> key = AccessKeyId.parse(id);
        if (key.isEmpty()) {
            return new Resolved.Nothing(Refusals.notAKey(key));
        }
        if (key.get().kind() == AccessKeyId.Kind.TEMPORARY) {
            return new Resolved.Refused(Refusals.notAKey(key));
        }
        return resolved(accounts.home(key.get(), hint, deadline)
                .<Resolved>map(home -> home.owner().isPresent()
                        ? new Resolved.Found(new Target(name, Kinds.ACCESS_KEY, id, id))
                        : new Resolved.Refused(Refusals.ROOT_KEY)));
    }

    private Resolved resolvePrincipal(Reference reference, Optional<AccountId> hint, Instant deadline) {
        return resolved(accounts.meant(reference.kind(), reference.id(), hint)
                .then(meant -> meant.account().calls().find(meant.principal(), deadline))
                .<Resolved>map(holder ->
                        new Resolved.Found(new Target(name, reference.kind(), accounts.shown(holder), holder.uid()))));
    }

    private static Resolved resolved(Answer<Resolved> answer) {
        return switch (answer) {
            case Answer.Got<Resolved> got -> got.value();
            case Answer.None<Resolved> none -> new Resolved.Nothing(none.why());
            case Answer.Forbidden<Resolved> no -> new Resolved.Refused("no permission " + no.permission());
            case Answer.Away<Resolved> away -> new Resolved.Unreachable(away.why());
        };
    }

    @Override
    public Related related(Target target, String kind, Instant deadline) {
        if (!target.kind().equals(Kinds.USER) || !kind.equals(Kinds.ACCESS_KEY)) {
            return new Related.Found(List.of());
        }
        Answer<List<Reference>> keys = accounts.meant(target.kind(), target.id(), Optional.empty())
                .then(meant -> meant.principal() instanceof UserName user
                        ? meant.account().calls().keys(user, deadline).map(all -> references(meant.account(), all))
                        : new Answer.Got<>(List.of()));
        return switch (keys) {
            case Answer.Got<List<Reference>> got -> new Related.Found(got.value());
            case Answer.None<List<Reference>> _ -> new Related.Found(List.of());
            case Answer.Forbidden<List<Reference>> no -> new Related.Unreachable("no permission " + no.permission());
            case Answer.Away<List<Reference>> away -> new Related.Unreachable(away.why());
        };
    }

    private List<Reference> references(AwsAccount account, List<AwsCalls.Key> keys) {
        var scope = Map.of(ACCOUNT, account.id().digits());
        return keys.stream()
                .map(key -> new Reference(name, Kinds.ACCESS_KEY, key.id().value(), scope))
                .toList();
    }

    @Override
    public Action action(String full) {
        return Optional.ofNullable(actions.get(full))
                .orElseThrow(() -> new IllegalArgumentException("no action " + full + " in provider aws"));
    }

    @Override
    public Outcome collect(Call call, EvidenceSink sink) {
        Target target = call.target();
        Instant deadline = call.deadline();
        Answer<Accounts.Meant> meant = target.kind().equals(Kinds.ACCESS_KEY)
                ? AccessKeyId.parse(target.id())
                        .map(key -> accounts.home(key, Optional.empty(), deadline))
                        .orElseGet(() -> new Answer.None<>(Refusals.notAKey(Optional.empty())))
                        .then(home -> home.owner()
                                .<Answer<Accounts.Meant>>map(
                                        owner -> new Answer.Got<>(new Accounts.Meant(home.account(), owner)))
                                .orElseGet(() -> new Answer.None<>(Refusals.ROOT_KEY)))
                : accounts.meant(target.kind(), target.id(), Optional.empty());
        return meant.outcome(who -> who.account()
                .calls()
                .find(who.principal(), deadline)
                .outcome(holder -> Evidence.collect(who.account().calls(), holder, deadline, sink)));
    }

    @Override
    public Permissions permissions(ActionSpec spec, Instant deadline) {
        var missing = new ArrayList<String>();
        for (AwsAccount account : accounts.all()) {
            switch (denied(account, spec, deadline)) {
                case Answer.Got<List<String>> got ->
                    got.value().forEach(permission -> missing.add(permission + " in account " + account.id()));
                case Answer.None<List<String>> none -> {
                    return new Permissions.Unreachable(none.why());
                }
                case Answer.Forbidden<List<String>> no -> {
                    return new Permissions.Unreachable("no permission " + no.permission());
                }
                case Answer.Away<List<String>> away -> {
                    return new Permissions.Unreachable(away.why());
                }
            }
        }
        return new Permissions.Known(missing);
    }

    private static Answer<List<String>> denied(AwsAccount account, ActionSpec spec, Instant deadline) {
        return switch (account.ourselves(deadline)) {
            case AwsAccount.Known self -> simulated(account, self, spec, deadline);
            case AwsAccount.Elsewhere elsewhere -> new Answer.Away<>(elsewhere.why());
            case AwsAccount.Unknown unknown -> new Answer.Away<>(unknown.why());
        };
    }

    /** The simulator wants the ARN of the role, not of its session; and a path, which a session's ARN leaves out. */
    private static Answer<List<String>> simulated(
            AwsAccount account, AwsAccount.Known self, ActionSpec spec, Instant deadline) {
        String resource = "arn:aws:iam::" + account.id() + (spec.targetKind().equals(Kinds.ROLE) ? ":role/" : ":user/")
                + "killswitch-asks";
        return IamArn.parse(self.arn())
                .<Answer<List<String>>>map(arn -> account.calls()
                        .find(arn.principal(), deadline)
                        .then(us -> account.calls().denied(us.arn(), spec.permissions(), resource, deadline)))
                .orElseGet(() -> new Answer.Away<>("only a user or a role can be asked about"));
    }

    @Override
    public void close() {
        clients.close();
    }
}
