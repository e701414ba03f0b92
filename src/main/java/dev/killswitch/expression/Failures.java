package dev.killswitch.expression;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import java.util.regex.Pattern;

/** Says why a run failed, in one bounded line. */
final class Failures {
    private static final Pattern PREFIX = Pattern.compile("^evaluation error( at <input>:[0-9]+)?: ");
    private static final Pattern MISSING = Pattern.compile("^key '(.*)' is not present in map$");
    private static final int LENGTH_MAX = 200;

    private Failures() {}

    static String why(CelEvaluationException failed) {
        String message = String.valueOf(failed.getMessage()).strip().replaceAll("\\s+", " ");
        String said = PREFIX.matcher(message).replaceFirst("").replaceFirst("\\.$", "");
        if (failed.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND) {
            String key = MISSING.matcher(said).replaceFirst("$1");
            said = "no key '" + key + "' there; ask has(…) or 'in' first";
        }
        return said.length() <= LENGTH_MAX ? said : said.substring(0, LENGTH_MAX) + "…";
    }
}
