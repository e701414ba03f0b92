package dev.killswitch.provider.aws;

import dev.killswitch.action.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One call to AWS, made once and within the time that is left: the only place where an exception of the SDK becomes an
 * answer. The engine is who retries. Thread-safe.
 */
final class Exchange {
    /** One attempt, and what it may take to assume the role before it. */
    private static final Duration CALL_MAX = Duration.ofSeconds(5);
    /** AWS answers in well under one; a hung one must not eat the patience of a step. */
    private static final Duration ATTEMPT_MAX = Duration.ofSeconds(2);
    /** What AWS's own clients wait at least after being throttled. */
    private static final Duration BUSY_WAIT = Duration.ofSeconds(1);
    /** A page has 100; nobody has as many as ten pages of what we list. */
    private static final int PAGES_MAX = 10;

    /** The SDK throws the one or the other, by which of its parts has ended already. */
    private static final String CLOSED = "the connection is being closed";

    private final Clock clock;

    Exchange(Clock clock) {
        this.clock = clock;
    }

    /** Some that speak this protocol leave the flag out on the last page. */
    static @Nullable String next(@Nullable Boolean truncated, @Nullable String marker) {
        return Boolean.TRUE.equals(truncated) ? marker : null;
    }

    /** What AWS always sends; an answer without it is none. */
    static String sent(@Nullable String field) {
        if (field == null || field.isBlank()) {
            throw SdkClientException.create("the answer lacks a field");
        }
        return field;
    }

    record Page<T>(List<T> items, @Nullable String next) {}

    interface Paged<T> {
        Page<T> read(AwsRequestOverrideConfiguration limits, @Nullable String marker);
    }

    <T> Answer<List<T>> pages(String permission, Instant deadline, Paged<T> call) {
        var all = new ArrayList<T>();
        @Nullable String marker = null;
        for (int page = 0; page < PAGES_MAX; page++) {
            @Nullable String from = marker;
            Answer<Page<T>> answer = read(permission, deadline, limits -> call.read(limits, from));
            if (!(answer instanceof Answer.Got<Page<T>> got)) {
                return answer.map(Page::items);
            }
            all.addAll(got.value().items());
            marker = got.value().next();
            if (marker == null) {
                return new Answer.Got<>(List.copyOf(all));
            }
        }
        return new Answer.Away<>(permission + " has no end");
    }

    <T> Answer<T> read(String permission, Instant deadline, Function<AwsRequestOverrideConfiguration, T> call) {
        Optional<AwsRequestOverrideConfiguration> limits = limits(deadline);
        if (limits.isEmpty()) {
            return new Answer.Away<>("no time was left for " + permission);
        }
        try {
            return new Answer.Got<>(call.apply(limits.get()));
        } catch (SdkException e) {
            AwsErrors error = AwsErrors.of(e);
            String why = permission + ": " + error.code();
            return switch (error.meaning()) {
                case NO_SUCH -> new Answer.None<>(why);
                case FORBIDDEN, REFUSED -> new Answer.Forbidden<>(why);
                case BUSY, NOT_SENT, UNSURE -> new Answer.Away<>(why);
            };
        } catch (RejectedExecutionException | IllegalStateException _) {
            return new Answer.Away<>(permission + ": " + CLOSED);
        }
    }

    Outcome write(
            String permission,
            Instant deadline,
            Function<AwsRequestOverrideConfiguration, ? extends AwsResponse> call) {
        Optional<AwsRequestOverrideConfiguration> limits = limits(deadline);
        if (limits.isEmpty()) {
            return new Outcome.Busy("no time was left for " + permission, Duration.ZERO);
        }
        try {
            return new Outcome.Done(call.apply(limits.get()).responseMetadata().requestId());
        } catch (SdkException e) {
            AwsErrors error = AwsErrors.of(e);
            String why = permission + ": " + error.code();
            return switch (error.meaning()) {
                case NO_SUCH -> new Outcome.Gone(why);
                case FORBIDDEN -> new Outcome.Refused("no permission " + why);
                case REFUSED -> new Outcome.Refused(why);
                case BUSY -> new Outcome.Busy(why, BUSY_WAIT);
                case NOT_SENT -> new Outcome.Busy(why, Duration.ZERO);
                case UNSURE -> new Outcome.Unknown(why);
            };
        } catch (RejectedExecutionException | IllegalStateException _) {
            return new Outcome.Unknown(permission + ": " + CLOSED);
        }
    }

    /** Empty where the deadline has passed. */
    private Optional<AwsRequestOverrideConfiguration> limits(Instant deadline) {
        Instant now = clock.instant();
        if (!now.isBefore(deadline)) {
            return Optional.empty();
        }
        // The far future does not fit into a duration.
        Duration left = deadline.isAfter(now.plus(CALL_MAX)) ? CALL_MAX : Duration.between(now, deadline);
        Duration attempt = left.compareTo(ATTEMPT_MAX) < 0 ? left : ATTEMPT_MAX;
        return Optional.of(AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(left)
                .apiCallAttemptTimeout(attempt)
                .build());
    }
}
