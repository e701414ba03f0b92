package dev.killswitch.engine;

import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Connection;
import dev.killswitch.action.EvidenceSink;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Notice;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Profile;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Released;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Rung;
import dev.killswitch.action.Target;
import dev.killswitch.config.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A system with things in it, that outlives the process that acts on it. Each effect on a thing is held by nobody
 * ({@code free}) or by whoever brought it about. Calls go wrong as told, before or after they took hold.
 */
final class FakeSystem implements Connection {
    static final String FREE = "free";

    private final String name;
    private final Map<String, ActionSpec> specs = new LinkedHashMap<>();
    private final Map<String, String> uids = new LinkedHashMap<>();
    private final Map<String, String> holders = new HashMap<>();
    private final Map<String, List<Reference>> belongings = new HashMap<>();
    private final Map<At, Deque<Trouble>> troubles = new EnumMap<>(At.class);
    private final Deque<Proof> proofs = new ArrayDeque<>();
    private final Map<String, Rung> partial = new HashMap<>();
    private final Map<String, Rung> full = new HashMap<>();
    private final List<String> writes = new ArrayList<>();
    private Optional<String> notReady = Optional.empty();
    private boolean warmable;
    private Set<String> sensitive = Set.of();
    private final List<String> collected = new ArrayList<>();
    private Function<EvidenceSink, Outcome> collecting = _ -> new Outcome.Done("nothing to collect");
    private Optional<Notice.Board> board = Optional.empty();
    private Runnable meanwhile = () -> {};
    private Optional<Profile.Measurement> measured = Optional.empty();
    private final List<Instant> recalled = new ArrayList<>();
    private int things;
    private int calls;

    /** A call that can go wrong. */
    enum At {
        RESOLVE,
        RELATED,
        INSPECT,
        APPLY,
        PROVE,
        RELEASE
    }

    /** Has it measured now; what was recalled is the same as long as nothing is. */
    void measure(Instant at) {
        measured = Optional.of(new Profile.Measurement(at, Map.of("cluster", name), List.of()));
    }

    @Override
    public Optional<Profile.Measurement> measured() {
        return measured;
    }

    @Override
    public void recall(Profile.Measurement last) {
        recalled.add(last.at());
    }

    List<Instant> recalled() {
        return recalled;
    }

    FakeSystem(String name, ActionSpec... specs) {
        this.name = name;
        for (ActionSpec spec : specs) {
            this.specs.put(spec.name(), spec);
        }
    }

    /** Puts a thing there, under a new uid: its successor where there was one. */
    void put(String kind, String id) {
        uids.put(kind + "/" + id, "uid-" + ++things);
    }

    void remove(String kind, String id) {
        uids.remove(kind + "/" + id);
    }

    void belongs(String id, String kind, String... ids) {
        belongings.put(
                id,
                List.of(ids).stream()
                        .map(one -> new Reference(name, kind, one, Map.of()))
                        .toList());
    }

    String uid(String kind, String id) {
        return uids.getOrDefault(kind + "/" + id, "none");
    }

    Target target(String kind, String id) {
        return new Target(name, kind, id, uid(kind, id));
    }

    /** Who holds the effect of {@code action} on a thing. */
    String holder(String action, String id) {
        ActionSpec spec = spec(action);
        return holders.getOrDefault(uid(spec.targetKind(), id) + "#" + spec.effect(), FREE);
    }

    /** As if from outside. */
    void holder(String action, String id, String holder) {
        ActionSpec spec = spec(action);
        holders.put(uid(spec.targetKind(), id) + "#" + spec.effect(), holder);
    }

    /** What the next call there does instead. */
    void next(At at, Trouble... next) {
        troubles.computeIfAbsent(at, _ -> new ArrayDeque<>()).addAll(List.of(next));
    }

    /** No call there goes wrong any more. */
    void mend() {
        troubles.clear();
    }

    /** What proving says, in turn, before it says what is so. */
    void nextProof(Proof... next) {
        proofs.addAll(List.of(next));
    }

    /** From now on no {@code action} holds whole while nobody holds what {@code rung} brings about, on each thing it names. */
    void partialBut(String action, Rung rung) {
        partial.put(action, rung);
    }

    /** From now on no {@code action} can be done, and its answer names {@code rung}. */
    void full(String action, Rung rung) {
        full.put(action, rung);
    }

    private boolean isHeld(Rung rung, Target same) {
        return rung.on().isEmpty()
                ? !holder(rung.action(), same.id()).equals(FREE)
                : rung.on().stream()
                        .noneMatch(thing -> holder(rung.action(), thing.id()).equals(FREE));
    }

    /** What collecting evidence does. */
    void collecting(Function<EvidenceSink, Outcome> how) {
        collecting = how;
    }

    /** From now on there is a board, and what is posted there goes to {@code how}. */
    void posting(Function<Notice, Outcome> how) {
        board = Optional.of((notice, _) -> how.apply(notice));
    }

    /** Ids of the things that evidence was asked of, in order. */
    List<String> collected() {
        return List.copyOf(collected);
    }

    /** Does {@code next} within the next call. */
    void meanwhile(Runnable next) {
        meanwhile = next;
    }

    /** Every change that took hold: {@code apply action id}, {@code release action id}. */
    List<String> writes() {
        return List.copyOf(writes);
    }

    /** How many calls came, of whatever kind. */
    int calls() {
        return calls;
    }

    void sensitive(String... why) {
        sensitive = Set.of(why);
    }

    void notReady(String why) {
        notReady = Optional.of(why);
        warmable = false;
    }

    /** Does not know its own identity until it is warmed. */
    void cold() {
        notReady = Optional.of("it does not know its own identity yet");
        warmable = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> notReady() {
        return notReady;
    }

    @Override
    public void warm(Instant deadline) {
        if (warmable) {
            notReady = Optional.empty();
        }
    }

    @Override
    public Set<String> tiers() {
        return Set.of("usual");
    }

    @Override
    public Resolved resolve(Reference reference, Instant deadline) {
        String uid = uids.get(reference.kind() + "/" + reference.id());
        Resolved answer = uid == null
                ? new Resolved.Nothing()
                : new Resolved.Found(new Target(name, reference.kind(), reference.id(), uid));
        return call(At.RESOLVE, () -> answer, new Resolved.Refused("no permission"), new Resolved.Unreachable("away"));
    }

    @Override
    public Related related(Target target, String kind, Instant deadline) {
        Related answer = new Related.Found(belongings.getOrDefault(target.id(), List.of()).stream()
                .filter(one -> one.kind().equals(kind))
                .toList());
        return call(At.RELATED, () -> answer, new Related.Unreachable("refused"), new Related.Unreachable("away"));
    }

    @Override
    public Action action(String name) {
        return new Doing(spec(name));
    }

    private ActionSpec spec(String name) {
        ActionSpec spec = specs.get(name);
        if (spec == null) {
            throw new IllegalArgumentException("no action " + name);
        }
        return spec;
    }

    @Override
    public Outcome collect(Call call, EvidenceSink sink) {
        collected.add(call.target().id());
        return collecting.apply(sink);
    }

    @Override
    public Optional<Notice.Board> board() {
        return board;
    }

    @Override
    public String contact() {
        return "#on-call";
    }

    @Override
    public Permissions permissions(ActionSpec spec, Instant deadline) {
        return new Permissions.Known(List.of());
    }

    private final Map<String, Secret> handed = new HashMap<>();

    @Override
    public void hand(String id, Secret secret) {
        handed.put(id, secret);
    }

    /** What came by alerts, by the names that stand in their place. */
    Map<String, Secret> handed() {
        return Map.copyOf(handed);
    }

    private final Map<String, List<Runnable>> watches = new HashMap<>();

    @Override
    public Watching watch(Call call, String action, Runnable disturbed) {
        List<Runnable> all = watches.computeIfAbsent(call.target().id(), _ -> new ArrayList<>());
        all.add(disturbed);
        return () -> all.remove(disturbed);
    }

    /** Somebody changed something about it, and whoever watches it hears of that. */
    void disturb(String id) {
        List.copyOf(watches.getOrDefault(id, List.of())).forEach(Runnable::run);
    }

    /** How many watch it. */
    int watches(String id) {
        return watches.getOrDefault(id, List.of()).size();
    }

    @Override
    public void close() {}

    private <A> A call(At at, Supplier<A> change, A refused, A lost) {
        calls++;
        Runnable first = meanwhile;
        meanwhile = () -> {};
        first.run();
        Deque<Trouble> waiting = troubles.get(at);
        Trouble trouble = waiting == null ? null : waiting.poll();
        return switch (trouble) {
            case null -> change.get();
            case FAILS -> refused;
            case LOST_BEFORE -> lost;
            case LOST_AFTER -> {
                var _ = change.get();
                yield lost;
            }
            case CRASH_BEFORE -> throw new Crash("before " + at);
            case CRASH_AFTER -> {
                var _ = change.get();
                throw new Crash("after " + at);
            }
        };
    }

    private final class Doing implements Action {
        private final ActionSpec spec;

        Doing(ActionSpec spec) {
            this.spec = spec;
        }

        @Override
        public ActionSpec spec() {
            return spec;
        }

        private String key(Call call) {
            return call.target().uid() + "#" + spec.effect();
        }

        private boolean isThere(Call call) {
            return uids.containsValue(call.target().uid());
        }

        private String held(Call call) {
            return holders.getOrDefault(key(call), FREE);
        }

        @Override
        public Inspected inspect(Call call) {
            return FakeSystem.this.call(
                    At.INSPECT, () -> look(call), new Inspected.Forbidden("get"), new Inspected.Unreachable("away"));
        }

        /** By its own mark alone. */
        @Override
        public Inspected standing(Call call) {
            Inspected seen = Action.super.standing(call);
            return seen instanceof Inspected.Found found
                    ? new Inspected.Found(
                            found.before(),
                            found.facts(),
                            found.undo(),
                            held(call).equals(call.mark().containment()))
                    : seen;
        }

        private Inspected look(Call call) {
            var before = new Before(1, "{\"holder\":\"" + held(call) + "\"}");
            var facts = new Facts(Map.of("things", 1), sensitive);
            return isThere(call)
                    ? new Inspected.Found(
                            before, facts, spec.undo(), !held(call).equals(FREE))
                    : new Inspected.Gone("no such uid");
        }

        @Override
        public Outcome apply(Call call, Before before) {
            return FakeSystem.this.call(
                    At.APPLY,
                    () -> take(call),
                    new Outcome.Refused("no permission"),
                    new Outcome.Unknown("no answer came"));
        }

        private Outcome take(Call call) {
            String ours = call.mark().containment();
            if (!isThere(call)) {
                return spec.ends() ? new Outcome.AlreadyDone() : new Outcome.Gone("no such uid");
            }
            if (held(call).equals(ours)) {
                return new Outcome.AlreadyDone();
            }
            Rung instead = full.get(spec.name());
            if (instead != null) {
                return new Outcome.Refused("a quota is used up").next(instead);
            }
            if (!held(call).equals(FREE)) {
                return new Outcome.Changed("held by " + held(call));
            }
            write("apply", call);
            if (spec.ends()) {
                uids.values().remove(call.target().uid());
            } else {
                holders.put(key(call), ours);
            }
            return new Outcome.Done("receipt-" + call.target().uid());
        }

        private void write(String what, Call call) {
            writes.add(what + " " + spec.name() + " " + call.target().id());
        }

        @Override
        public Proof prove(Call call, Before before) {
            Supplier<Proof> seen = () -> {
                Proof next = proofs.poll();
                return next == null ? proof(call) : next;
            };
            return FakeSystem.this.call(
                    At.PROVE, seen, new Proof.Unproven("no permission"), new Proof.Pending(Duration.ofSeconds(5)));
        }

        private Proof proof(Call call) {
            Rung rest = partial.get(spec.name());
            if (rest != null && !isHeld(rest, call.target())) {
                return new Proof.Partial(List.of("something is let through"), rest);
            }
            boolean isSo =
                    spec.ends() ? !isThere(call) : isThere(call) && !held(call).equals(FREE);
            return isSo ? new Proof.Proven("seen") : new Proof.Unproven("not so");
        }

        @Override
        public Released release(Call call, Before before) {
            return FakeSystem.this.call(
                    At.RELEASE,
                    () -> free(call, before),
                    new Released.Impossible("no permission"),
                    new Released.Retry("no answer came"));
        }

        private Released free(Call call, Before before) {
            String ours = call.mark().containment();
            String was = before.json().replaceAll("\\{\"holder\":\"(.*)\"}", "$1");
            if (!isThere(call)) {
                return new Released.Gone();
            }
            if (held(call).equals(was)) {
                return new Released.Restored();
            }
            if (!held(call).equals(ours)) {
                return new Released.Drifted(ours, held(call));
            }
            write("release", call);
            holders.put(key(call), was);
            return new Released.Restored();
        }
    }
}
