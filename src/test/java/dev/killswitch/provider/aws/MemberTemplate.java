package dev.killswitch.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The role of one account as a template of CloudFormation, for a StackSet over all of them. */
final class MemberTemplate {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String IN_ROLE = "        ";

    private static final String HEAD = """
            # Made from what the actions declare; see docs/aws/README.md. The lists of policies are the files beside this one.
            AWSTemplateFormatVersion: "2010-09-09"
            Description: The role by which Killswitch acts in this account
            Parameters:
              HubRole:
                Type: String
                Description: The role that the service itself has, which alone may assume this one
                AllowedPattern: "arn:aws[a-z-]*:iam::[0-9]{12}:role/.+"
              ExternalId:
                Type: String
                Description: The same as external-id of the connection
                AllowedPattern: "[A-Za-z0-9_+=,.@:/-]{2,1224}"
            """;

    private MemberTemplate() {}

    /** The tiers that work in a member account; what changes an organization's policies is for its own account. */
    static List<String> tiers() {
        return PolicyDocuments.tiers().stream()
                .filter(tier -> PolicyDocuments.permissions(tier).stream()
                        .noneMatch(permission -> permission.startsWith("organizations:")))
                .toList();
    }

    static String text() {
        var text = new StringBuilder(HEAD);
        for (String tier : tiers()) {
            text.append("  ").append(PolicyDocuments.capital(tier)).append(":\n");
            text.append("    Type: String\n");
            text.append("    Description: Whether the role may do what ")
                    .append(tier)
                    .append(" needs\n");
            text.append("    AllowedValues: [\"on\", \"off\"]\n");
            text.append("    Default: \"")
                    .append(tier.equals("tier1") ? "on" : "off")
                    .append("\"\n");
        }
        text.append("Conditions:\n");
        for (String tier : tiers()) {
            String name = PolicyDocuments.capital(tier);
            text.append("  %sIsOn: {\"Fn::Equals\": [{\"Ref\": \"%s\"}, \"on\"]}%n".formatted(name, name));
        }
        text.append("""
                Resources:
                  Responder:
                    Type: AWS::IAM::Role
                    Properties:
                      Path: /killswitch/
                      RoleName: Responder
                      Description: Killswitch acts in this account by it
                      MaxSessionDuration: 3600
                      AssumeRolePolicyDocument:
                """);
        text.append(IN_ROLE)
                .append(WideJson.of(PolicyDocuments.trust(ref("HubRole"), ref("ExternalId")), IN_ROLE))
                .append('\n');
        text.append(policy("look", "", PolicyDocuments.look()));
        for (String tier : tiers()) {
            String when = "    Condition: " + PolicyDocuments.capital(tier) + "IsOn\n";
            text.append(policy(tier, when, PolicyDocuments.tier(tier)));
        }
        text.append("""
                Outputs:
                  Role:
                    Description: The role of the connection, with {account} in place of the account's number
                    Value: {"Fn::GetAtt": ["Responder", "Arn"]}
                """);
        return text.toString();
    }

    private static String policy(String name, String when, JsonNode document) {
        return "  %sPolicy:%n    Type: AWS::IAM::Policy%n".formatted(PolicyDocuments.capital(name)) + when
                + "    Properties:\n      PolicyName: " + name
                + "\n      Roles: [{\"Ref\": \"Responder\"}]\n      PolicyDocument:\n" + IN_ROLE
                + WideJson.of(document, IN_ROLE) + "\n";
    }

    private static JsonNode ref(String parameter) {
        ObjectNode ref = JSON.createObjectNode();
        return ref.put("Ref", parameter);
    }
}
