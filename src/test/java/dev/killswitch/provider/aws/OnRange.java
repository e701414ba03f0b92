package dev.killswitch.provider.aws;

import dev.killswitch.range.Faults;
import dev.killswitch.range.RangeServer;
import dev.killswitch.range.StateFile;
import dev.killswitch.range.aws.PracticeAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A fresh practice account, and the connection to it. */
final class OnRange implements AutoCloseable {
    private final RangeServer server = RangeServer.start(new PracticeAccount(StateFile.nowhere(), Clock.systemUTC()));
    private final Path credentials;
    private Place place;
    private boolean up = true;

    OnRange(Path directory) {
        try {
            credentials = Files.writeString(directory.resolve("credentials"), PracticeAccount.credentials());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        place = connect();
        place.giveCredentials("alice");
        faults().clear();
    }

    private Place connect() {
        var administrator = AwsBasicCredentials.create(PracticeAccount.keyId("break-glass", 1), "none");
        return Place.at(
                server.uri(), PracticeAccount.ACCOUNT, credentials, StaticCredentialsProvider.create(administrator));
    }

    Place place() {
        return place;
    }

    /** As a process does that starts after another died. */
    void reconnect() {
        place.close();
        place = connect();
    }

    Path credentials() {
        return credentials;
    }

    Faults faults() {
        return server.faults();
    }

    /** Closes the server alone: nobody listens any more. */
    void down() {
        server.close();
        up = false;
    }

    @Override
    public void close() {
        place.close();
        if (up) {
            server.close();
        }
    }
}
