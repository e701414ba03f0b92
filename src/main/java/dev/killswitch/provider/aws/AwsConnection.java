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
    /** The kinds of targets that roles are asked about for. */
    private static final Set<String> ROLES = Set.of(Kinds.ROLE, Kinds.SESSION);

    /** A round of warming has to fit into a minute, for a hundred accounts. */
    private static final int WARM_MAX = 4;

    private final String name;
    private final AwsClients clients;
    private final Accounts accounts;
    private final Finder finder;
    private final Set<String> tiers;
    /** In which EC2 is kept warm; elsewhere the first call takes longer. */
    private final List<String> regions;

    private final Map<String, Action> actions;

    AwsConnection(String name, AwsSettings settings, Clock clock) {
        this.name = name;
        this.clients = new AwsClients(name, settings);
        this.accounts = new Accounts(name, settings, clients, clock);
        this.finder = new Finder(name, accounts);
        var settling = new Settling(settings.settling(), clock);
        var denyAll = new DenyAll(accounts, settling);
        this.tiers = settings.tiers();
        this.regions = tiers.contains(ProtectInstance.SPEC.tier())
                ? settings.regions().stream().limit(WARM_MAX).toList()
                : List.of();
        Stream<Action> flags = Stream.of(
                        new DisableAccessKey(),
                        new DisableSigningCertificate(),
                        new DisableSshKey(),
                        new DisableServiceCredential())
                .map(flag -> new StatusAction(flag, accounts, settling));
        Stream<Action> inside = Stream.of(
                        new DenySession(),
                        new RevokeRoleSessions(clock, settings.settling()),
                        DenyInside.ofUser(),
                        DenyInside.ofRole())
                .map(denial -> new InlineAction(denial, accounts, settling));
        Stream<Action> machines = Stream.of(
                new ProtectInstance(accounts, settling),
                new IsolateInterface(accounts, new Quarantine(clock), settling));
        this.actions = Stream.of(Stream.of(new DenyUser(denyAll), new DenyRole(denyAll)), flags, inside, machines)
                .flatMap(Function.identity())
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
            accounts.all().forEach(account -> each.execute(() -> account.warm(regions, deadline)));
        }
    }

    @Override
    public Resolved resolve(Reference reference, Instant deadline) {
        return finder.resolve(reference, deadline);
    }

    @Override
    public Related related(Target target, String kind, Instant deadline) {
        return finder.related(target, kind, deadline);
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
        Answer<Accounts.Meant> meant = finder.principal(target, deadline);
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
        String resource = Ec2Arn.isOf(spec.targetKind())
                ? "*"
                : "arn:aws:iam::" + account.id() + (ROLES.contains(spec.targetKind()) ? ":role/" : ":user/")
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
