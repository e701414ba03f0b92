package dev.killswitch.provider.aws;

/** The kinds of targets, as configuration, alerts and people write them. */
final class Kinds {
    static final String ACCESS_KEY = "aws.access-key";
    static final String SIGNING_CERTIFICATE = "aws.signing-certificate";
    static final String SSH_KEY = "aws.ssh-key";
    static final String SERVICE_CREDENTIAL = "aws.service-credential";
    static final String USER = "aws.user";
    static final String ROLE = "aws.role";
    static final String FEDERATED_USER = "aws.federated-user";
    static final String SESSION = "aws.session";
    static final String INSTANCE = "aws.instance";
    static final String NETWORK_INTERFACE = "aws.network-interface";

    private Kinds() {}
}
