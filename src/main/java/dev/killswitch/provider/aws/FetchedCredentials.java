package dev.killswitch.provider.aws;

import java.io.UncheckedIOException;
import java.util.concurrent.RejectedExecutionException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Credentials, with whatever goes wrong in getting them marked as such: the call that needed them was never sent. The
 * SDK throws there what comes, for a file that is missing or cannot be read, and once a client is closed.
 */
record FetchedCredentials(AwsCredentialsProvider from) implements AwsCredentialsProvider {
    /** Marks the cause of an SDK exception. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** {@code why} holds nothing secret. */
        Missing(String why) {
            super(why);
        }

        Missing(RuntimeException cause) {
            super("no credentials where they are looked for", cause);
        }
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return from.resolveCredentials();
        } catch (Missing e) {
            throw SdkClientException.create("no credentials", e);
        } catch (SdkException
                | UncheckedIOException
                | IllegalStateException
                | IllegalArgumentException
                | RejectedExecutionException e) {
            throw SdkClientException.create("no credentials", new Missing(e));
        }
    }
}
