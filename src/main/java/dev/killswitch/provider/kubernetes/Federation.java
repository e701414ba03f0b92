package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
            "ks kill role %s where that account is a connection, else deny the role there"),
    GOOGLE(
            "Google Cloud",
            "iam.gke.io/gcp-service-account",
            "[a-z0-9-]{1,63}@[a-z0-9.-]{1,190}\\.gserviceaccount\\.com",
            "no connection reaches that cloud, so gcloud iam service-accounts disable %s"),
    AZURE(
            "Azure",
            "azure.workload.identity/client-id",
            "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
            "no connection reaches that cloud, so az ad sp update --id %s --set accountEnabled=false");

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
        return notes(object).stream().map(told -> "; " + told).collect(Collectors.joining());
    }

    /** The same, one for each cloud. */
    static List<String> notes(JsonNode object) {
        return of(object).stream().map(one -> one.told(object)).toList();
    }

    /**
     * Whoever may write the account wrote the value, so that it moves nothing: it is repeated where it is what it should be,
     * with what a person may do.
     */
    private String told(JsonNode object) {
        String value = value(object);
        return identity.matcher(value).matches()
                ? "in " + cloud + " it is " + value + " by its annotation, which whoever may write the account may have"
                        + " written, so nothing was done there: if it is true, " + step.formatted(value)
                : "in " + cloud + " it is an identity whose name is malformed, and nothing was done there";
    }

    private String value(JsonNode object) {
        return object.at("/metadata/annotations").path(annotation).asText();
    }
}
