package dev.killswitch.provider.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/** The policies that a principal has, as the server says: attached and inside. Nobody here is in a group. */
final class Policies {
    private static final JsonMapper JSON = new JsonMapper();

    private Policies() {}

    static List<JsonNode> ofUser(IamClient iam, String user) {
        List<JsonNode> all = attached(
                iam, iam.listAttachedUserPolicies(r -> r.userName(user)).attachedPolicies());
        iam.listUserPolicies(r -> r.userName(user))
                .policyNames()
                .forEach(name ->
                        all.add(read(iam.getUserPolicy(r -> r.userName(user).policyName(name))
                                .policyDocument())));
        return all;
    }

    static List<JsonNode> ofRole(IamClient iam, String role) {
        List<JsonNode> all = attached(
                iam, iam.listAttachedRolePolicies(r -> r.roleName(role)).attachedPolicies());
        iam.listRolePolicies(r -> r.roleName(role))
                .policyNames()
                .forEach(name ->
                        all.add(read(iam.getRolePolicy(r -> r.roleName(role).policyName(name))
                                .policyDocument())));
        return all;
    }

    private static List<JsonNode> attached(IamClient iam, List<AttachedPolicy> policies) {
        var documents = new ArrayList<JsonNode>();
        policies.forEach(policy -> {
            String version =
                    iam.getPolicy(r -> r.policyArn(policy.policyArn())).policy().defaultVersionId();
            documents.add(read(
                    iam.getPolicyVersion(r -> r.policyArn(policy.policyArn()).versionId(version))
                            .policyVersion()
                            .document()));
        });
        return documents;
    }

    /** Some answer encoded, some as it is. */
    static JsonNode read(String document) {
        try {
            return JSON.readTree(
                    document.startsWith("%")
                            ? URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8)
                            : document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(document, e);
        }
    }
}
