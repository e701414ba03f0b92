package dev.killswitch.provider.aws;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an exception of the SDK means. Takes error codes only: messages carry names that others chose. */
record AwsErrors(Meaning meaning, String code) {
    /** What follows from an error. */
    enum Meaning {
        NO_SUCH,
        FORBIDDEN,
        /** Nothing was changed; later it may be. */
        BUSY,
        /** Nothing was changed, and asking again will not help. */
        REFUSED,
        /** Nothing reached AWS. */
        NOT_SENT,
        /** Whether it was done is not known. */
        UNSURE
    }

    private static final Set<String> NO_SUCH = Set.of(
            "NoSuchEntity",
            "NoSuchEntityException",
            "PolicyNotFoundException",
            "InvalidInstanceID.NotFound",
            "InvalidNetworkInterfaceID.NotFound");

    private static final Set<String> FORBIDDEN =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized", "OptInRequired");
    /** The credentials themselves; a signature can also be wrong because a clock was, which the next call makes up for. */
    private static final Set<String> CREDENTIALS =
            Set.of("InvalidClientTokenId", "SignatureDoesNotMatch", "UnrecognizedClientException", "AuthFailure");

    private static final Set<String> BUSY = Set.of(
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "RequestLimitExceeded",
            "TooManyRequestsException",
            "BandwidthLimitExceeded",
            "PriorRequestNotComplete",
            "PolicyChangesInProgressException",
            "SlowDown",
            "EntityTemporarilyUnmodifiable",
            "EntityTemporarilyUnmodifiableException",
            "ConcurrentModification",
            "ConcurrentModificationException",
            "ServiceUnavailable",
            "ExpiredToken",
            "ExpiredTokenException",
            "RequestExpired",
            "RequestTimeTooSkewed");

    private static final String QUOTA = ": a quota of the account is used up";

    /** Whether {@code why} says that a quota is used up. */
    static boolean isQuota(String why) {
        return why.endsWith(QUOTA);
    }

    static AwsErrors of(SdkException e) {
        if (cause(e, AbortedException.class).isPresent()) {
            // The SDK takes the flag away with it.
            Thread.currentThread().interrupt();
            return new AwsErrors(Meaning.UNSURE, "interrupted");
        }
        Optional<FetchedCredentials.Missing> missing = cause(e, FetchedCredentials.Missing.class);
        if (missing.isPresent()) {
            return ofCredentials(missing.get());
        }
        if (e instanceof AwsServiceException said) {
            return ofService(said);
        }
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
            return new AwsErrors(Meaning.UNSURE, "no answer in time");
        }
        return neverSent(e)
                ? new AwsErrors(Meaning.NOT_SENT, "no connection")
                : new AwsErrors(Meaning.UNSURE, "the connection broke, or the answer could not be read");
    }

    private static AwsErrors ofService(AwsServiceException e) {
        String code =
                e.awsErrorDetails() == null ? "" : text(e.awsErrorDetails().errorCode());
        String shown = (code.isEmpty() ? "HTTP " : code + ", HTTP ") + e.statusCode();
        if (NO_SUCH.contains(code)) {
            return new AwsErrors(Meaning.NO_SUCH, shown);
        }
        if (BUSY.contains(code) || e.statusCode() == 429 || e.statusCode() == 503) {
            return new AwsErrors(Meaning.BUSY, shown);
        }
        if (CREDENTIALS.contains(code)) {
            return new AwsErrors(Meaning.FORBIDDEN, "the credentials of this connection are not accepted: " + shown);
        }
        if (FORBIDDEN.contains(code) || e.statusCode() == 401 || e.statusCode() == 403) {
            return new AwsErrors(Meaning.FORBIDDEN, shown);
        }
        if (code.equals("LimitExceeded") || code.equals("LimitExceededException")) {
            return new AwsErrors(Meaning.REFUSED, shown + QUOTA);
        }
        return new AwsErrors(e.statusCode() >= 500 ? Meaning.UNSURE : Meaning.REFUSED, shown);
    }

    /** Whatever went wrong in getting them, the call that needed them was not sent. */
    private static AwsErrors ofCredentials(FetchedCredentials.Missing missing) {
        if (missing.getCause() instanceof AwsServiceException said) {
            AwsErrors answered = ofService(said);
            String code = "sts:AssumeRole: " + answered.code();
            return answered.meaning() == Meaning.FORBIDDEN || answered.meaning() == Meaning.REFUSED
                    ? new AwsErrors(Meaning.FORBIDDEN, code)
                    : new AwsErrors(Meaning.NOT_SENT, code);
        }
        return new AwsErrors(Meaning.NOT_SENT, String.valueOf(missing.getMessage()));
    }

    private static boolean neverSent(SdkException e) {
        return cause(e, ConnectException.class).isPresent()
                || cause(e, UnknownHostException.class).isPresent()
                || cause(e, NoRouteToHostException.class).isPresent();
    }

    /** The deepest of that kind: of two missing credentials it is those that were to assume a role with. */
    private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> kind) {
        // Causes nest a few deep; the bound is against a cycle.
        return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .limit(10)
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((_, deeper) -> deeper);
    }

    /** A code is one short word of AWS's; what a proxy may put there is cut to one. */
    private static String text(@Nullable String code) {
        String word = code == null ? "" : code.replaceAll("[^A-Za-z0-9.]", "");
        return word.substring(0, Math.min(64, word.length()));
    }
}
