package dev.killswitch.range.aws;

import dev.killswitch.range.Request;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request of the Query protocol.
 *
 * @param keyId what it was signed with; blank where it was not
 */
record Call(String action, Map<String, String> fields, String keyId) {
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([A-Z0-9]{16,128})/");

    static Call read(Request request) {
        Map<String, String> fields = Request.pairs(request.body());
        Matcher credential = CREDENTIAL.matcher(request.header("authorization").orElse(""));
        return new Call(fields.getOrDefault("Action", ""), fields, credential.find() ? credential.group(1) : "");
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(text -> !text.isEmpty());
    }

    String text(String name) {
        return fields.getOrDefault(name, "");
    }
}
