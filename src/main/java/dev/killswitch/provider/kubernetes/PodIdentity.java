package dev.killswitch.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * EKS Pod Identity: pods of an account get AWS credentials of a role that stands in EKS, and on no object of the cluster. That
 * they do is seen by the token that they have for it.
 */
final class PodIdentity {
    /** For whoever proves what became of an account, whose pods may be gone. */
    static final String SURVIVES =
            "a role that EKS Pod Identity gives to its pods stands in EKS alone and is not touched";

    private static final String AUDIENCE = "pods.eks.amazonaws.com";

    private PodIdentity() {}

    static boolean isOf(JsonNode pod) {
        return pod.at("/spec/volumes")
                .valueStream()
                .flatMap(volume -> volume.at("/projected/sources").valueStream())
                .anyMatch(source ->
                        source.at("/serviceAccountToken/audience").asText().equals(AUDIENCE));
    }

    /** What a person may do; {@code account} is a name that was checked. */
    static String note(String namespace, String account) {
        return "its pods get AWS credentials by EKS Pod Identity, and nothing was done there: the role stands in EKS alone,"
                + " where aws eks list-pod-identity-associations --cluster-name CLUSTER --namespace " + namespace
                + " --service-account " + account
                + " has it, then ks kill role with its ARN where that account is a connection";
    }
}
