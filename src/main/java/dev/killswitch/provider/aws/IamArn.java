package dev.killswitch.provider.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ARN of a user or a role. */
record IamArn(AccountId account, Principal principal, String text) {
    private static final Pattern FORM = Pattern.compile(
            "arn:aws(?:-cn|-us-gov)?:iam::([0-9]{12}):(user|role)/(?:[!-.0-~]{1,64}/){0,16}([A-Za-z0-9_+=,.@-]{1,64})");
    /** How STS names a caller that has assumed a role; it leaves the role's path out. */
    private static final Pattern ASSUMED = Pattern.compile(
            "arn:aws(?:-cn|-us-gov)?:sts::([0-9]{12}):assumed-role/([A-Za-z0-9_+=,.@-]{1,64})/[^/]{1,64}");

    static Optional<IamArn> parse(String text) {
        Matcher arn = FORM.matcher(text);
        if (arn.matches()) {
            Principal principal = arn.group(2).equals("user") ? new UserName(arn.group(3)) : new RoleName(arn.group(3));
            return Optional.of(new IamArn(new AccountId(arn.group(1)), principal, text));
        }
        Matcher assumed = ASSUMED.matcher(text);
        return assumed.matches()
                ? Optional.of(new IamArn(new AccountId(assumed.group(1)), new RoleName(assumed.group(2)), text))
                : Optional.empty();
    }
}
