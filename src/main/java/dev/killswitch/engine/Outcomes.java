package dev.killswitch.engine;

import dev.killswitch.action.Inspected;
import dev.killswitch.action.Outcome;
import dev.killswitch.action.Reference;
import dev.killswitch.action.Resolved;
import dev.killswitch.action.Target;
import dev.killswitch.incident.Journal.Committed;
import dev.killswitch.plan.Verdict;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers in one line. */
public final class Outcomes {
    /** Of things that fit alike. */
    private static final int SHOWN_MAX = 5;

    private Outcomes() {}

    /** Why a step did not do what it was for; empty where it did. */
    public static Optional<String> trouble(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _, Outcome.AlreadyDone _ -> Optional.empty();
            case Outcome.Changed _, Outcome.Busy _, Outcome.Gone _, Outcome.Refused _, Outcome.Unknown _ ->
                Optional.of(why(outcome));
        };
    }

    static String why(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> "done";
            case Outcome.AlreadyDone _ -> "it was so already";
            case Outcome.Changed changed -> "somebody else keeps changing the target: " + changed.now();
            case Outcome.Busy busy -> "no answer in time: " + busy.why();
            case Outcome.Gone gone -> gone.why();
            case Outcome.Refused refused ->
                refused.guard() == null ? refused.why() : refused.guard() + ": " + refused.why();
            case Outcome.Unknown unknown -> "the call ended without an answer: " + unknown.why();
        };
    }

    static Outcome nothing(Reference named, Resolved.Nothing nothing) {
        return new Outcome.Gone("nothing is called " + named.name() + ": " + nothing.why());
    }

    static Outcome several(Reference named, Resolved.Ambiguous many) {
        String shown =
                many.candidates().stream().limit(SHOWN_MAX).map(Target::id).collect(Collectors.joining(", "));
        int left = many.candidates().size() - SHOWN_MAX;
        return new Outcome.Refused("it is not clear which one " + named.name() + " is: " + shown
                + (left > 0 ? " and " + left + " more" : "") + "; " + many.settles());
    }

    static Outcome refused(Inspected.Refused no) {
        return new Outcome.Refused(null, no.why(), no.stronger());
    }

    /** The guard's no, once the live thing was seen. */
    static Outcome held(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Act _ -> throw new IllegalArgumentException("no guard objects");
            case Verdict.PersonMay may -> new Outcome.Refused(may.guard(), may.says());
            case Verdict.Never never -> new Outcome.Refused(never.guard(), never.says());
        };
    }

    static String why(Committed committed) {
        return switch (committed) {
            case Committed.Stored _ -> "recorded";
            case Committed.Duplicate _ -> "somebody recorded it before: the step is theirs";
            case Committed.Lost lost -> "no longer so: " + lost.claims();
            case Committed.Unrecorded no -> no.why();
        };
    }
}
