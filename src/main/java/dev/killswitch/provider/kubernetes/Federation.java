package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The identity in a cloud that tokens of an account are exchanged for, as its annotations say. A cloud checks the token
 * against the cluster's issuer and asks no API server whether the account is still there.
 */
enum Federation {
    AWS(
            "AWS",
            "eks.amazonaws.com/role-arn",
            "arn:aws[a-z-]{0,20}:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,576}",
            "deny the role there"),
    GOOGLE(
            "Google Cloud",
            "iam.gke.io/gcp-service-account",
            "[a-z0-9-]{1,63}@[a-z0-9.-]{1,190}\\.gserviceaccount\\.com",
            "disable that service account there"),
    AZURE(
            "Azure",
            "azure.workload.identity/client-id",
            "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
            "remove that identity's federated credential there");

    private final String cloud;
    private final String annotation;
    private final Pattern identity;
    private final String step;

    Federation(String cloud, String annotation, String identity, String step) {
        this.cloud = cloud;
        this.annotation = annotation;
        this.identity = Pattern.compile(identity);
        this.step = step;
    }

    /** Those that {@code object}, an account or what is kept of one, names. */
    static List<Federation> of(JsonNode object) {
        return Stream.of(values()).filter(one -> !one.value(object).isEmpty()).toList();
    }

    /** Of an account, as much as the others here read. */
    static ObjectNode kept(JsonNode account) {
        ObjectNode kept = KubernetesCalls.JSON.createObjectNode();
        ObjectNode annotations = kept.withObject("/metadata").withObjectProperty("annotations");
        for (Federation one : of(account)) {
            String value = one.value(account);
            annotations.put(one.annotation, one.identity.matcher(value).matches() ? value : "malformed");
        }
        return kept;
    }

    /** What stays alive in clouds, and what would end it there; empty where the account names none. */
    static String alive(JsonNode object) {
        var told = new StringBuilder();
        of(object).forEach(one -> told.append("; ").append(one.told(object)));
        return told.toString();
    }

    /** Whoever may write the account wrote the value, so that it is repeated only where it is what it should be. */
    private String told(JsonNode object) {
        String value = value(object);
        String as = identity.matcher(value).matches() ? value : "an identity whose name is malformed";
        return "in " + cloud + " it is " + as + ", and nothing was done about that from here: " + step;
    }

    private String value(JsonNode object) {
        return object.at("/metadata/annotations").path(annotation).asText();
    }
}
