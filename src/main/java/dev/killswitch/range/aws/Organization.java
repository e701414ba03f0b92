package dev.killswitch.range.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.range.Answer;
import dev.killswitch.range.Request;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.StreamSupport;

/**
 * The organization that the account is a member of, which another account manages: one service control policy, attached to its
 * root. It is kept under its id among {@code policies}.
 */
final class Organization {
    /** What the connection of the range names. */
    static final String SLOT = "p-killswitch";

    private static final String MANAGEMENT = "999988887777";
    private static final String TARGET = "AWSOrganizationsV20161128.";
    private static final String JSON_TYPE = "application/x-amz-json-1.1";
    private static final int CHARS_MAX = 5_120;
    private static final JsonMapper JSON = new JsonMapper();

    private static final String PREPARED = """
            {"Version":"2012-10-17","Statement":[{"Sid":"KillswitchSlot","Effect":"Deny","Action":"*","Resource":"*","Condition":\
            {"ArnEquals":{"aws:PrincipalArn":["arn:aws:iam::000000000000:role/killswitch-nobody"]}}}]}""";

    private Organization() {}

    /** The action that {@code request} asks for, where it is one of these. */
    static Optional<String> action(Request request) {
        return request.header("x-amz-target")
                .filter(target -> target.startsWith(TARGET))
                .map(target -> target.substring(TARGET.length()));
    }

    static String slot(SortedMap<String, String> policies) {
        return policies.getOrDefault(SLOT, PREPARED);
    }

    /** Whether the policy denies everything to the user or role of that ARN. */
    static boolean denies(SortedMap<String, String> policies, String arn) {
        return StreamSupport.stream(parsed(slot(policies)).path("Statement").spliterator(), false)
                .filter(one -> one.path("Effect").asText().equals("Deny")
                        && one.path("Action").asText().equals("*"))
                .flatMap(one -> StreamSupport.stream(
                        one.at("/Condition/ArnEquals/aws:PrincipalArn").spliterator(), false))
                .anyMatch(one -> one.asText().equals(arn));
    }

    static Answer take(String action, Request request, SortedMap<String, String> policies) {
        JsonNode asked = parsed(request.body());
        if (action.equals("ListParents")) {
            ObjectNode said = JSON.createObjectNode();
            said.putArray("Parents").addObject().put("Id", "r-1111").put("Type", "ROOT");
            return well(said);
        }
        if (!asked.path("PolicyId").asText().equals(SLOT)) {
            return failed(400, "PolicyNotFoundException");
        }
        return switch (action) {
            case "DescribePolicy" -> well(policy(policies));
            case "UpdatePolicy" -> update(asked.path("Content").asText(), policies);
            case "ListTargetsForPolicy" -> {
                ObjectNode said = JSON.createObjectNode();
                said.putArray("Targets")
                        .addObject()
                        .put("TargetId", "r-1111")
                        .put("Name", "Root")
                        .put("Type", "ROOT");
                yield well(said);
            }
            default -> failed(400, "UnknownOperationException");
        };
    }

    private static Answer update(String content, SortedMap<String, String> policies) {
        if (!parsed(content).path("Statement").isArray()) {
            return failed(400, "MalformedPolicyDocumentException");
        }
        if (content.length() > CHARS_MAX) {
            return failed(400, "ConstraintViolationException");
        }
        policies.put(SLOT, content);
        return well(policy(policies));
    }

    private static ObjectNode policy(SortedMap<String, String> policies) {
        ObjectNode said = JSON.createObjectNode();
        ObjectNode policy = said.putObject("Policy").put("Content", slot(policies));
        policy.putObject("PolicySummary")
                .put("Id", SLOT)
                .put(
                        "Arn",
                        "arn:aws:organizations::" + MANAGEMENT + ":policy/o-1111111111/service_control_policy/" + SLOT)
                .put("Name", "killswitch-slot")
                .put("Type", "SERVICE_CONTROL_POLICY")
                .put("AwsManaged", false);
        return said;
    }

    private static Answer well(ObjectNode said) {
        return new Answer(
                200,
                JSON_TYPE,
                said.toString(),
                Map.of("x-amzn-RequestId", "range-" + said.toString().length()));
    }

    static Answer failed(int status, String code) {
        return new Answer(
                status,
                JSON_TYPE,
                JSON.createObjectNode()
                        .put("__type", code)
                        .put("Message", "As said.")
                        .toString());
    }

    /** As AWS words what a fault says by its status. */
    static Answer refusal(int status) {
        String code = switch (status) {
            case 403 -> "AccessDeniedException";
            case 404 -> "PolicyNotFoundException";
            case 409 -> "ConcurrentModificationException";
            case 429 -> "TooManyRequestsException";
            default -> status < 500 ? "InvalidInputException" : "ServiceException";
        };
        return failed(status, code);
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
