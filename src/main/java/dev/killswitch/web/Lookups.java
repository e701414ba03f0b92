package dev.killswitch.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Asks systems several things at once, for a person who waits. Thread-safe. */
final class Lookups {
    /** What each caller asks is bounded too; this keeps a stolen token from keeping the systems busy. */
    private static final int AT_ONCE_MAX = 4;

    static final Duration WAIT_MAX = Duration.ofSeconds(5);

    /** A little longer than what each call is told, so that calls end by themselves. */
    private static final long SLACK_MILLIS = 500;

    private final Semaphore atOnce = new Semaphore(AT_ONCE_MAX);

    /** What each of {@code asked} said, in that order; one that had no answer in time, or failed, is left out. */
    <T> List<T> all(List<? extends Callable<T>> asked) {
        if (!atOnce.tryAcquire()) {
            throw new ProblemException(Problem.Kind.UNAVAILABLE, "others are looking things up: try again");
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> said = threads.invokeAll(asked, WAIT_MAX.toMillis() + SLACK_MILLIS, TimeUnit.MILLISECONDS);
            threads.shutdownNow();
            return said.stream()
                    .flatMap(one -> one.state() == Future.State.SUCCESS ? Stream.of(one.resultNow()) : Stream.empty())
                    .toList();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.Kind.UNAVAILABLE, "the service is stopping");
        } finally {
            atOnce.release();
        }
    }

    /** The one of several answers that there is. */
    static <T> Optional<T> first(List<T> said) {
        return said.stream().findFirst();
    }
}
