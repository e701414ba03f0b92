package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.EvidenceSink;
import dev.killswitch.action.Notice;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Profile;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.action.Tiers;
import dev.killswitch.config.Secret;
import dev.killswitch.provider.kubernetes.Disturbances.Leaning;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One cluster. */
final class KubernetesConnection implements Connection {
    /** Small, and answered to whoever is somebody to the API server. */
    private static final ObjectPath HELLO = new ObjectPath("/api");

    private final String name;
    private final ClusterClient client;
    private final KubernetesCalls calls;
    private final Runnable last;
    private final Set<String> tiers;
    private final Map<String, Action> actions;
    private final TokensInHand tokens;
    private final Action ofTokens;
    private final Disturbances disturbances;
    private final Finder finder;
    private final Feed<IndexedPod> pods;
    private final Relatives relatives;
    private final Evidence evidence;
    private final String contact;
    private final Optional<Notice.Board> board;
    private final Rights rights;
    private final ProfileKeeper profiles;
    private final Denies denies;
    private final LaidAhead laidAhead;
    private volatile @Nullable String unreachable;

    /** {@code last} is run once the connection is closed. */
    KubernetesConnection(
            String name,
            KubernetesSettings settings,
            Telling telling,
            ClusterClient client,
            Clock clock,
            Runnable last) {
        this.name = name;
        this.client = client;
        this.last = last;
        this.calls = new KubernetesCalls(client, clock);
        this.contact = telling.contact();
        this.board = switch (telling.events()) {
            case ON -> Optional.of(new EventBoard(calls));
            case OFF -> Optional.empty();
        };
        var ourselves = Ourselves.of(settings.access());
        var look = new PodLook(calls, ourselves);
        var accounts = new Accounts(calls);
        this.profiles = new ProfileKeeper(calls, settings, clock);
        var standing = new StandingPolicy(calls, clock);
        this.laidAhead = new LaidAhead(standing, settings, clock);
        var verdict = new Verdict(profiles::profile, clock);
        this.tiers = settings.tiers();
        this.denies = new Denies(calls, profiles, tiers, clock);
        this.actions = Stream.of(
                        new IsolatePod(calls, look, standing, denies, verdict, clock),
                        new KillPod(calls, look),
                        new PolicyAction(calls, new IsolateWorkload(calls, ourselves, denies, verdict), denies),
                        new PolicyAction(calls, new IsolateNamespace(calls, ourselves, denies, verdict), denies),
                        new WithdrawNetworkPolicy(calls, ourselves, verdict),
                        new EvictPod(calls, ourselves),
                        new FieldAction(calls, new CordonNode(calls, ourselves)),
                        new FieldAction(calls, new ScaleToZero(calls, clock)),
                        new FieldAction(calls, new SuspendCronJob()),
                        new FieldAction(calls, new SuspendJob(calls, clock)),
                        new GitOpsHold(calls),
                        new OwnObject(calls, new FreezeNamespace()),
                        new DeleteAction(calls, new FreezeServiceAccount(accounts)),
                        new RotateServiceAccount(calls, accounts),
                        new RevokePodToken(calls, ourselves, clock),
                        new RevokeLegacyToken(calls, clock),
                        new AdmissionAction(calls, new DenySubjectWrites(calls)),
                        new AdmissionAction(calls, new BlockImage(calls, ourselves)),
                        new StripRbacSubject(calls, clock),
                        new ContainSecret(calls, ourselves))
                .map(action -> Tiers.hold(action, tiers, name))
                .collect(Collectors.toUnmodifiableMap(action -> action.spec().name(), Function.identity()));
        var reviews = new TokenReviews(calls);
        this.tokens = new TokensInHand(clock);
        this.ofTokens = Tiers.hold(new RevokeToken(byKind(calls, actions), reviews, tokens), tiers, name);
        this.disturbances = new Disturbances(calls, denies::serves, clock);
        var pods = new PodIndex(disturbances);
        this.pods = new Feed<>(calls, Feed.Kind.whole(ResourceKind.POD), pods, clock);
        this.finder = new Finder(
                calls,
                look,
                new PodFinder(calls, look, pods, this.pods, clock),
                new TokenFinder(calls, reviews, tokens, tiers));
        this.relatives = new Relatives(calls, ourselves);
        this.evidence = new Evidence(calls, look, relatives);
        this.rights = new Rights(calls);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> unreachable() {
        return Optional.ofNullable(unreachable);
    }

    /** The first call opens the index of pods, so that nothing is called at the start. */
    @Override
    public void warm(Instant deadline) {
        pods.start();
        unreachable = calls.get(HELLO, "get /api", deadline) instanceof Got.Away away ? away.why() : null;
        if (unreachable == null) {
            profiles.refresh(deadline);
            disturbances.follow();
        }
    }

    ClusterProfile cluster() {
        return profiles.profile();
    }

    @Override
    public Optional<Profile> profile() {
        return Optional.of(profiles.told(laidAhead.fact()));
    }

    @Override
    public Profile.Measuring measure() {
        return profiles.measure();
    }

    @Override
    public Optional<Profile.Measurement> measured() {
        return profiles.measured().map(Measured::told);
    }

    @Override
    public void recall(Profile.Measurement last) {
        Measured.recalled(last).ifPresent(profiles::recall);
    }

    @Override
    public void tend(Instant deadline) {
        profiles.tend(deadline);
        laidAhead.tend(deadline);
    }

    @Override
    public Set<String> tiers() {
        return tiers;
    }

    /** What kills a token that dies with a thing of that kind. */
    private static Map<String, Action> byKind(KubernetesCalls calls, Map<String, Action> held) {
        Function<ActionSpec, Action> of = spec -> Objects.requireNonNull(held.get(spec.name()));
        return Map.of(
                Pod.KIND,
                of.apply(RevokePodToken.SPEC),
                Where.SECRET,
                new RevokeSecretToken(calls, of.apply(RevokeLegacyToken.SPEC), of.apply(ContainSecret.SPEC)),
                Where.SERVICE_ACCOUNT,
                of.apply(RotateServiceAccount.SPEC));
    }

    @Override
    public void hand(String id, Secret secret) {
        tokens.take(id, secret);
    }

    @Override
    public Resolved resolve(Reference reference, Instant deadline) {
        return finder.resolve(reference, deadline);
    }

    @Override
    public Related related(Target target, String kind, Instant deadline) {
        return relatives.related(target, kind, deadline);
    }

    @Override
    public Action action(String action) {
        Action found = action.equals(RevokeToken.SPEC.name()) ? ofTokens : actions.get(action);
        if (found == null) {
            throw new IllegalArgumentException("the kubernetes provider has no action " + action);
        }
        return found;
    }

    @Override
    public Watching watch(Call call, String action, Runnable disturbed) {
        Target target = call.target();
        List<Where> leaned = action(action) instanceof Leaning leaning ? leaning.leansOn(call) : List.of();
        return disturbances.watch(
                Stream.concat(Where.of(target.kind(), target.id()).stream(), leaned.stream())
                        .toList(),
                disturbed);
    }

    @Override
    public Outcome collect(Call call, EvidenceSink sink) {
        return evidence.collect(call, sink);
    }

    @Override
    public Optional<Notice.Board> board() {
        return board;
    }

    @Override
    public String contact() {
        return contact;
    }

    @Override
    public Permissions permissions(ActionSpec spec, Instant deadline) {
        List<String> more = Specs.isIsolation(spec) ? denies.permissions() : List.of();
        return rights.missing(
                Stream.concat(spec.permissions().stream(), more.stream()).toList(), deadline);
    }

    @Override
    public void close() {
        pods.close();
        disturbances.close();
        client.close();
        last.run();
    }
}
