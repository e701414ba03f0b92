package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Released;
import dev.killswitch.provider.kubernetes.DenyObject.Force;
import dev.killswitch.provider.kubernetes.ObjectLook.Seen;
import dev.killswitch.provider.kubernetes.ObjectLook.Why;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Keeps the deny objects beside our policies, in those APIs that the cluster has, where the operator lets us. What stands
 * in the way of one never keeps the NetworkPolicy from being written, unless it is a right that we lack: the proof tells.
 * Thread-safe.
 */
final class Denies {
    /** What an operator switches on, beside an isolation's own tier. */
    static final String TIER = "deny-policies";

    /** Between our look and the write that follows it; longer than that, and we look again. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private static final int SEEN_MAX = 1_000;

    /** What ours is called for whoever carries our label, where somebody else has the usual name. */
    static final String INSTEAD = StandingPolicy.NAME + "-2";

    private final KubernetesCalls calls;
    private final ObjectLook look;
    private final ProfileKeeper profiles;
    private final boolean on;
    private final Clock clock;
    private final List<DenyObject> all;
    private final Map<ObjectPath, Instant> seen = new ConcurrentHashMap<>();

    Denies(KubernetesCalls calls, ProfileKeeper profiles, Set<String> tiers, Clock clock) {
        this.calls = calls;
        this.look = new ObjectLook(calls);
        this.profiles = profiles;
        this.on = tiers.contains(TIER);
        this.clock = clock;
        this.all = all(calls);
    }

    static List<DenyObject> all(KubernetesCalls calls) {
        return List.of(
                new CiliumDeny(calls),
                new CalicoDeny(calls),
                new ClusterPolicyDeny(calls),
                new AdminPolicyDeny(calls),
                new AntreaDeny(calls));
    }

    /** How the object of our name is. */
    private sealed interface State {
        record AsMade(JsonNode own) implements State {}

        record Changed(JsonNode own) implements State {}

        record Foreign() implements State {}

        record Not(Seen.Not not) implements State {}
    }

    /** What is to be said before an isolation. */
    sealed interface Look {
        /**
         * What there is.
         *
         * @param apis those in which objects of ours are to stand
         * @param asMade whether nothing is left to write
         * @param foreign names of ours that are somebody else's
         */
        record Known(Set<DenyApi> apis, boolean asMade, List<String> foreign) implements Look {
            public Known {
                apis = Set.copyOf(apis);
                foreign = List.copyOf(foreign);
            }

            /** With a word on what ours make of what is open besides; whether they are in force, only the proof tells. */
            Facts completed(Facts facts) {
                if (apis.isEmpty() || facts.notes().isEmpty()) {
                    return facts;
                }
                String where = apis.stream().map(DenyApi::groupVersion).sorted().collect(Collectors.joining(", "));
                var notes = new ArrayList<>(facts.notes());
                notes.add("a deny in " + where
                        + " stands beside it, and closes these where it is in force: the proof tells");
                return facts.noting(notes);
            }
        }

        record Forbidden(String permission) implements Look {}
    }

    private Optional<Discovered> discovered(Call call) {
        if (profiles.profile().discovered().isEmpty()) {
            profiles.refresh(call.deadline());
        }
        return profiles.profile().discovered();
    }

    private List<DenyObject> served(Call call) {
        Optional<Discovered> discovered = discovered(call);
        return all.stream()
                .filter(one -> discovered.filter(seen -> seen.has(one.api())).isPresent())
                .toList();
    }

    private List<DenyObject> of(Set<DenyApi> apis) {
        return all.stream().filter(one -> apis.contains(one.api())).toList();
    }

    /** The permissions that isolations need here, beside their own. */
    List<String> permissions() {
        Optional<Discovered> discovered = profiles.profile().discovered();
        return !on
                ? List.of()
                : all.stream()
                        .filter(one ->
                                discovered.filter(seen -> seen.has(one.api())).isPresent())
                        .flatMap(one -> one.permissions().stream())
                        .distinct()
                        .toList();
    }

    /** Reads only. */
    Look look(Call call, Which which, String name) {
        var apis = new TreeSet<DenyApi>();
        var foreign = new ArrayList<String>();
        boolean asMade = true;
        for (DenyObject deny : fitting(call, which)) {
            apis.add(deny.api());
            seen.remove(path(deny, which, name));
            Named named = named(call, deny, which, name);
            switch (named.state()) {
                case State.AsMade _ when deny.isPrepared(call) -> saw(path(deny, which, named.name()));
                case State.AsMade _ -> asMade = false;
                case State.Changed _ -> asMade = false;
                case State.Foreign _ -> foreign.add(deny.name(named.name()));
                case State.Not not
                when not.not().why() == Why.DENIED -> {
                    return new Look.Forbidden(not.not().text());
                }
                case State.Not not -> asMade &= not.not().why() != Why.GONE;
            }
        }
        return new Look.Known(apis, asMade, foreign);
    }

    private List<DenyObject> fitting(Call call, Which which) {
        return !on
                ? List.of()
                : served(call).stream()
                        .filter(deny -> deny.misfit(call, which).isEmpty())
                        .toList();
    }

    private void saw(ObjectPath path) {
        if (seen.size() >= SEEN_MAX) {
            seen.clear();
        }
        seen.put(path, clock.instant());
    }

    private boolean isFresh(ObjectPath path) {
        Instant looked = seen.get(path);
        return looked != null && clock.instant().isBefore(looked.plus(FRESH));
    }

    /** Makes sure that those stand that are for whoever carries our label; as {@link #ensure}. */
    Optional<Outcome> ensureStanding(Call call, Which.Labelled which) {
        Set<DenyApi> apis = fitting(call, which).stream()
                .filter(deny -> !isFresh(path(deny, which, StandingPolicy.NAME)))
                .map(DenyObject::api)
                .collect(Collectors.toSet());
        return ensure(call, apis, which, StandingPolicy.NAME, false);
    }

    private static ObjectPath path(DenyObject deny, Which which, String name) {
        return deny.place(which, name).path();
    }

    /** What an isolation stands on, in each of the APIs: one that is not served yet may be in an hour. */
    List<Where> places(Which which, String name) {
        List<String> names = name.equals(StandingPolicy.NAME) ? List.of(name, INSTEAD) : List.of(name);
        return !on
                ? List.of()
                : all.stream()
                        .flatMap(deny -> names.stream().flatMap(one -> deny.places(which, one).stream()))
                        .distinct()
                        .toList();
    }

    /** Whether there may be objects of that kind, for all we know: those of the policy APIs where they are served alone. */
    boolean serves(ResourceKind kind) {
        return DenyApi.of(kind.apiVersion()).isEmpty()
                || profiles.profile()
                        .discovered()
                        .filter(seen -> seen.serves(kind.apiVersion(), kind.plural()))
                        .isPresent();
    }

    private State state(Call call, DenyObject deny, Which which, String name) {
        return switch (look.object(path(deny, which, name), deny.resource(), call)) {
            case Seen.Not not -> new State.Not(not);
            case Seen.There there when !Marks.isOurs(there.object()) -> new State.Foreign();
            case Seen.There there
            when there.object().path("spec").equals(deny.spec(which)) -> new State.AsMade(there.object());
            case Seen.There there -> new State.Changed(there.object());
        };
    }

    /** What it is called, and how it is. */
    private record Named(String name, State state) {}

    private Named named(Call call, DenyObject deny, Which which, String name) {
        State state = state(call, deny, which, name);
        return state instanceof State.Foreign && name.equals(StandingPolicy.NAME)
                ? new Named(INSTEAD, state(call, deny, which, INSTEAD))
                : new Named(name, state);
    }

    /**
     * Makes sure that the objects of these APIs stand as they should; an outcome where we may not, or may in a moment.
     *
     * @param isOfCall whether they are the containment's own, and not for whoever carries our label
     */
    Optional<Outcome> ensure(Call call, Set<DenyApi> apis, Which which, String name, boolean isOfCall) {
        for (DenyObject deny : of(apis)) {
            Optional<Outcome> obstacle = deny.prepare(call).or(() -> {
                Named named = named(call, deny, which, name);
                return ensure(call, new DenyMaking(deny, which, named.name(), isOfCall), named.state());
            });
            if (obstacle.isPresent()) {
                return obstacle;
            }
        }
        return Optional.empty();
    }

    private Optional<Outcome> ensure(Call call, DenyMaking making, State state) {
        return switch (state) {
            case State.AsMade _, State.Foreign _ -> Optional.empty();
            case State.Changed changed -> heal(call, making, changed.own());
            case State.Not not when not.not().why() == Why.GONE -> create(call, making);
            case State.Not not
            when not.not().why() == Why.DENIED -> Optional.of(not.not().outcome());
            case State.Not _ -> Optional.empty();
        };
    }

    private Optional<Outcome> create(Call call, DenyMaking making) {
        ResourceKind resource = making.deny().resource();
        ObjectPath path = ObjectPath.all(resource, making.deny().namespace(making.which()))
                .with("fieldManager", Marks.US);
        return obstacle(
                making, calls.create(path, making.object(call), resource.permission("create"), call.deadline()));
    }

    /** Whole: a merge would leave what somebody added, such as a port that a deny is narrowed to. */
    private Optional<Outcome> heal(Call call, DenyMaking making, JsonNode own) {
        ResourceKind resource = making.deny().resource();
        JsonPatch patch = new JsonPatch()
                .testText("/metadata/uid", ObjectLook.uid(own))
                .testText(Marks.OURS, Marks.US)
                .add("/spec", making.deny().spec(making.which()));
        ObjectPath path = path(making.deny(), making.which(), making.name()).with("fieldManager", Marks.US);
        return obstacle(making, calls.patch(path, patch.operations(), resource.permission("patch"), call.deadline()));
    }

    /** The target itself is untouched in each case, so nothing here leaves its state unknown. */
    private static Optional<Outcome> obstacle(DenyMaking making, Wrote wrote) {
        String what = making.what();
        return switch (wrote) {
            case Wrote.Done _, Wrote.Missing _, Wrote.Invalid _ -> Optional.empty();
            case Wrote.Conflict _ -> Optional.of(new Outcome.Busy("the " + what + " changed meanwhile", Duration.ZERO));
            case Wrote.Unknown unknown ->
                Optional.of(new Outcome.Busy("the " + what + ": " + unknown.why(), Duration.ZERO));
            case Wrote.Failed failed -> Optional.of(failed.outcome());
        };
    }

    Standing standing(Call call, Which which, String name) {
        var inForce = new ArrayList<DenyObject>();
        var doubts = new ArrayList<String>();
        var faint = new ArrayList<String>();
        boolean notYet = false;
        for (DenyObject deny : served(call)) {
            switch (force(call, deny, which, name)) {
                case Force.Certain _ -> inForce.add(deny);
                case Force.NotYet not -> {
                    (runs(call, deny) ? doubts : faint).add(doubt(deny, not.why()));
                    notYet = true;
                }
                case Force.Doubtful doubtful -> {
                    (runs(call, deny) ? doubts : faint).add(doubt(deny, doubtful.why()));
                    seen.remove(path(deny, which, name));
                }
            }
        }
        return new Standing(inForce, doubts, faint, notYet);
    }

    /** Whether the plugin whose API it is was seen: then what others say in that API counts. */
    private boolean runs(Call call, DenyObject deny) {
        return deny.plugin()
                .filter(plugin -> discovered(call)
                        .filter(seen -> DenyObject.unseen(plugin, seen).isEmpty())
                        .isPresent())
                .isPresent();
    }

    private static String doubt(DenyObject deny, String why) {
        return "what a " + deny.resource().kind() + " of " + deny.api().groupVersion()
                + " may allow, as ours is not known to win: " + why;
    }

    private Force force(Call call, DenyObject deny, Which which, String name) {
        Named named = named(call, deny, which, name);
        String called = deny.name(named.name());
        return switch (named.state()) {
            case State.AsMade made ->
                deny.force(call, which, made.own(), discovered(call).orElseThrow());
            case State.Changed _ -> new Force.Doubtful(called + " is not as we made it");
            case State.Foreign _ -> new Force.Doubtful(called + " is somebody else's");
            case State.Not _ when !on -> new Force.Doubtful("the tier " + TIER + " is off");
            case State.Not not
            when not.not().why() == Why.GONE ->
                new Force.Doubtful(deny.misfit(call, which).orElse(called + " is not there"));
            case State.Not not
            when not.not().why() == Why.DENIED ->
                new Force.Doubtful("no permission " + not.not().text());
            case State.Not not -> new Force.Doubtful(not.not().text());
        };
    }

    /** Takes the containment's own away; what is said where one of them stays. */
    Optional<Released> remove(Call call, Set<DenyApi> apis, Which which, String name) {
        var uids = new EnumMap<DenyApi, String>(DenyApi.class);
        for (DenyObject deny : of(apis)) {
            Optional<Released> left = kept(call, deny, which, name, uids);
            if (left.isPresent()) {
                return left;
            }
        }
        for (DenyObject deny : of(uids.keySet())) {
            Optional<Released> left =
                    delete(call, deny, path(deny, which, name), Objects.requireNonNull(uids.get(deny.api())));
            if (left.isPresent()) {
                return left;
            }
        }
        return Optional.empty();
    }

    /** Reads only. */
    private Optional<Released> kept(Call call, DenyObject deny, Which which, String name, Map<DenyApi, String> uids) {
        return switch (state(call, deny, which, name)) {
            case State.AsMade made -> {
                uids.put(deny.api(), ObjectLook.uid(made.own()));
                yield Optional.empty();
            }
            case State.Changed _, State.Foreign _ ->
                Optional.of(new Released.Drifted(
                        "our own " + deny.name(name), "an object of that name that is not as we made it"));
            case State.Not not when not.not().why() == Why.GONE -> Optional.empty();
            case State.Not not -> Optional.of(not.not().released());
        };
    }

    private Optional<Released> delete(Call call, DenyObject deny, ObjectPath path, String uid) {
        return switch (calls.delete(
                path, Deletion.options(uid), deny.resource().permission("delete"), call.deadline())) {
            case Wrote.Done _, Wrote.Missing _ -> Optional.empty();
            case Wrote.Conflict _, Wrote.Invalid _ -> Optional.of(new Released.Retry("it changed meanwhile"));
            case Wrote.Failed failed -> Optional.of(new Released.Retry(failed.why()));
        };
    }
}
