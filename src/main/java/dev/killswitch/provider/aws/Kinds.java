package dev.killswitch.provider.aws;

/** The kinds of targets, as configuration, alerts and people write them. */
final class Kinds {
    static final String ACCESS_KEY = "aws.access-key";
    static final String USER = "aws.user";
    static final String ROLE = "aws.role";
    static final String SESSION = "aws.session";

    private Kinds() {}
}
