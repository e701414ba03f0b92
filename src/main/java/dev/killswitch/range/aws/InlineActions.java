package dev.killswitch.range.aws;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/** The API's actions on the policies inside of one user or role; {@code noun} is which of them it is. */
record InlineActions(String noun, String name, SortedMap<String, String> policies, int charsMax) {
    Said take(Call call) {
        String policy = call.text("PolicyName");
        if (call.action().startsWith("List")) {
            var members = new Xml();
            policies.keySet().forEach(one -> members.text("member", one));
            return new Said.Well(new Xml().inside("PolicyNames", members).text("IsTruncated", "false"));
        }
        if (call.action().startsWith("Put")) {
            return put(policy, call.text("PolicyDocument"));
        }
        String document = policies.get(policy);
        if (document == null) {
            return Said.noSuch(noun + " policy", policy);
        }
        if (call.action().startsWith("Delete")) {
            policies.remove(policy);
            return Said.done();
        }
        return new Said.Well(new Xml()
                .text(noun + "Name", name)
                .text("PolicyName", policy)
                .text("PolicyDocument", escaped(document)));
    }

    /** As IAM gives documents back. */
    static String escaped(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Said put(String policy, String document) {
        if (!policy.matches("[A-Za-z0-9_+=,.@-]{1,128}")) {
            return Said.wrong("PolicyName must be 1 to 128 of A-Z a-z 0-9 _+=,.@-");
        }
        if (!Inline.isDocument(document)) {
            return new Said.Failed(400, "MalformedPolicyDocument", "Syntax errors in policy.");
        }
        int others = policies.entrySet().stream()
                .filter(one -> !one.getKey().equals(policy))
                .mapToInt(one -> size(one.getValue()))
                .sum();
        if (others + size(document) > charsMax) {
            return Said.limit("Maximum policy size of " + charsMax + " bytes exceeded for " + noun + " " + name);
        }
        policies.put(policy, document);
        return Said.done();
    }

    /** White space costs nothing. */
    private static int size(String document) {
        return document.replaceAll("\\s", "").length();
    }
}
