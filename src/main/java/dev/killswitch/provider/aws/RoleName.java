package dev.killswitch.provider.aws;

/** An IAM role's name. */
record RoleName(String name) implements Principal {
    RoleName {
        Principal.checked(name);
    }
}
