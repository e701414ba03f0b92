package dev.killswitch.provider.aws;

import java.util.Optional;
import java.util.regex.Pattern;

/** The public half of an access key. It says by itself whether it is of the lasting kind, and whose account it is. */
record AccessKeyId(String value) {
    private static final Pattern FORM = Pattern.compile("A(KI|SI)A[A-Z2-7]{16}");
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final int PREFIX_LENGTH = 4;
    private static final int BITS_PER_CHAR = 5;
    /** Ten characters are 50 bits: the 48 that carry the account, and two to drop. */
    private static final int ACCOUNT_CHARS = 10;

    private static final long ACCOUNT_MASK = 0x7fffffffff80L;
    /** Set in every id of the form that carries an account; the ids from before 2019 carry none. */
    private static final long ACCOUNT_FORM = 0x800000000000L;

    private static final long ACCOUNT_MAX = 999_999_999_999L;

    /** How long a key lives. */
    enum Kind {
        /** {@code AKIA…}: a user's own, until somebody sets it inactive. */
        LASTING,
        /** {@code ASIA…}: handed out by STS, ends by itself and cannot be set inactive. */
        TEMPORARY
    }

    AccessKeyId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an access key id is AKIA or ASIA and 16 of A-Z and 2-7");
        }
    }

    static Optional<AccessKeyId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new AccessKeyId(text)) : Optional.empty();
    }

    Kind kind() {
        return value.startsWith("AKIA") ? Kind.LASTING : Kind.TEMPORARY;
    }

    /** The account that the id carries; empty for one from before 2019. */
    Optional<AccountId> account() {
        long bits = 0;
        for (int at = PREFIX_LENGTH; at < PREFIX_LENGTH + ACCOUNT_CHARS; at++) {
            bits = bits << BITS_PER_CHAR | BASE32.indexOf(value.charAt(at));
        }
        long first48 = bits >> 2;
        long account = (first48 & ACCOUNT_MASK) >> 7;
        if ((first48 & ACCOUNT_FORM) == 0 || account > ACCOUNT_MAX) {
            return Optional.empty();
        }
        String digits = Long.toString(account);
        return Optional.of(new AccountId("0".repeat(12 - digits.length()) + digits));
    }

    @Override
    public String toString() {
        return value;
    }
}
