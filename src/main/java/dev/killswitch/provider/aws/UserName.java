package dev.killswitch.provider.aws;

/**
 * An IAM user's name. A type of its own because several calls of IAM, given no user name, act on the caller itself: with
 * it, such a call cannot be written.
 */
record UserName(String name) implements Principal {
    UserName {
        Principal.checked(name);
    }
}
