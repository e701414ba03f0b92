package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.action.Action;
import dev.killswitch.action.ActionSpec;
import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.action.Before;
import dev.killswitch.action.Call;
import dev.killswitch.action.Facts;
import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Proof;
import dev.killswitch.action.Released;
import dev.killswitch.action.Rung;
import dev.killswitch.provider.kubernetes.IsolateBefore.Way;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Takes one pod off the network: one guarded relabel onto the namespace's standing policy. Its labels go, so that no
 * Service, ReplicaSet or policy of somebody else selects it any more.
 */
final class IsolatePod implements Action, Disturbances.Leaning {
    /** One look that nobody answers is no reason to call it unproven. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private static final String LABELS = "/metadata/labels";
    private static final String LABEL = LABELS + "/" + Marks.pointer(Marks.QUARANTINE);
    private static final String ANNOTATIONS = "/metadata/annotations";
    private static final String PATCH = ResourceKind.POD.permission("patch");

    /** What the API server takes for all annotations of an object. */
    private static final int ANNOTATIONS_BYTES_MAX = 256 * 1024;

    /** Of the one that tells of the labels. */
    private static final int NOTE_BYTES_MAX = 4 * 1024;

    /** Of either side of what a release found changed. */
    private static final int DRIFT_BYTES_MAX = 512;

    /** For both of our notes and their names. */
    private static final int NOTES_BYTES_MAX = NOTE_BYTES_MAX + 1024;

    private final KubernetesCalls calls;
    private final PodLook look;
    private final StandingPolicy standing;
    private final Denies denies;
    private final Verdict verdict;
    private final Clock clock;

    IsolatePod(
            KubernetesCalls calls, PodLook look, StandingPolicy standing, Denies denies, Verdict verdict, Clock clock) {
        this.calls = calls;
        this.look = look;
        this.standing = standing;
        this.denies = denies;
        this.verdict = verdict;
        this.clock = clock;
    }

    @Override
    public ActionSpec spec() {
        return Specs.ISOLATE_POD;
    }

    @Override
    public List<Where> leansOn(Call call) {
        return Stream.concat(
                        StandingPolicy.places(call).stream(), denies.places(which(call), StandingPolicy.NAME).stream())
                .toList();
    }

    /** What another containment wrote holds as well as what this one would write. */
    @Override
    public Inspected inspect(Call call) {
        return inspect(call, Marks::isContainment);
    }

    /** Any other value than the one that was written is somebody else's hand. */
    @Override
    public Inspected standing(Call call) {
        return inspect(call, Marks.value(call)::equals);
    }

    private Inspected inspect(Call call, Predicate<String> holds) {
        return switch (look.podPoliciesAndOwner(call)) {
            case PodLook.Seen.There there -> found(call, there, holds);
            case PodLook.Seen.Gone gone -> new Inspected.Gone(gone.why());
            case PodLook.Seen.Denied denied -> new Inspected.Forbidden(denied.permission());
            case PodLook.Seen.Away away -> new Inspected.Unreachable(away.why());
        };
    }

    private Inspected found(Call call, PodLook.Seen.There there, Predicate<String> holds) {
        if (look.isOurselves(there.pod())) {
            return new Inspected.Refused("it is the pod that we run in");
        }
        if (there.pod().hostNetwork()) {
            return new Inspected.Refused(
                            "the pod is on its node's network, which no NetworkPolicy reaches; kill it instead: "
                                    + killing(there.pod()))
                    .next(Rung.same(Specs.KILL_POD));
        }
        return switch (there.owned()) {
            case PodLook.Owned.Known known -> found(call, there, known, holds);
            case PodLook.Owned.Denied denied -> new Inspected.Forbidden(denied.permission());
            case PodLook.Owned.Away away -> new Inspected.Unreachable(away.why());
        };
    }

    private Inspected found(Call call, PodLook.Seen.There there, PodLook.Owned.Known owner, Predicate<String> holds) {
        IsolateBefore before = before(call, there.pod(), owner);
        String value = there.pod().labels().get(Marks.QUARANTINE);
        boolean isLabelled = value != null
                && holds.test(value)
                && (before.way() == Way.ADD || there.pod().labels().size() == 1);
        return switch (denies.look(call, which(call), StandingPolicy.NAME)) {
            case Denies.Look.Forbidden forbidden -> new Inspected.Forbidden(forbidden.permission());
            case Denies.Look.Known known -> found(call, there, owner, before, isLabelled, known);
        };
    }

    /** What is stronger, as a person types it. */
    private static String killing(Pod pod) {
        return "ks kill pod " + pod.id();
    }

    private static Facts facts(PodLook.Seen.There there, PodLook.Owned.Known owner, IsolateBefore before) {
        var labels = new HashMap<String, String>(
                before.way() == Way.ADD ? there.pod().labels() : Map.of());
        labels.put(Marks.QUARANTINE, before.value());
        return new Facts(owner.blast(), there.pod().sensitive())
                .noting(Opening.foretold(
                        Policy.residuals(there.policies(), labels), there.pod().namespace(), killing(there.pod())));
    }

    private static Which.Labelled which(Call call) {
        PodLook.Place place = PodLook.Place.of(call);
        return new Which.Labelled(place.namespace(), place.name());
    }

    private Inspected found(
            Call call,
            PodLook.Seen.There there,
            PodLook.Owned.Known owner,
            IsolateBefore before,
            boolean isLabelled,
            Denies.Look.Known denied) {
        Pod pod = there.pod();
        standing.saw(pod.namespace(), there.policies());
        boolean alreadySo = isLabelled && denied.asMade() && StandingPolicy.holds(there.policies(), pod.labels());
        Optional<Inspected.Refused> refusal =
                alreadySo ? Optional.empty() : verdict.refusalOfOne(call, owner.workload());
        return refusal.<Inspected>map(refused -> refused)
                .orElseGet(() -> new Inspected.Found(
                        before.write(), denied.completed(facts(there, owner, before)), before.undo(), alreadySo));
    }

    private static IsolateBefore before(Call call, Pod pod, PodLook.Owned.Known owner) {
        boolean fits = IsolateBefore.fits(pod.labels());
        Way way = owner.keepsLabels() || !fits ? Way.ADD : Way.REPLACE;
        return new IsolateBefore(
                Marks.value(call),
                way,
                fits ? Optional.of(pod.labels()) : Optional.empty(),
                !pod.annotations().isEmpty(),
                hasRoomForNote(call, pod),
                way == Way.REPLACE && owner.replaces() ? Undo.EQUIVALENT : Undo.EXACT);
    }

    /** Where we put back what somebody undid in part, the note that is there tells of the labels from before that. */
    private static boolean hasRoomForNote(Call call, Pod pod) {
        boolean oursStands = pod.labels().containsKey(Marks.QUARANTINE)
                && pod.annotations().containsKey(Marks.BEFORE)
                && isNotedBy(Marks.value(call), pod);
        return !oursStands && pod.annotationBytes() + NOTES_BYTES_MAX <= ANNOTATIONS_BYTES_MAX;
    }

    private static boolean isNotedBy(String containment, Pod pod) {
        return pod.annotations().getOrDefault(Marks.NOTE, "").startsWith(containment + " ");
    }

    @Override
    public Outcome apply(Call call, Before recorded) {
        return denies.ensureStanding(call, which(call)).orElseGet(() -> switch (standing.ensure(call)) {
            case StandingPolicy.Ready.No no -> no.outcome();
            case StandingPolicy.Ready.Yes yes -> relabel(call, IsolateBefore.read(recorded), yes.policy());
        });
    }

    private Outcome relabel(Call call, IsolateBefore before, String policy) {
        return switch (calls.patch(look.path(call), isolating(call, before), PATCH, call.deadline())) {
            case Wrote.Done done ->
                new Outcome.Done(
                        policy.equals(StandingPolicy.NAME)
                                ? done.receipt()
                                : done.receipt() + ", under " + policy + ", as " + StandingPolicy.NAME
                                        + " is somebody else's");
            case Wrote.Missing _ -> new Outcome.Gone("no such pod");
            case Wrote.Conflict _, Wrote.Invalid _ -> lookAgain(call, before);
            case Wrote.Failed failed -> failed.outcome();
        };
    }

    private ArrayNode isolating(Call call, IsolateBefore before) {
        var patch = new JsonPatch().testText("/metadata/uid", call.target().uid());
        before.labels().ifPresentOrElse(labels -> patch.testMap(LABELS, labels), () -> patch.testAbsent(LABEL));
        if (before.labels().isPresent()) {
            patch.addMap(LABELS, before.wanted());
        } else {
            patch.addText(LABEL, before.value());
        }
        if (before.noted()) {
            Map<String, String> notes = Map.of(Marks.BEFORE, note(call, before), Marks.NOTE, Note.text(call));
            if (before.annotated()) {
                notes.forEach((name, text) -> patch.addText(annotation(name), text));
            } else {
                patch.testAbsent(ANNOTATIONS).addMap(ANNOTATIONS, notes);
            }
        }
        return patch.operations();
    }

    private static String annotation(String name) {
        return ANNOTATIONS + "/" + Marks.pointer(name);
    }

    /** For people who meet the pod; a release works from the record. */
    private String note(Call call, IsolateBefore before) {
        ObjectNode note = KubernetesCalls.JSON
                .createObjectNode()
                .put("containment", call.mark().containment())
                .put("incident", call.mark().incident())
                .put("at", clock.instant().toString());
        before.labels()
                .map(labels -> KubernetesCalls.JSON.<ObjectNode>valueToTree(new TreeMap<>(labels)))
                .filter(labels -> labels.toString().length() < NOTE_BYTES_MAX - 512)
                .ifPresent(labels -> note.set("labels", labels));
        return note.toString();
    }

    private Outcome lookAgain(Call call, IsolateBefore before) {
        return switch (look.pod(call)) {
            case PodLook.Seen.There there -> {
                Map<String, String> now = there.pod().labels();
                if (before.value().equals(now.get(Marks.QUARANTINE))) {
                    yield new Outcome.AlreadyDone();
                }
                yield before.labels().filter(now::equals).isPresent()
                        ? new Outcome.Busy("somebody else wrote the pod at that moment", Duration.ZERO)
                        : new Outcome.Changed("the pod's labels are not those that were seen");
            }
            case PodLook.Seen.Gone gone -> new Outcome.Gone(gone.why());
            case PodLook.Seen.Denied denied -> new Outcome.Refused("no permission " + denied.permission());
            case PodLook.Seen.Away away -> new Outcome.Unknown(away.why());
        };
    }

    @Override
    public Proof prove(Call call, Before recorded) {
        return switch (look.podAndPolicies(call)) {
            case PodLook.Seen.There there -> proof(call, there.pod(), there.policies());
            case PodLook.Seen.Gone gone -> new Proof.Unproven(gone.why());
            case PodLook.Seen.Denied denied -> new Proof.Unproven("no permission " + denied.permission());
            case PodLook.Seen.Away _ -> new Proof.Pending(AGAIN);
        };
    }

    private Proof proof(Call call, Pod pod, List<Policy> policies) {
        if (!pod.labels().containsKey(Marks.QUARANTINE)) {
            return new Proof.Unproven("the pod does not carry our label");
        }
        if (!StandingPolicy.holds(policies, pod.labels())) {
            standing.forget(pod.namespace());
            return new Proof.Unproven("no policy in " + pod.namespace() + " denies everything to our label");
        }
        if (pod.isMirror()) {
            return new Proof.Unproven(
                    "it is the mirror of a static pod, which its node keeps from a file of its own: what is changed on the"
                            + " mirror need not reach it; next: ks cordon node " + pod.node()
                            + ", and take the file away there");
        }
        return denies.standing(call, which(call), StandingPolicy.NAME)
                .proof(
                        call,
                        pod.namespace(),
                        Policy.residuals(policies, pod.labels()),
                        killing(pod),
                        open -> verdict.ofOne(call, "label and policies are as they should be", open));
    }

    @Override
    public Released release(Call call, Before recorded) {
        IsolateBefore before = IsolateBefore.read(recorded);
        return switch (look.pod(call)) {
            case PodLook.Seen.There there -> release(call, before, there.pod());
            case PodLook.Seen.Gone _ -> new Released.Gone();
            case PodLook.Seen.Denied denied -> new Released.Retry("no permission " + denied.permission());
            case PodLook.Seen.Away away -> new Released.Retry(away.why());
        };
    }

    /** Whatever our label says, it goes, or the pod would not be open. */
    private Released release(Call call, IsolateBefore before, Pod pod) {
        Map<String, String> now = pod.labels();
        if (!now.containsKey(Marks.QUARANTINE)) {
            boolean asBefore = before.way() == Way.ADD || before.others().equals(now);
            return asBefore ? released(before) : drifted(before, now);
        }
        if (!before.isAsLeft(now)) {
            return drifted(before, now);
        }
        return switch (calls.patch(look.path(call), releasing(call, pod, before), PATCH, call.deadline())) {
            case Wrote.Done _ -> released(before);
            case Wrote.Missing _ -> new Released.Gone();
            case Wrote.Conflict _, Wrote.Invalid _ -> new Released.Retry("the pod changed meanwhile");
            case Wrote.Failed failed -> new Released.Retry(failed.why());
        };
    }

    private static ArrayNode releasing(Call call, Pod pod, IsolateBefore before) {
        var patch = new JsonPatch().testText("/metadata/uid", pod.uid());
        if (before.way() == Way.ADD) {
            patch.testText(LABEL, pod.labels().getOrDefault(Marks.QUARANTINE, ""))
                    .remove(LABEL);
        } else if (before.others().isEmpty()) {
            patch.testMap(LABELS, pod.labels()).remove(LABELS);
        } else {
            patch.testMap(LABELS, pod.labels()).addMap(LABELS, before.others());
        }
        if (pod.annotations().containsKey(Marks.BEFORE)) {
            patch.remove(annotation(Marks.BEFORE));
        }
        if (isNotedBy(before.value(), pod) || isNotedBy(Marks.value(call), pod)) {
            patch.remove(annotation(Marks.NOTE));
        }
        return patch.operations();
    }

    private static Released released(IsolateBefore before) {
        return before.undo() == Undo.EXACT
                ? new Released.Restored()
                : new Released.Replaced("its controller takes it back, and ends one pod of them, maybe this one");
    }

    private static Released drifted(IsolateBefore before, Map<String, String> now) {
        return new Released.Drifted(
                "labels " + words(before.wanted()), now.isEmpty() ? "none" : "labels " + words(now));
    }

    /** What somebody else may have written, shortened and made plain. */
    private static String words(Map<String, String> labels) {
        return Plain.of(new TreeMap<>(labels).toString(), DRIFT_BYTES_MAX);
    }
}
