package dev.killswitch.range.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.function.Consumer;

/** Trust policies of roles, as far as they matter here: whether one lets nobody in. */
final class Trust {
    static final String OF_THE_FIRST_DAY = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":"sts:AssumeRole"}]}""".formatted(PracticeAccount.ACCOUNT);

    /** AWS's own quota, white space left out. */
    private static final int CHARS_MAX = 2_048;

    private static final JsonMapper JSON = new JsonMapper();

    private Trust() {}

    static Said set(String document, Consumer<String> then) {
        if (!parsed(document).path("Statement").isContainerNode()) {
            return new Said.Failed(400, "MalformedPolicyDocument", "Syntax errors in policy.");
        }
        if (document.replaceAll("\\s", "").length() > CHARS_MAX) {
            return Said.limit("Cannot exceed quota for ACLSizePerRole: " + CHARS_MAX);
        }
        then.accept(document);
        return Said.done();
    }

    /** A statement that denies everybody to assume the role wins over whatever allows it. */
    static boolean isClosed(String document) {
        return parsed(document)
                .path("Statement")
                .valueStream()
                .filter(one -> one.path("Effect").asText().equals("Deny"))
                .filter(one -> one.path("Principal").asText().equals("*"))
                .anyMatch(one -> one.path("Action")
                        .valueStream()
                        .anyMatch(action -> action.asText().equals("sts:AssumeRole")));
    }

    private static JsonNode parsed(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
