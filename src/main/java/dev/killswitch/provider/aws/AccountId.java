package dev.killswitch.provider.aws;

import java.util.Optional;
import java.util.regex.Pattern;

/** An AWS account: twelve digits, leading zeros kept. */
record AccountId(String digits) {
    private static final Pattern FORM = Pattern.compile("[0-9]{12}");

    AccountId {
        if (!FORM.matcher(digits).matches()) {
            throw new IllegalArgumentException("an account id has 12 digits");
        }
    }

    static Optional<AccountId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new AccountId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return digits;
    }
}
