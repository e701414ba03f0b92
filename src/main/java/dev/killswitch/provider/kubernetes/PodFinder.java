package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds a pod by what an alert knows of it besides its name: in the index where that is up to date, else by a look at the
 * cluster. Whatever the index says is looked at again. Thread-safe.
 */
final class PodFinder {
    private static final String LIST = ResourceKind.POD.permission("list");
    private static final String GET = ResourceKind.POD.permission("get");

    /** As many as are looked at one by one; with more than one it is for a person in any case. */
    private static final int CANDIDATES_MAX = 5;

    private static final int PAGE = 500;

    /** More than that is not listed while somebody waits: the index is for that. */
    private static final int LISTED_MAX = 5_000;

    private final KubernetesCalls calls;
    private final PodLook look;
    private final PodIndex index;
    private final Feed<IndexedPod> feed;
    private final Clock clock;

    PodFinder(KubernetesCalls calls, PodLook look, PodIndex index, Feed<IndexedPod> feed, Clock clock) {
        this.calls = calls;
        this.look = look;
        this.index = index;
        this.feed = feed;
        this.clock = clock;
    }

    /** Those that fit, or why nobody can tell. */
    private sealed interface Fit {
        /** {@code where} says where was looked. */
        record Pods(List<IndexedPod> pods, String where) implements Fit {
            public Pods {
                pods = List.copyOf(pods);
            }
        }

        record No(Resolved answer) implements Fit {}
    }

    Resolved find(Reference reference, PodTrait trait, Instant deadline) {
        Feed.State state = feed.state();
        Instant now = clock.instant();
        Fit fit = state.isFresh(now)
                ? again(trait, trait.in(index), among(state.age(now)), deadline)
                : listed(trait, stale(state, now), deadline);
        return switch (fit) {
            case Fit.No no -> no.answer();
            case Fit.Pods pods -> chosen(reference, trait, pods);
        };
    }

    private String among(Duration age) {
        return "among the " + index.size() + " pods of an index that is " + seconds(age) + " old";
    }

    private String stale(Feed.State state, Instant now) {
        return state.isSynced()
                ? "in a live list, since the index of pods is " + seconds(state.age(now)) + " old: " + state.trouble()
                : "in a live list, since there is no index of pods yet: " + state.trouble();
    }

    private static String seconds(Duration age) {
        return age.toSeconds() + " s";
    }

    /** The index is a moment behind, and a pod that has gone by now, or lost what it had, is not the one. */
    private Fit again(PodTrait trait, List<IndexedPod> known, String where, Instant deadline) {
        if (known.size() > CANDIDATES_MAX) {
            return new Fit.Pods(known, where);
        }
        var pods = new ArrayList<IndexedPod>();
        for (IndexedPod one : known) {
            switch (calls.get(ObjectPath.pod(one.namespace(), one.name()), GET, deadline)) {
                case Got.Found found -> {
                    IndexedPod now = IndexedPod.read(found.object());
                    if (now.uid().equals(one.uid()) && trait.fits(now)) {
                        look.found(Pod.read(found.object()));
                        pods.add(now);
                    }
                }
                case Got.Missing _ -> {
                    // It went meanwhile.
                }
                case Got.Denied denied -> {
                    return new Fit.No(new Resolved.Refused("no permission " + denied.permission()));
                }
                case Got.Away away -> {
                    return new Fit.No(new Resolved.Unreachable(away.why()));
                }
            }
        }
        return new Fit.Pods(pods, where);
    }

    private Fit listed(PodTrait trait, String where, Instant deadline) {
        var pods = new ArrayList<IndexedPod>();
        String from = "";
        int seen = 0;
        do {
            ObjectPath all = trait.listed().with("limit", Integer.toString(PAGE));
            switch (calls.get(from.isEmpty() ? all : all.with("continue", from), LIST, deadline)) {
                case Got.Found list -> {
                    seen += list.object().path("items").size();
                    list.object().path("items").forEach(one -> {
                        if (trait.fits(IndexedPod.read(one))) {
                            look.found(Pod.read(one));
                            pods.add(IndexedPod.read(one));
                        }
                    });
                    from = list.object().at("/metadata/continue").asText();
                }
                case Got.Missing _ -> from = "";
                case Got.Denied denied -> {
                    return new Fit.No(new Resolved.Refused("no permission " + denied.permission()));
                }
                case Got.Away away -> {
                    return new Fit.No(new Resolved.Unreachable(away.why()));
                }
            }
        } while (!from.isEmpty() && seen < LISTED_MAX);
        return from.isEmpty()
                ? new Fit.Pods(pods, where)
                : new Fit.No(new Resolved.Unreachable("of more than " + LISTED_MAX + " pods the one with that "
                        + trait.words() + " was not found yet, " + where));
    }

    private static Resolved chosen(Reference reference, PodTrait trait, Fit.Pods found) {
        if (trait instanceof PodTrait.Address
                && "unknown".equals(reference.scope().get("at"))) {
            return new Resolved.Refused("the alert does not say when, and a moment later the " + trait.words()
                    + " may be another pod's: name the pod");
        }
        List<IndexedPod> fit = trait.meant(found.pods()).stream()
                .filter(one -> one.uid().equals(reference.scope().getOrDefault("uid", one.uid())))
                .toList();
        Predicate<IndexedPod> isYounger = Meant.at(reference)
                .<Predicate<IndexedPod>>map(at -> pod -> trait instanceof PodTrait.Address && pod.hasStartedAfter(at))
                .orElse(_ -> false);
        List<IndexedPod> own = fit.stream()
                .filter(one -> isOwn(one, trait))
                .filter(isYounger.negate())
                .toList();
        if (own.size() == 1) {
            return new Resolved.Found(own.getFirst().target(reference.connection()));
        }
        if (!own.isEmpty()) {
            return new Resolved.Ambiguous(targets(reference, own), "name the pod, or its uid or container");
        }
        List<IndexedPod> sharing =
                fit.stream().filter(one -> !isOwn(one, trait)).toList();
        if (!sharing.isEmpty()) {
            return new Resolved.Ambiguous(
                    targets(reference, sharing),
                    "it is the address of node " + sharing.getFirst().node()
                            + ", which pods on its network share with its own processes: name the pod, its container"
                            + " or the node");
        }
        if (!fit.isEmpty()) {
            return new Resolved.Refused("the " + trait.words() + " is that of "
                    + fit.stream().map(PodFinder::age).collect(Collectors.joining(", "))
                    + ", which is after what the alert tells of: whoever had it then is not known; name the pod");
        }
        return new Resolved.Nothing("no pod has the " + trait.words() + ", " + found.where());
    }

    /** An address of a node is everybody's there. */
    private static boolean isOwn(IndexedPod pod, PodTrait trait) {
        return !(trait instanceof PodTrait.Address) || !pod.hostNetwork();
    }

    private static String age(IndexedPod pod) {
        return pod.id() + ", which started at " + Instant.ofEpochSecond(pod.started());
    }

    private static List<Target> targets(Reference reference, List<IndexedPod> pods) {
        return pods.stream().map(one -> one.target(reference.connection())).toList();
    }
}
