package dev.killswitch.provider.aws;

import dev.killswitch.action.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ServiceSpecificCredentialMetadata;
import software.amazon.awssdk.services.iam.model.StatusType;

/** The calls on what users sign in with. None of them can be made without a user's name. Thread-safe. */
final class CredentialCalls {
    private final IamClient iam;
    private final Exchange exchange;

    CredentialCalls(IamClient iam, Exchange exchange) {
        this.iam = iam;
        this.exchange = exchange;
    }

    /** One of a user's; {@code status} in AWS's word. */
    record One(String id, String status) {}

    /** One, and whose it is. */
    record Owned(String id, UserName owner) {}

    Answer<List<One>> of(UserName user, Credential kind, Instant deadline) {
        return exchange.pages(kind.list(), deadline, (limits, marker) -> switch (kind) {
            case ACCESS_KEY -> keys(user.name(), limits, marker);
            case SIGNING_CERTIFICATE -> certificates(user.name(), limits, marker);
            case SSH_KEY -> sshKeys(user.name(), limits, marker);
            case SERVICE_CREDENTIAL -> serviceCredentials(user.name(), limits, marker);
        });
    }

    private Exchange.Page<One> keys(String user, AwsRequestOverrideConfiguration limits, @Nullable String marker) {
        var said = iam.listAccessKeys(r -> r.userName(user).marker(marker).overrideConfiguration(limits));
        return new Exchange.Page<>(
                said.accessKeyMetadata().stream()
                        .map(key -> one(key.accessKeyId(), key.statusAsString()))
                        .toList(),
                Exchange.next(said.isTruncated(), said.marker()));
    }

    private Exchange.Page<One> certificates(
            String user, AwsRequestOverrideConfiguration limits, @Nullable String marker) {
        var said =
                iam.listSigningCertificates(r -> r.userName(user).marker(marker).overrideConfiguration(limits));
        return new Exchange.Page<>(
                said.certificates().stream()
                        .map(certificate -> one(certificate.certificateId(), certificate.statusAsString()))
                        .toList(),
                Exchange.next(said.isTruncated(), said.marker()));
    }

    private Exchange.Page<One> sshKeys(String user, AwsRequestOverrideConfiguration limits, @Nullable String marker) {
        var said = iam.listSSHPublicKeys(r -> r.userName(user).marker(marker).overrideConfiguration(limits));
        return new Exchange.Page<>(
                said.sshPublicKeys().stream()
                        .map(key -> one(key.sshPublicKeyId(), key.statusAsString()))
                        .toList(),
                Exchange.next(said.isTruncated(), said.marker()));
    }

    private Exchange.Page<One> serviceCredentials(
            String user, AwsRequestOverrideConfiguration limits, @Nullable String marker) {
        var said = iam.listServiceSpecificCredentials(
                r -> r.userName(user).marker(marker).overrideConfiguration(limits));
        return new Exchange.Page<>(
                said.serviceSpecificCredentials().stream()
                        .map(one -> one(one.serviceSpecificCredentialId(), one.statusAsString()))
                        .toList(),
                Exchange.next(said.isTruncated(), said.marker()));
    }

    private static One one(@Nullable String id, @Nullable String status) {
        return new One(Exchange.sent(id), Exchange.sent(status));
    }

    /** Those of all users of the account: of this kind alone AWS tells whose one is. */
    Answer<List<Owned>> allServiceCredentials(Instant deadline) {
        return exchange.pages(Credential.SERVICE_CREDENTIAL.list(), deadline, (limits, marker) -> {
            var said = iam.listServiceSpecificCredentials(
                    r -> r.allUsers(true).marker(marker).overrideConfiguration(limits));
            return new Exchange.Page<>(
                    said.serviceSpecificCredentials().stream()
                            .map(CredentialCalls::owned)
                            .toList(),
                    Exchange.next(said.isTruncated(), said.marker()));
        });
    }

    private static Owned owned(ServiceSpecificCredentialMetadata one) {
        return new Owned(Exchange.sent(one.serviceSpecificCredentialId()), new UserName(Exchange.sent(one.userName())));
    }

    Outcome set(UserName user, Credential kind, String id, StatusType status, Instant deadline) {
        return exchange.write(kind.update(), deadline, limits -> switch (kind) {
            case ACCESS_KEY ->
                iam.updateAccessKey(r ->
                        r.userName(user.name()).accessKeyId(id).status(status).overrideConfiguration(limits));
            case SIGNING_CERTIFICATE ->
                iam.updateSigningCertificate(r ->
                        r.userName(user.name()).certificateId(id).status(status).overrideConfiguration(limits));
            case SSH_KEY ->
                iam.updateSSHPublicKey(r -> r.userName(user.name())
                        .sshPublicKeyId(id)
                        .status(status)
                        .overrideConfiguration(limits));
            case SERVICE_CREDENTIAL ->
                iam.updateServiceSpecificCredential(r -> r.userName(user.name())
                        .serviceSpecificCredentialId(id)
                        .status(status)
                        .overrideConfiguration(limits));
        });
    }
}
