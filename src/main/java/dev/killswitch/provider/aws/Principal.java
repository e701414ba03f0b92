package dev.killswitch.provider.aws;

import java.util.Optional;
import java.util.regex.Pattern;

/** Who can be denied: named, never blank. */
sealed interface Principal permits UserName, RoleName {
    /** What IAM takes in a name; a path is no part of it. */
    Pattern FORM = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,64}");

    String name();

    default String kind() {
        return switch (this) {
            case UserName _ -> Kinds.USER;
            case RoleName _ -> Kinds.ROLE;
        };
    }

    /** Throws {@link IllegalArgumentException} for what is no name. */
    static String checked(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("a name in IAM is 1 to 64 of A-Z a-z 0-9 _+=,.@-");
        }
        return name;
    }

    /** The principal called {@code name} of a target kind; empty for another kind, or for what is no name. */
    static Optional<Principal> of(String kind, String name) {
        if (!FORM.matcher(name).matches()) {
            return Optional.empty();
        }
        return switch (kind) {
            case Kinds.USER -> Optional.of(new UserName(name));
            case Kinds.ROLE -> Optional.of(new RoleName(name));
            default -> Optional.empty();
        };
    }
}
