package dev.killswitch.engine;

import dev.killswitch.incident.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A journal in front of a real one, that goes wrong as told. */
final class FaultyJournal implements Journal {
    private final Journal real;
    private final List<Draft> asked = new ArrayList<>();
    private final List<Plot> plots = new ArrayList<>();
    private @Nullable String broken;

    /** What the first draft that fits meets: something else that happens first, and then trouble or none. */
    private record Plot(
            Predicate<Draft> fits, Runnable first, @Nullable Trouble trouble) {}

    FaultyJournal(Journal real) {
        this.real = real;
    }

    /** All that was to be written, in order. */
    List<Draft> asked() {
        return List.copyOf(asked);
    }

    void breakDown(String why) {
        broken = why;
    }

    void mend() {
        broken = null;
        plots.clear();
    }

    /** Once, at the first draft that {@code fits}. */
    void next(Predicate<Draft> fits, Trouble trouble) {
        plots.add(new Plot(fits, () -> {}, trouble));
    }

    /** Once, does {@code first} right before the first draft that {@code fits} is written: somebody else was faster. */
    void race(Predicate<Draft> fits, Runnable first) {
        plots.add(new Plot(fits, first, null));
    }

    @Override
    public CompletableFuture<Committed> commit(Draft draft) {
        asked.add(draft);
        if (broken != null) {
            return told(broken);
        }
        for (Plot plot : List.copyOf(plots)) {
            if (plot.fits().test(draft)) {
                plots.remove(plot);
                plot.first().run();
                return plot.trouble() == null ? real.commit(draft) : instead(plot.trouble(), draft);
            }
        }
        return real.commit(draft);
    }

    private CompletableFuture<Committed> instead(Trouble trouble, Draft draft) {
        return switch (trouble) {
            case FAILS, LOST_BEFORE -> told("the disk is full");
            case LOST_AFTER -> real.commit(draft).thenCompose(_ -> told("not on disk in time"));
            case CRASH_BEFORE -> throw new Crash("before " + draft.id());
            case CRASH_AFTER -> {
                real.commit(draft).join();
                throw new Crash("after " + draft.id());
            }
        };
    }

    private static CompletableFuture<Committed> told(String why) {
        return CompletableFuture.completedFuture(new Committed.Unrecorded(why));
    }
}
