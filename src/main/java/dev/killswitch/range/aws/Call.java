package dev.killswitch.range.aws;

import dev.killswitch.range.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One request of the Query protocol.
 *
 * @param keyId what it was signed with; blank where it was not, as are the others
 * @param region what it was signed for
 * @param service what it was signed for
 */
record Call(String action, Map<String, String> fields, String keyId, String region, String service) {
    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=([A-Z0-9]{16,128})/[0-9]{8}/([a-z0-9-]+)/([a-z0-9-]+)/");

    static Call read(Request request) {
        Map<String, String> fields = Request.pairs(request.body());
        Matcher credential = CREDENTIAL.matcher(request.header("authorization").orElse(""));
        String action = fields.getOrDefault("Action", "");
        return credential.find()
                ? new Call(action, fields, credential.group(1), credential.group(2), credential.group(3))
                : new Call(action, fields, "", "", "");
    }

    boolean isOfEc2() {
        return service.equals("ec2");
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(text -> !text.isEmpty());
    }

    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** {@code Name.1}, {@code Name.2} and so on. */
    List<String> list(String name) {
        return IntStream.iterate(1, at -> fields.containsKey(name + "." + at), at -> at + 1)
                .mapToObj(at -> text(name + "." + at))
                .toList();
    }

    /** The values of a filter of EC2's; empty where it is not asked for. */
    Optional<List<String>> filter(String name) {
        return IntStream.iterate(1, at -> fields.containsKey("Filter." + at + ".Name"), at -> at + 1)
                .filter(at -> text("Filter." + at + ".Name").equals(name))
                .mapToObj(at -> list("Filter." + at + ".Value"))
                .findFirst();
    }
}
