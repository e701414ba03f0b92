package dev.killswitch.provider.aws;

import dev.killswitch.config.SecretFile;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * The default profile of a file in the form of {@code ~/.aws/credentials}, read again when it changed. The SDK's own
 * reader wants the file to be there at once, and looks again only after a while.
 */
record CredentialsFile(SecretFile file) implements AwsCredentialsProvider {
    private static final String PROFILE = "default";

    @Override
    public AwsCredentials resolveCredentials() {
        return switch (file.read()) {
            case SecretFile.Reading.Unreadable unreadable -> throw new FetchedCredentials.Missing(unreadable.why());
            case SecretFile.Reading.Known known -> parsed(known.secret().bytes());
        };
    }

    private AwsCredentials parsed(byte[] content) {
        Profile profile = ProfileFile.builder()
                .content(new ByteArrayInputStream(content))
                .type(ProfileFile.Type.CREDENTIALS)
                .build()
                .profile(PROFILE)
                .orElseThrow(() -> new FetchedCredentials.Missing(file + " has no profile " + PROFILE));
        String id = property(profile, ProfileProperty.AWS_ACCESS_KEY_ID);
        String secret = property(profile, ProfileProperty.AWS_SECRET_ACCESS_KEY);
        Optional<String> token = profile.property(ProfileProperty.AWS_SESSION_TOKEN);
        return token.isPresent()
                ? AwsSessionCredentials.create(id, secret, token.get())
                : AwsBasicCredentials.create(id, secret);
    }

    private String property(Profile profile, String name) {
        return profile.property(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new FetchedCredentials.Missing(file + " has no " + name));
    }
}
