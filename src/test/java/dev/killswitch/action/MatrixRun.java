package dev.killswitch.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.killswitch.action.ActionSpec.Undo;
import dev.killswitch.range.Fault;
import dev.killswitch.range.Fault.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** How each case of the matrix is tried; {@code scenes} opens as many as it takes, all alike. */
final class MatrixRun {
    private MatrixRun() {}

    static String applied(Supplier<Scene> scenes) {
        try (Scene scene = scenes.get()) {
            String untouched = scene.world();
            Inspected.Found found = found(scene);
            assertThat(found.alreadySo()).isFalse();
            done(scene, found);
            assertThat(scene.world()).isNotEqualTo(untouched);
            return "done, " + proof(scene, found);
        }
    }

    static String alreadySo(Supplier<Scene> scenes) {
        try (Scene scene = scenes.get()) {
            Inspected.Found found = found(scene);
            done(scene, found);
            String contained = scene.world();
            Inspected again = scene.action().inspect(scene.call());
            boolean isGone =
                    again instanceof Inspected.Gone && scene.action().spec().ends();
            assertThat(isGone || again instanceof Inspected.Found now && now.alreadySo())
                    .as("%s", again)
                    .isTrue();
            assertThat(scene.action().apply(scene.call(), found.before())).isInstanceOf(Outcome.AlreadyDone.class);
            assertThat(scene.world()).isEqualTo(contained);
            return isGone ? "gone, as wanted" : "already so";
        }
    }

    static String busy(Supplier<Scene> scenes) {
        return onEachWrite(scenes, (scene, write) -> {
            String untouched = scene.world();
            Inspected.Found found = found(scene);
            onWrite(scene, write, new Fault.Status(429, Optional.of(Duration.ofSeconds(7))));
            Outcome first = scene.action().apply(scene.call(), found.before());
            // Half of it is never told as nothing, and the first write has no half.
            boolean isHalf = write > 1 && !scene.world().equals(untouched);
            assertThat(first).isInstanceOf(isHalf ? Outcome.Unknown.class : Outcome.Busy.class);
            assertThat(scene.world().equals(untouched)).isEqualTo(!isHalf);
            done(scene, found);
            return (isHalf ? "unknown" : "busy") + ", then done";
        });
    }

    static String errors(Supplier<Scene> scenes) {
        return onEachWrite(scenes, (scene, write) -> error(scene, write, 409)) + "; "
                + onEachWrite(scenes, (scene, write) -> error(scene, write, 500));
    }

    private static String error(Scene scene, int write, int code) {
        String untouched = scene.world();
        Inspected.Found found = found(scene);
        onWrite(scene, write, new Fault.Status(code));
        Outcome first = scene.action().apply(scene.call(), found.before());
        assertThat(first).isNotInstanceOfAny(Outcome.Done.class, Outcome.AlreadyDone.class, Outcome.Gone.class);
        assertThat(write > 1 || scene.world().equals(untouched)).isTrue();
        assertThat(scene.action().apply(scene.call(), found.before()))
                .isInstanceOfAny(Outcome.Done.class, Outcome.AlreadyDone.class);
        assertThat(scene.world()).isNotEqualTo(untouched);
        released(scene, found, untouched);
        return first.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    static String notWritten(Supplier<Scene> scenes) {
        return onEachWrite(scenes, (scene, write) -> lost(scene, write, Moment.BEFORE));
    }

    static String written(Supplier<Scene> scenes) {
        return onEachWrite(scenes, (scene, write) -> lost(scene, write, Moment.AFTER));
    }

    /** Where what was lost is only something that the action leans on, the target is untouched, and "busy" is true. */
    private static String lost(Scene scene, int write, Moment moment) {
        String untouched = scene.world();
        Inspected.Found found = found(scene);
        onWrite(scene, write, new Fault.Drop(moment));
        Outcome first = scene.action().apply(scene.call(), found.before());
        boolean isWritten = !scene.world().equals(untouched);
        assertThat(first).isInstanceOfAny(Outcome.Unknown.class, Outcome.Busy.class);
        if (write == 1) {
            assertThat(isWritten).isEqualTo(moment == Moment.AFTER && first instanceof Outcome.Unknown);
        } else {
            assertThat(isWritten && first instanceof Outcome.Busy).isFalse();
        }
        String left = scene.world();
        Outcome second = scene.action().apply(scene.call(), found.before());
        // What was whole is left alone; what was nothing, or the half of it, is made whole.
        boolean isWhole = isWritten && scene.world().equals(left);
        assertThat(second).isInstanceOf(isWhole ? Outcome.AlreadyDone.class : Outcome.Done.class);
        assertThat(scene.world()).isNotEqualTo(untouched);
        return (first instanceof Outcome.Unknown ? "unknown" : "busy") + ", then " + (isWhole ? "already so" : "done");
    }

    static String crash(Supplier<Scene> scenes) {
        String proven = applied(scenes);
        int points = 0;
        for (int write = 1; write <= writes(scenes); write++) {
            for (Moment moment : Moment.values()) {
                try (Scene scene = scenes.get()) {
                    crash(scene, write, moment, proven);
                    points++;
                }
            }
        }
        return points + " of " + points + " end whole";
    }

    private static void crash(Scene scene, int write, Moment moment, String proven) {
        String untouched = scene.world();
        Inspected.Found found = found(scene);
        onWrite(scene, write, new Fault.Drop(moment));
        scene.action().apply(scene.call(), found.before());
        scene.restart();
        assertThat(scene.action().apply(scene.call(), found.before()))
                .isInstanceOfAny(Outcome.Done.class, Outcome.AlreadyDone.class);
        assertThat("done, " + proof(scene, found)).isEqualTo(proven);
        scene.restart();
        released(scene, found, untouched);
    }

    static String drift(Supplier<Scene> scenes) {
        try (Scene scene = scenes.get();
                Scene watched = scenes.get()) {
            if (scene.action().spec().ends()) {
                return "the target is gone";
            }
            return left(scene) + "; " + putBack(watched);
        }
    }

    private static String left(Scene scene) {
        String untouched = scene.world();
        Inspected.Found found = found(scene);
        done(scene, found);
        scene.changedByOthers();
        String theirs = scene.world();
        if (!found(scene).alreadySo()) {
            assertThat(scene.action().prove(scene.call(), found.before()))
                    .isNotInstanceOfAny(Proof.Proven.class, Proof.ProvenForNew.class);
        }
        if (scene.othersLookLikeUs()) {
            return released(scene, found, untouched) + ", by theirs already";
        }
        Released released = scene.action().release(scene.call(), found.before());
        assertThat(scene.world()).isEqualTo(theirs);
        if (found.undo() == Undo.EXACT || found.undo() == Undo.EQUIVALENT) {
            assertThat(released).isInstanceOf(Released.Drifted.class);
        }
        return words(released);
    }

    /** As the standing watch does it: it looks, puts back from what it saw, and a release goes back to the first look. */
    private static String putBack(Scene scene) {
        String untouched = scene.world();
        Inspected.Found first = found(scene);
        done(scene, first);
        scene.changedByOthers();
        String theirs = scene.world();
        Inspected seen = scene.action().inspect(scene.call());
        if (!(seen instanceof Inspected.Found now)) {
            return "not put back";
        }
        if (now.alreadySo()) {
            return "it still holds";
        }
        Outcome outcome = scene.action().apply(scene.call(), now.before());
        if (!outcome.mayHold()) {
            assertThat(scene.world()).isEqualTo(theirs);
            return "not put back";
        }
        assertThat(found(scene).alreadySo()).isTrue();
        released(scene, first, untouched);
        return "put back";
    }

    static String release(Supplier<Scene> scenes) {
        try (Scene scene = scenes.get()) {
            String untouched = scene.world();
            Inspected.Found found = found(scene);
            done(scene, found);
            if (found.undo() == Undo.EXACT || found.undo() == Undo.EQUIVALENT) {
                onWrite(scene, 1, new Fault.Drop(Moment.AFTER));
                assertThat(scene.action().release(scene.call(), found.before())).isInstanceOf(Released.Retry.class);
            }
            String words = released(scene, found, untouched);
            String once = scene.world();
            released(scene, found, untouched);
            assertThat(scene.world()).isEqualTo(once);
            return words;
        }
    }

    static String gone(Supplier<Scene> scenes) {
        try (Scene scene = scenes.get()) {
            if (!scene.targetCanBeGone()) {
                return "the target is a name";
            }
            Inspected.Found found = found(scene);
            scene.targetGone();
            String gone = scene.world();
            assertThat(scene.action().inspect(scene.call())).isInstanceOf(Inspected.Gone.class);
            Outcome outcome = scene.action().apply(scene.call(), found.before());
            assertThat(scene.world()).isEqualTo(gone);
            boolean ends = scene.action().spec().ends();
            assertThat(outcome).isInstanceOf(ends ? Outcome.AlreadyDone.class : Outcome.Gone.class);
            return ends ? "gone, as wanted" : "gone";
        }
    }

    static String refused(Supplier<Scene> scenes) {
        var needed = new ArrayList<String>();
        var spared = new ArrayList<String>();
        for (String permission : permissions(scenes)) {
            try (Scene scene = scenes.get()) {
                String when = without(scene, permission);
                if (when.isEmpty()) {
                    spared.add("`" + permission + "`");
                } else {
                    needed.add("`" + permission + "` (" + when + ")");
                }
            }
        }
        assertThat(needed).anyMatch(one -> one.contains("writing"));
        return String.join(", ", needed)
                + (spared.isEmpty() ? "" : "; not asked for here: " + String.join(", ", spared));
    }

    private static List<String> permissions(Supplier<Scene> scenes) {
        try (Scene scene = scenes.get()) {
            return scene.action().spec().permissions();
        }
    }

    /** When {@code permission} was missed: at the look, at the write, or at the release; blank where it never was. */
    private static String without(Scene scene, String permission) {
        String untouched = scene.world();
        Inspected.Found found = found(scene);
        var when = new ArrayList<String>();

        scene.deny(permission);
        Inspected look = scene.action().inspect(scene.call());
        if (look instanceof Inspected.Forbidden(String missing)) {
            assertThat(missing).contains(permission);
            when.add("looking");
        } else {
            assertThat(look).isInstanceOf(Inspected.Found.class);
        }
        Outcome outcome = scene.action().apply(scene.call(), found.before());
        scene.allow(permission);
        if (outcome instanceof Outcome.Refused refused) {
            assertThat(refused.why()).contains(permission);
            assertThat(scene.world()).isEqualTo(untouched);
            when.add("writing");
            done(scene, found);
        } else {
            assertThat(outcome).isInstanceOf(Outcome.Done.class);
        }

        String contained = scene.world();
        scene.deny(permission);
        Released released = scene.action().release(scene.call(), found.before());
        scene.allow(permission);
        if (released.getClass() != promised(found.undo())) {
            assertThat(released.toString()).contains(permission);
            assertThat(scene.world()).isEqualTo(contained);
            when.add("releasing");
        }
        released(scene, found, untouched);
        return String.join(", ", when);
    }

    private static Inspected.Found found(Scene scene) {
        Inspected inspected = scene.action().inspect(scene.call());
        assertThat(inspected).isInstanceOf(Inspected.Found.class);
        return (Inspected.Found) inspected;
    }

    private static void done(Scene scene, Inspected.Found found) {
        assertThat(scene.action().apply(scene.call(), found.before())).isInstanceOf(Outcome.Done.class);
    }

    private static String proof(Scene scene, Inspected.Found found) {
        long end = System.nanoTime() + scene.patience().toNanos();
        Proof proof = scene.action().prove(scene.call(), found.before());
        while (proof instanceof Proof.Pending && System.nanoTime() < end) {
            proof = scene.action().prove(scene.call(), found.before());
        }
        return switch (proof) {
            case Proof.Proven _ -> "proven";
            case Proof.ProvenForNew _ -> "proven for what is new";
            case Proof.Partial _ -> "partial";
            case Proof.Unproven _ -> "unproven";
            case Proof.Pending _ -> "proof pending";
        };
    }

    private static String released(Scene scene, Inspected.Found found, String untouched) {
        Released released = scene.action().release(scene.call(), found.before());
        assertThat(released).isInstanceOf(promised(found.undo()));
        if (found.undo() == Undo.EXACT) {
            assertThat(scene.world()).isEqualTo(untouched);
        }
        return words(released);
    }

    private static Class<? extends Released> promised(Undo undo) {
        return switch (undo) {
            case EXACT -> Released.Restored.class;
            case EQUIVALENT -> Released.Replaced.class;
            case BY_HAND -> Released.ByHand.class;
            case NONE -> Released.Impossible.class;
        };
    }

    private static String words(Released released) {
        return switch (released) {
            case Released.Restored _ -> "restored";
            case Released.Replaced _ -> "replaced";
            case Released.Drifted _ -> "drifted";
            case Released.Gone _ -> "gone";
            case Released.ByHand _ -> "by hand";
            case Released.Impossible _ -> "impossible";
            case Released.Retry _ -> "to be tried again";
        };
    }

    private static String onEachWrite(Supplier<Scene> scenes, BiFunction<Scene, Integer, String> attempt) {
        var words = new LinkedHashSet<String>();
        for (int write = 1; write <= writes(scenes); write++) {
            try (Scene scene = scenes.get()) {
                words.add(attempt.apply(scene, write));
            }
        }
        return String.join("; ", words);
    }

    /** How many requests of one clean run change something; mostly one. */
    private static int writes(Supplier<Scene> scenes) {
        try (Scene scene = scenes.get()) {
            Inspected.Found found = found(scene);
            scene.faults().clear();
            done(scene, found);
            Pattern write = Pattern.compile(scene.write());
            int writes = (int) scene.faults().seen().stream()
                    .filter(line -> write.matcher(line).find())
                    .count();
            assertThat(writes).isPositive();
            return writes;
        }
    }

    private static void onWrite(Scene scene, int write, Fault fault) {
        if (write == 1) {
            scene.faults().next(scene.write(), fault);
        } else {
            Runnable plan = () -> scene.faults().next(scene.write(), fault);
            scene.faults().onRequest(scene.write(), write - 1, Moment.AFTER, plan);
        }
    }
}
