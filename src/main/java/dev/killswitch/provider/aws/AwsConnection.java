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
    /** A round of warming has to fit into a minute, for a hundred accounts. */
    private static final int WARM_MAX = 4;

    private final String name;
    private final AwsClients clients;
    private final Accounts accounts;
    private final Finder finder;
    private final Optional<SlotCalls> slot;
    private final Set<String> tiers;
    /** In which EC2 is kept warm; elsewhere the first call takes longer. */
    private final List<String> regions;

    private final Map<String, Action> actions;
    private final OwnRights rights;

    AwsConnection(String name, AwsSettings settings, Clock clock) {
        this.name = name;
        this.clients = new AwsClients(name, settings);
        this.accounts = new Accounts(name, settings, clients, clock);
        this.finder = new Finder(name, accounts);
        var settling = new Settling(settings.settling(), clock);
        this.tiers = settings.tiers();
        this.regions = tiers.contains(ProtectInstance.SPEC.tier())
                ? settings.regions().stream().limit(WARM_MAX).toList()
                : List.of();
        this.rights = new OwnRights(accounts.all(), settings, clock);
        var denyAll = new DenyAll(accounts, settling, tiers);
        this.slot = settings.organization().map(organization -> clients.slot(organization, clock));
        var slotted = new DenyPrincipal.Slotted(accounts, slot, settling, clock);
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
        this.actions = Stream.of(
                        Stream.of(
                                new DenyUser(denyAll),
                                new DenyRole(denyAll),
                                new EditRoleTrust(accounts, settling),
                                DenyByBoundary.ofUser(accounts, settling),
                                DenyByBoundary.ofRole(accounts, settling),
                                DenyPrincipal.ofUser(slotted),
                                DenyPrincipal.ofRole(slotted)),
                        flags,
                        inside,
                        machines)
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
        return rights.lacking(spec, deadline);
    }

    @Override
    public Map<String, Permissions> permissionsByAccount(ActionSpec spec, Instant deadline) {
        return rights.byAccount(spec, deadline);
    }

    @Override
    public Checked checked() {
        return rights.checked();
    }

    @Override
    public void tend(Instant deadline) {
        rights.tend(deadline);
    }

    @Override
    public void close() {
        clients.close();
    }
}
