package dev.killswitch.provider.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session of a role, as alerts and people name it: {@code AROA…:session}, {@code role/session}, or an ARN of the role or
 * of STS.
 *
 * @param roleId empty where only a name is said
 * @param role a name or an ARN; empty where only an id is said
 */
record Session(Optional<String> roleId, Optional<String> role, String name) {
    private static final String NAME = "([A-Za-z0-9_+=,.@-]{2,64})";
    private static final Pattern BY_ID = Pattern.compile("(AROA[A-Z0-9]{12,124}):" + NAME);
    private static final Pattern BY_STS = Pattern.compile(
            "(arn:aws(?:-cn|-us-gov)?):sts::([0-9]{12}):assumed-role/([A-Za-z0-9_+=,.@-]{1,64})/" + NAME);
    private static final Pattern BY_ROLE = Pattern.compile("(\\S+)/" + NAME);

    /** Empty for what is none. */
    static Optional<Session> parse(String text) {
        Matcher id = BY_ID.matcher(text);
        if (id.matches()) {
            return Optional.of(new Session(Optional.of(id.group(1)), Optional.empty(), id.group(2)));
        }
        Matcher sts = BY_STS.matcher(text);
        if (sts.matches()) {
            String role = sts.group(1) + ":iam::" + sts.group(2) + ":role/" + sts.group(3);
            return Optional.of(new Session(Optional.empty(), Optional.of(role), sts.group(4)));
        }
        Matcher role = BY_ROLE.matcher(text);
        return role.matches()
                ? Optional.of(new Session(Optional.empty(), Optional.of(role.group(1)), role.group(2)))
                : Optional.empty();
    }

    /** What AWS compares a session with, and so what tells it from its successors: the role's id and the name. */
    static String userId(String roleId, String name) {
        return roleId + ":" + name;
    }

    /** The role's part of that. */
    static String roleId(String userId) {
        return userId.substring(0, userId.indexOf(':'));
    }
}
